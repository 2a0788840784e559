"""What is said of programs and lines beside their figures: codes of the accounts, what past years came to."""
