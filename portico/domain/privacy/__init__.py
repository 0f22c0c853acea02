"""What a person asks of their data: a copy of everything, or the deletion of their account.

Owns the two requests and their states. What is copied and what is deleted, room by room, is the list in
`workflows.personal_data`.
"""
