"""Pages that put subjects together: 積算 is programs, lines and inspector; 提出・査定 is hand-over and review."""
