"""The planner's work without a screen."""
