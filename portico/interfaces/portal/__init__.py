"""The customer's pages: sign-in, library, settings, purchases, receipts. They translate; the rooms below decide."""
