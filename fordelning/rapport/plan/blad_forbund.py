"""The sheet Förbund: a row per förbund, when all are planned."""

from __future__ import annotations

from typing import NamedTuple

from fordelning.rapport.excel.tabell import Blad, Tabell
from fordelning.rapport.plan.bild import Planbild, Planering
from fordelning.rapport.plan.kolumner import Falt, make_columns
from fordelning.rapport.plan.ord import STATUS, shorten_reason


class Forbundsrad(NamedTuple):
    """One förbund of all."""

    forbund: str
    namn: str
    status: str
    nytta: float | None = None
    nytta_idag: float | None = None
    resultat: float | None = None
    antal: float | None = None
    bidrag: float | None = None
    kostnad: float | None = None
    kapital_in: float | None = None
    kapital_ut: float | None = None
    nasta: float | None = None
    oanvant: float | None = None
    kommentar: str = ""


def make_forbund_sheet(planering: Planering) -> Blad:
    """A row per förbund: status, what its plan gives and costs, eget kapital, and what more money would give."""
    rader = [_make_row(bild) for bild in planering.bilder]
    rader += [Forbundsrad(f.forbund_kod, f.namn, "inga insatser") for f in planering.utan_insatser]

    def total(tabell: str, kolumn: str) -> list[str]:
        mall = f"SUMIFS({{{tabell}.{kolumn}.alla}},{{{tabell}.forbund.alla}},{{forbund}})"
        return [mall if rad.nytta is not None else "" for rad in rader]

    vid_slutet = f"{{kapital.forbund.alla}},{{forbund}},{{kapital.ar.alla}},{planering.budgetar[-1]}"
    ut = f"SUMIFS({{kapital.utgaende.alla}},{vid_slutet})"
    falt = {
        "forbund": Falt("Förbund"),
        "namn": Falt("Namn", bredd=44),
        "status": Falt("Status", bredd=20, farger={STATUS["omojlig"]: "rod", STATUS["tidsgrans"]: "gul"}),
        "nytta": Falt("Nytta", "tal", total("malgrupper", "nytta"), "Viktade personer.", summa=True),
        "nytta_idag": Falt("Nytta som i dag", "tal", summa=True),
        "resultat": Falt("Väntat resultat", "tal", total("malgrupper", "resultat"), "Personer.", summa=True),
        "antal": Falt("Deltagare", "tal", total("plan", "antal"), summa=True),
        "bidrag": Falt("Bidrag, kr", "kr", total("kapital", "bidrag"), summa=True),
        "kostnad": Falt("Insatser, kr", "kr", total("plan", "kostnad"), summa=True),
        "kapital_in": Falt("Eget kapital före, kr", "kr", summa=True),
        "kapital_ut": Falt(
            "Eget kapital efter, kr", "kr", [ut if r.nytta is not None else "" for r in rader], summa=True
        ),
        "nasta": Falt("Nästa 100 000 kr ger", "ore", forklaring="Nytta.", bredd=12),
        "oanvant": Falt("Oanvänt, kr", "kr", forklaring="Över lägsta nivån i slutet.", summa=True),
        "kommentar": Falt("Kommentar", bredd=36),
    }
    ar = f"{planering.budgetar[0]}–{planering.budgetar[-1]}"
    tabell = Tabell("forbund", make_columns(falt, rader))
    return Blad("Förbund", f"Planer {ar}, ett förbund per rad", "Alla år tillsammans.", (tabell,), fasta=2)


def _make_row(bild: Planbild) -> Forbundsrad:
    f, plan, insyn = bild.forbund, bild.plan, bild.insyn
    start = bild.problem.eget_kapital_kr
    if plan.beslut is None:
        varfor = "Se bladet Omöjligt." if insyn.omojlighet else plan.forklaring
        return Forbundsrad(f.forbund_kod, f.namn, STATUS[plan.status], kapital_in=start, kommentar=varfor)
    return Forbundsrad(
        f.forbund_kod,
        f.namn,
        STATUS[plan.status],
        nytta=plan.nytta,
        nytta_idag=None if insyn.idag is None else insyn.idag.nytta,
        resultat=bild.resultat_antal,
        antal=bild.deltagare_antal,
        bidrag=float(bild.problem.bidrag_kr.sum()),
        kostnad=plan.kostnad_kr,
        kapital_in=start,
        kapital_ut=plan.kapital[-1].utgaende_kr,
        nasta=insyn.nasta_nytta,
        oanvant=None if insyn.oanvant is None else insyn.oanvant.belopp_kr,
        kommentar=plan.forklaring if insyn.oanvant is None else shorten_reason(insyn.oanvant),
    )
