"""Edits: pure functions document → document, or a `UserError` that says why not."""
