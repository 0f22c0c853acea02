"""The receipt as a document: one sheet of ready-made text, drawn as a page, a print and a PDF.

Owns the sheet (`sheet`, on `parts`), its PDF (`pdf`, with the template and the fonts beside it) and the check
whether the fonts cover a text (`scripts`, on `coverage`). It computes no amount, tax or date:
whoever builds a sheet hands in the finished words. It reads no database and no network.
"""
