"""Privacy in Settings: a copy of one's data, and the deletion of the account."""
