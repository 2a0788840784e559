"""シナリオ: the list of scenarios, the list of their changes, and the verbs on both."""
