"""The search field of the window, what opens from it, and what it finds."""
