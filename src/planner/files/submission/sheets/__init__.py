"""The sheets of the submission, one module each: pure functions from what is exported to descriptions."""
