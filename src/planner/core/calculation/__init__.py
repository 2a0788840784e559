"""The rule (単価 × 員数, vintage by vintage), the same over columns, and what follows: totals, tenure, burden."""
