"""概要 · the request at a glance, on the screen and on one sheet of paper."""
