"""Parts in the window."""
