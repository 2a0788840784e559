"""The main window: it puts the pages around one session and turns menus and keys into verbs."""
