"""Communities, legacy and new: posts and comments of those who were granted the product, moderated by the team.

A new community keeps its own profiles and notification settings; a legacy one shows the social profile.
"""
