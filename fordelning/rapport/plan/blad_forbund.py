"""The sheet Förbund: a row per förbund, when all are planned."""

from __future__ import annotations

from typing import NamedTuple

from fordelning.blad import Blad, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, om, summa_dar
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import STATUS, shorten_reason


class _Rad(NamedTuple):
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


class Planforbund(Tabell):
    """Status, what the plan gives and costs, eget kapital, and what more money would give."""

    def __init__(self, pl: Plansamling, g: Plangrund) -> None:
        super().__init__("Förbund")
        rader = [_make_row(bild) for bild in pl.bilder]
        rader += [_Rad(f.forbund_kod, f.namn, "inga insatser") for f in pl.utan_insatser]
        v, k, m = g.val, g.kapital, g.malgrupper
        self.kod = kod = self.data("Förbund", [rad.kod for rad in rader])
        self.namn = self.data("Namn", [rad.namn for rad in rader], "lang", bredd=40)
        self.data("Status", [rad.status for rad in rader], bredd=20,
                  farger={STATUS["omojlig"]: "rod", STATUS["tidsgrans"]: "gul"})  # fmt: skip

        def total(summa: Tal) -> Tal:
            return om(antal_dar((k.forbund, kod)) > 0, summa, TOMT)

        self.rakna("Nytta", total(summa_dar(m.nytta, (m.forbund, kod))), "tal", summa=True,
                   lika=[rad.nytta for rad in rader], inom=1e-5, forklaring="Viktade personer.")  # fmt: skip
        self.data("Nytta som i dag", [rad.nytta_idag for rad in rader], "tal", summa=True)
        self.rakna("Väntat resultat", total(summa_dar(m.resultat, (m.forbund, kod))), "tal", summa=True,
                   lika=[rad.resultat for rad in rader], inom=1e-5, forklaring="Personer.")  # fmt: skip
        self.rakna("Deltagare", total(summa_dar(v.antal, (v.forbund, kod))), "tal", summa=True)
        self.rakna("Bidrag, kr", total(summa_dar(k.bidrag, (k.forbund, kod))), summa=True)
        self.rakna("Insatser, kr", total(summa_dar(v.kostnad, (v.forbund, kod))), summa=True)
        self.data("Eget kapital före, kr", [rad.kapital_in for rad in rader], "kr", summa=True)
        sist = summa_dar(k.utgaende, (k.forbund, kod), (k.ar, pl.budgetar[-1]))
        self.rakna("Eget kapital efter, kr", total(sist), summa=True)
        nasta = [rad.nasta for rad in rader]
        self.nasta = self.data("Nästa 100 000 kr ger", nasta, "ore", forklaring="Nytta.", bredd=12)
        oanvant = [rad.oanvant for rad in rader]
        self.data("Oanvänt, kr", oanvant, "kr", summa=True, forklaring="Över lägsta nivån i slutet.")
        self.data("Kommentar", [rad.kommentar for rad in rader], bredd=36)


def make_forbund_blad(pl: Plansamling, f: Planforbund) -> Blad:
    titel = f"Planer {pl.budgetar[0]}–{pl.budgetar[-1]}, ett förbund per rad"
    return Blad("Förbund", titel, "Alla år tillsammans.", [f], fasta=2)


def _make_row(bild: Planbild) -> _Rad:
    plan, insyn = bild.plan, bild.insyn
    vem = (bild.forbund.forbund_kod, bild.forbund.namn, STATUS[plan.status], bild.problem.eget_kapital_kr)
    if plan.beslut is None:
        return _Rad(*vem, kommentar="Se bladet Omöjligt." if insyn.omojlighet else plan.forklaring)
    nytta_idag = None if insyn.idag is None else insyn.idag.nytta
    siffror = (plan.nytta, nytta_idag, bild.resultat_antal, insyn.nasta_nytta)
    if insyn.oanvant is None:
        return _Rad(*vem, *siffror, kommentar=plan.forklaring)
    return _Rad(*vem, *siffror, insyn.oanvant.belopp_kr, shorten_reason(insyn.oanvant))
