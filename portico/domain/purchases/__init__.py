"""What a contact obtained: an offer, by paying or at no charge. Owns no money (payments), no access (grants)."""
