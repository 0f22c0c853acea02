"""The shared look: layouts, macros that draw fields and pieces, styles, icons, the words of dates and money.

Pages of `portal` and `office` extend its layouts and fill the shapes of `context`.
"""
