"""The tables of a whole request for the ministry's own reporting: in a PostgreSQL server, or in a folder as Parquet."""
