"""Communities from inside: feed, posts and comments, who wrote them, and a member's own settings of a new community.

Reached by holders of the product and the team; for everybody else none of these addresses exists. They stay open while
the owner has removed the user menu.
"""
