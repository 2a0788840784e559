"""Parts as files: written into a folder, found there again, read while others write."""
