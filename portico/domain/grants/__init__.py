"""Access: which contact may use which product, since when, until when, because of what. Owns no money."""
