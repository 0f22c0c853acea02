"""The customer directory: who chose to be listed, what of them is found, and what the owner hid."""
