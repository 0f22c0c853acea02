"""Who works here: a contact with a role, and what each role may do. Owns no sign-in."""
