"""The rules, one file each. REGLER is the table of contents: the name a model file's `steg` uses, and the rule."""

from __future__ import annotations

from collections.abc import Callable

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Modell
from fordelning.regler.aterfordelning import share_what_is_left
from fordelning.regler.avrundning import round_to_units
from fordelning.regler.eget_kapital import limit_by_eget_kapital
from fordelning.regler.fordelningsnyckel import divide_by_key
from fordelning.regler.grundtilldelning import grant_base
from fordelning.regler.medfinansiering import limit_by_match
from fordelning.regler.sjukpenningtak import limit_by_sjukpenning
from fordelning.regler.sparr import hold_against_last_year

Regel = Callable[[Modell, Underlag, Huvudbok], Steg]

REGLER: dict[str, Regel] = {
    "grundtilldelning": grant_base,
    "fordelningsnyckel": divide_by_key,
    "sjukpenningtak": limit_by_sjukpenning,
    "eget_kapital": limit_by_eget_kapital,
    "sparr": hold_against_last_year,
    "medfinansiering": limit_by_match,
    "aterfordelning": share_what_is_left,
    "avrundning": round_to_units,
}
