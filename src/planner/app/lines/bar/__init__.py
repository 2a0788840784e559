"""The bar above the lines: how the amount under the cursor comes about, typed into in place, and its reason."""
