"""A förbund's bookkeeping: which konto belongs to which budget head, the outcome of a SIE file, the budget as one."""

from fordelning.bokforing.budgetfil import Budgethuvud, Sierad, make_budget_sie, make_budgetrad
from fordelning.bokforing.kontoplan import Finansiar, Huvud, Kontoplan, read_kontoplan
from fordelning.bokforing.kontoplanval import Kontoplaner, read_kontoplaner
from fordelning.bokforing.utfall import Utfall, Utfallspost, compute_budget, compute_utfall

__all__ = [
    "Budgethuvud",
    "Finansiar",
    "Huvud",
    "Kontoplan",
    "Kontoplaner",
    "Sierad",
    "Utfall",
    "Utfallspost",
    "compute_budget",
    "compute_utfall",
    "make_budget_sie",
    "make_budgetrad",
    "read_kontoplan",
    "read_kontoplaner",
]
