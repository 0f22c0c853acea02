"""How a contact shows themselves: the avatar, and the social profile of legacy communities and the directory."""
