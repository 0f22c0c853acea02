"""Every write of preferences: the owner's topics, contacts' choices, announcements."""
