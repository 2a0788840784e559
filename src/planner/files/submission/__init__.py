"""The submission: from the choices made to a workbook that was read back and compared."""
