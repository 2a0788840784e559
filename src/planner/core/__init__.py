"""The budget model, pure and exact: no screen, no file format, no floating-point money."""
