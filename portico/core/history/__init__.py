"""What happened, by whom, when: one append-only row a change, feeding the history page, notices and other tools.

Owns `Entry` (never changed, a trigger sees to it) and `Values` (what it was before and after; only erasure deletes
these). Holds plain ids, no foreign keys into the domain.
"""

from portico.core.history.actor import Actor as Actor
