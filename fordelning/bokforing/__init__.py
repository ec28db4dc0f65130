"""A förbund's bookkeeping: which konto belongs to which budget head, and the outcome of a SIE file."""

from fordelning.bokforing.kontoplan import INTAKTER, KOSTNADER, Huvud, Intaktshuvud, Kontoplan, read_kontoplan
from fordelning.bokforing.kontoplanval import Kontoplaner, read_kontoplaner
from fordelning.bokforing.utfall import Utfall, Utfallspost, compute_utfall

__all__ = [
    "INTAKTER",
    "KOSTNADER",
    "Huvud",
    "Intaktshuvud",
    "Kontoplan",
    "Kontoplaner",
    "Utfall",
    "Utfallspost",
    "compute_utfall",
    "read_kontoplan",
    "read_kontoplaner",
]
