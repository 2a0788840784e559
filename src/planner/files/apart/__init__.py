"""Work in a process of its own: what comes from outside, and what takes long, within limits and to be called off."""

ARGUMENT = "--do-apart"
"""With this alone the program is the other process, where it is one file and there is no Python to start a module."""
