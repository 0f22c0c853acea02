"""Portico: the customer account centre. `docs/map.md` shows the floors; arrows between them never climb."""
