"""The sheets that are made of all others: 提出総括 and 照合."""
