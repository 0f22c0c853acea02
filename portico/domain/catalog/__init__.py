"""What is sold: products (content, no price) and offers (priced, bundling products). Owns no purchase and no access."""
