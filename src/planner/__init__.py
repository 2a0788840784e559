"""Budget Scenario Planner (予算シナリオプランナー): builds a ministry's budget request from rates and cohorts."""

__version__ = "0.1.0"
