"""Budget Scenario Planner (予算シナリオプランナー): builds a ministry's budget request from rates and cohorts."""

import os

# No linear algebra is done: NumPy's library for it need not start a thread for each core when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
