"""The shared look: layouts, the macros that draw fields and pieces, styles, icons, and the words of dates and money.

Pages of `portal` and `office` extend its layouts and fill the shapes of `context`. It knows no business and asks no
database.
"""
