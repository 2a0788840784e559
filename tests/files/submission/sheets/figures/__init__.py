"""Tests of the sheets of figures."""
