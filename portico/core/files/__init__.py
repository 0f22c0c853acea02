"""Files that belong to rows: receipts as handed out, the logo. Named by what they hold, so a name never changes its bytes.

Bytes live in Django's storage (a local folder, or another store by configuration); rows keep the name and the hash.
"""
