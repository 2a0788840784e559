"""A request at a glance: what a head of office asks of it first."""
