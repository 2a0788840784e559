"""Scenarios and versions of a document against one another."""
