"""The workbook as a file: how it looks, what is drawn, where its pages end, and what is read back of it."""
