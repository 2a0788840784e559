"""One open document as the screens see it: what is shown, what follows from it, undo, settings."""
