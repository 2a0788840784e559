"""Work in a process of its own: what comes from outside, and what takes long, within limits and to be called off."""
