"""The sheets that carry the request: cover, totals, calculation, details, reasons, pictures, data."""
