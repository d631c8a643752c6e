"""Pages for people: the pay sheet, the consent page and the index."""
