"""What was bought, given and paid back elsewhere is taken in, as purchases, payments, access and receipts.

Only as facts of the past: no processor is told, nobody is mailed, no subscription runs because of it.
"""

from portico.workflows.import_transactions.judging import Earlier, Outcome
from portico.workflows.import_transactions.rows import ImportedTransaction
from portico.workflows.import_transactions.run import run

__all__ = ["Earlier", "ImportedTransaction", "Outcome", "run"]
