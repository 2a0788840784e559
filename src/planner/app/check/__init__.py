"""上限・点検・出典 in the window: findings of the check, ceilings and sources, each a list that leads to its place."""
