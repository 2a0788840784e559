"""Many scenarios for one question: how sure an amount is where figures may err, and tables of scenarios."""
