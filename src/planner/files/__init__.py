"""Reading and writing files: documents, portfolios, submissions. No screen."""
