"""What a customer has and had: library, purchase history, receipts on the page, as PDF and as ZIP."""
