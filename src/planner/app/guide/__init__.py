"""What teaches the program: ten steps that are walked in the window itself, and the guide that is read beside it."""
