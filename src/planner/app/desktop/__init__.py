"""What the program is to the desktop it runs on: one window a document, a name in the taskbar, a report of faults."""
