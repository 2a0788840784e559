"""What the program shows while no document is open: where one may begin, and what was open before."""
