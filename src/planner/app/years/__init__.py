"""後年度: later years by program, a line over the years, obligations, and the assumptions above them."""
