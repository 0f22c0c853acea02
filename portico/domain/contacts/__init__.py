"""The person a site knows: one row each, and the only home of name, email, tax ID and address.

Owns contacts, the versions of their details, custom fields and pending changes of email; in pure modules the
rules of addresses (`addresses`), tax numbers (`tax_ids`) and countries. Knows no purchase and no receipt.
"""
