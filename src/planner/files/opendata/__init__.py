"""The open data of a request: its table for machines alone, with the words of its codes and a schema."""
