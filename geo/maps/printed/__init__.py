"""Maps for print, drawn by matplotlib."""
