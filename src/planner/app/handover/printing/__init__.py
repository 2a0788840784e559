"""The paper of a hand-over: sheets laid out on pages, painted in the window, on a printer and as PDF."""
