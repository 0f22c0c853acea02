"""Mails of the account: each letter says once what it says, and becomes HTML and plain text with the same facts."""
