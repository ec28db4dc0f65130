"""The sheet Förbund: a row per förbund, when all are planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, om, summa_dar
from fordelning.plan.bild import Planbild, Planering
from fordelning.rapport.plan.grund import Grund
from fordelning.rapport.plan.ord import STATUS, shorten_reason


class Forbundsrad(NamedTuple):
    """What is known of one förbund and does not follow from other sheets; the plan's own figures to be held against."""

    kod: str
    namn: str
    status: str
    kapital_in: float | None = None
    nytta: float | None = None
    nytta_idag: float | None = None
    resultat: float | None = None
    nasta: float | None = None
    oanvant: float | None = None
    kommentar: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Forbundstabell:
    """The förbund, and what the first sheet reads."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    nasta: Kolumn


def make_forbund(pl: Planering, g: Grund) -> Forbundstabell:
    """Status, what the plan gives and costs, eget kapital, and what more money would give."""
    rader = [_make_row(bild) for bild in pl.bilder]
    rader += [Forbundsrad(f.forbund_kod, f.namn, "inga insatser") for f in pl.utan_insatser]
    t, v, k = Tabell("Förbund"), g.val, g.kapital
    kod = t.data("Förbund", [rad.kod for rad in rader])
    namn = t.data("Namn", [rad.namn for rad in rader], bredd=44)
    t.data("Status", [rad.status for rad in rader], bredd=20,
           farger={STATUS["omojlig"]: "rod", STATUS["tidsgrans"]: "gul"})  # fmt: skip

    def total(summa: Tal) -> Tal:
        return om(antal_dar((k.forbund, kod)) > 0, summa, TOMT)

    t.rakna("Nytta", total(summa_dar(g.malgrupper.nytta, (g.malgrupper.forbund, kod))), "tal", summa=True,
            lika=[rad.nytta for rad in rader], inom=1e-5, forklaring="Viktade personer.")  # fmt: skip
    t.data("Nytta som i dag", [rad.nytta_idag for rad in rader], "tal", summa=True)
    t.rakna("Väntat resultat", total(summa_dar(g.malgrupper.resultat, (g.malgrupper.forbund, kod))), "tal", summa=True,
            lika=[rad.resultat for rad in rader], inom=1e-5, forklaring="Personer.")  # fmt: skip
    t.rakna("Deltagare", total(summa_dar(g.siffror.antal, (v.forbund, kod))), "tal", summa=True)
    t.rakna("Bidrag, kr", total(summa_dar(k.bidrag, (k.forbund, kod))), summa=True)
    t.rakna("Insatser, kr", total(summa_dar(g.siffror.kostnad, (v.forbund, kod))), summa=True)
    t.data("Eget kapital före, kr", [rad.kapital_in for rad in rader], "kr", summa=True)
    sist = summa_dar(k.utgaende, (k.forbund, kod), (k.ar, pl.budgetar[-1]))
    t.rakna("Eget kapital efter, kr", total(sist), summa=True)
    nasta = t.data("Nästa 100 000 kr ger", [rad.nasta for rad in rader], "ore", forklaring="Nytta.", bredd=12)
    t.data("Oanvänt, kr", [rad.oanvant for rad in rader], "kr", summa=True, forklaring="Över lägsta nivån i slutet.")
    t.data("Kommentar", [rad.kommentar for rad in rader], bredd=36)
    return Forbundstabell(t, kod, namn, nasta)


def make_forbund_blad(pl: Planering, f: Forbundstabell) -> Blad:
    """The sheet."""
    titel = f"Planer {pl.budgetar[0]}–{pl.budgetar[-1]}, ett förbund per rad"
    return Blad("Förbund", titel, "Alla år tillsammans.", [f.tabell], fasta=2)


def _make_row(bild: Planbild) -> Forbundsrad:
    f, plan, insyn = bild.forbund, bild.plan, bild.insyn
    start = bild.problem.eget_kapital_kr
    if plan.beslut is None:
        varfor = "Se bladet Omöjligt." if insyn.omojlighet else plan.forklaring
        return Forbundsrad(f.forbund_kod, f.namn, STATUS[plan.status], start, kommentar=varfor)
    return Forbundsrad(
        f.forbund_kod,
        f.namn,
        STATUS[plan.status],
        start,
        plan.nytta,
        None if insyn.idag is None else insyn.idag.nytta,
        bild.resultat_antal,
        insyn.nasta_nytta,
        None if insyn.oanvant is None else insyn.oanvant.belopp_kr,
        plan.forklaring if insyn.oanvant is None else shorten_reason(insyn.oanvant),
    )
