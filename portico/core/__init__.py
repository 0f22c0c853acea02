"""No business: clock, ids, text, money, history, queue, mail, files, secrets. Core knows nobody above it."""
