"""`.bplan` documents: written whole and verified, locked against a second officer, kept as backups."""
