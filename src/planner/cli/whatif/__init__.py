"""Commands that look for the what-if that is wanted: seek, cut, risk, sweep."""
