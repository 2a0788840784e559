"""What a document is: portfolio, lines, scenarios, changes; frozen values and what builds them."""
