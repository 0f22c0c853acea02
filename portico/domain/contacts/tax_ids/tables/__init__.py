"""The rows themselves, by part of the world.

Kinds: the values of `type` in `tax_id_data` of Stripe's Python library 16.1.0, read on 22 November 2026.
Check digits: python-stdnum 2.2. Patterns without a module follow the examples in Stripe's documentation,
seen in stored copies and in another project's list of them on that day, and are wider where we know real
numbers to differ. For `au_wpn`, `ci_vat`, `gi_tin`, `lk_vat`, `tt_bir` and `tt_vat` no example of Stripe's
was found: those patterns are wide on purpose. `bw_vat` and `mu_vat` follow tax advisers' pages.
"""
