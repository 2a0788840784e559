"""査定: a workbook that came back, decided line by line."""
