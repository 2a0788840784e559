"""Parts as files."""
