"""The sheet Insatser: what each insats costs and how many take part in it today."""

from __future__ import annotations

from fordelning.begrepp import Insats, Underlag
from fordelning.rapport.excel.rubriker import INSATSER
from fordelning.rapport.excel.tabell import Blad, Tabell

KOSTNAD = 'IF({idag}="",%s,IF({idag}>0,{fast}+{idag}*{per_deltagare},0))'
"""No participants, no cost. Where they are not told: struktur costs what is fixed, of individ nothing is known."""


def make_insatser_sheets(u: Underlag) -> tuple[Blad, ...]:
    """One row per insats, in code order; no sheet where the data set has none."""
    return (_make_sheet(u),) if u.insatser else ()


def _make_sheet(u: Underlag) -> Blad:
    kolumn, insatser, namn = INSATSER.kolumn, u.insatser, {f.forbund_kod: f.namn for f in u.forbund}
    kalla = u.kallor.get("insatser")
    uppskattat = kalla is not None and kalla.uppskattning
    kostnad = [compute_cost_today(insats) for insats in insatser]
    per_deltagare = [
        kr / i.idag_antal if kr and i.idag_antal else None for kr, i in zip(kostnad, insatser, strict=True)
    ]
    kolumner = (
        kolumn("kod", [i.forbund_kod for i in insatser]),
        kolumn("forbund", [namn[i.forbund_kod] for i in insatser]),
        kolumn("insats", [i.insats_kod for i in insatser]),
        kolumn("namn", [i.namn for i in insatser]),
        kolumn("inriktning", [i.inriktning for i in insatser]),
        kolumn("fast", [i.fast_kostnad_kr for i in insatser], "kr", inmatning=True),
        kolumn("per_deltagare", [i.kostnad_per_deltagare_kr for i in insatser], "kr", inmatning=True),
        kolumn("idag", [i.idag_antal for i in insatser], "antal", inmatning=True),
        kolumn("kostnad", kostnad, "kr", [_formula_cost(i) for i in insatser]),
        kolumn("kr_per_deltagare", per_deltagare, "kr", 'IF({idag}>0,{kostnad}/{idag},"")'),
    )
    return Blad(
        "Insatser",
        "Insatser i dag" + " (uppskattning)" * uppskattat,
        "Ändra ett gult fält, så räknas kostnaden om. Tilldelningen beror inte på det."
        + " Uppskattning, se Antaganden." * uppskattat,
        (Tabell("insatser", kolumner),),
        fasta=2,
    )


def compute_cost_today(i: Insats) -> float | None:
    """The whole cost of a year with today's participants, kr; None where it is not known.

    The förbund's part of it (`trappning`) is not counted. A struktur without a number of participants runs.
    """
    if i.idag_antal is None:
        return i.fast_kostnad_kr if i.inriktning == "struktur" else None
    return i.fast_kostnad_kr + i.idag_antal * i.kostnad_per_deltagare_kr if i.idag_antal > 0 else 0.0


def _formula_cost(i: Insats) -> str:
    return KOSTNAD % ("{fast}" if i.inriktning == "struktur" else '""')
