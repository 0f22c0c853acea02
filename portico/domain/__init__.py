"""The business nouns, one room each. No network here; a room may use only rooms on lower shelves."""
