"""Tables as in a spreadsheet: moving, typing, copying, filling; nothing here knows which page a table stands on."""
