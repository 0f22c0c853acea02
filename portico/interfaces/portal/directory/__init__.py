"""The customer directory: people who chose to be found, for signed-in customers and the team."""
