"""What a submission did: evidence, facts drawn from it, checks and mistakes."""
