"""What makes the program something to install, and proves it."""
