"""fordelning: the state's grant to every samordningsförbund (FINSAM), its matching, eget kapital and the optimal plan.

Rules are dated model files (`models/`), facts and yearly decisions are data sets (`inputs/`), and the code is the way
from the two to a ledger in which every krona has a reason. Start reading in `regler/__init__.py` and `berakning.py`.
"""

__version__ = "0.1.0"
