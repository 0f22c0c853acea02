"""Pictures from outside: whatever was uploaded comes out as pictures that we encoded ourselves, or not at all.

Decoding runs in a process of its own with little memory and time (`child`): a file of a few kilobytes can ask for
gigabytes, and decoders have had holes. Only pixels come out: no metadata, nothing that hid behind or inside them.
The room stores nothing and has no table.
"""
