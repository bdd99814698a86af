"""Words of pages, maps and documents in every language."""
