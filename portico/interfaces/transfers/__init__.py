"""Files in and out: contacts and transactions as CSV, the demo business, exports.

Owns reading a file safely (encodings, separators, limits), knowing its columns, judging each row and telling
what became of it. Does not write to a domain table itself: each batch goes through the domain's own bulk
actions, which write history like any other change. A file is read as a stream, so its length costs no memory.
"""
