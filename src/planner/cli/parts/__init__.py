"""The commands of many officers: parts that go out, come back and are seen on one board."""
