"""Ceilings (上限): what counts under one, and whether it holds."""
