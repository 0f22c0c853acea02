"""Which mail a contact wants: the owner's topics, each contact's choices, proof of consent, announcements to a topic.

Receipts, payment problems and security notices are no topics: nobody can switch them off.
"""
