"""Announcements: one email to everybody who wants a topic. Written, looked at, then sent in the background."""
