"""For instructors: a problem refuses, passes and fails what it should, and by what margin."""
