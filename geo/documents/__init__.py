"""Documents for people: brief, slides, workbook and pictures."""
