"""The team's pages: contacts and site. They translate; the rooms below decide."""
