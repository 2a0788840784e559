"""Values that meet a target."""
