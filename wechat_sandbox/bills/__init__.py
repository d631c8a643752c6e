"""Bills: a China-time day of a merchant as rows, as a file, and with the differences that a test planted."""
