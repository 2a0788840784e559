"""How sure an amount is, and what moves it most: pages of the drawer with their tables and pictures."""
