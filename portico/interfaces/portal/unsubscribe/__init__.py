"""The way out of a topic's emails, for whoever holds the link of one: no signing in, one button, nothing by a GET."""
