"""Files that belong to rows: receipts as handed out, the logo, avatars. What a name holds never changes.

Most names are made of what they hold; an avatar's is a random one, which dies with it. Bytes live in Django's storage
(a local folder, or another store by configuration); rows keep the name.
"""
