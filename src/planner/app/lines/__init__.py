"""積算: the table of lines, what its rows and columns are, and what can be done with the cells selected."""
