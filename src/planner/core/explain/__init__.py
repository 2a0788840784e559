"""What amounts and differences are made of, and where figures come from."""
