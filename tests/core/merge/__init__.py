"""Parts that go out, come back and are merged."""
