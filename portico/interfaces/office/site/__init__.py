"""The Site page: what customers see of the business, in sections that are saved one by one.

A section is stale when a field of its own was changed since it was opened, not when another section was saved: its
hidden `version` is a fingerprint of its stored values.
"""
