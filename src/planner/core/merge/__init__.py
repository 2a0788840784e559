"""Documents of many officers made into one: parts that go out, come back and are merged."""
