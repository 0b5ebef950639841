"""Timed mock exams: session, clock, submissions, score and report."""
