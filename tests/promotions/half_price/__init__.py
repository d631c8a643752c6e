"""A play of the tests: a fixed discount a piece; it holds a place per order and can be told to refuse."""
