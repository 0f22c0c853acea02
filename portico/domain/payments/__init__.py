"""Money in, money back, as a processor or an import reported it. Owns no card number and no receipt."""
