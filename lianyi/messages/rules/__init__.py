"""Pure decisions of messages: login codes, quiet hours, values that fit a template, words."""
