"""The sheets of later years: 後年度負担, 債務負担 and their picture."""
