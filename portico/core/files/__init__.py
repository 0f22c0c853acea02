"""Files that belong to rows: receipts as handed out, the logo. A name is made of what it holds, and never changes it.

Bytes live in Django's storage (a local folder, or another store by configuration); rows keep the name and the hash.
"""
