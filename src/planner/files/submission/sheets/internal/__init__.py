"""The papers that stay inside the ministry unless chosen: check, changes, sources, ceilings, comparison."""
