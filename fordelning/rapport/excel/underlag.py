"""The sheets with input data: Underlag (förbund), Områden and Utfästelser."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.begrepp import Underlag
from fordelning.medfinansiering import Bidrag
from fordelning.rapport.excel.rubriker import OMRADEN, UNDERLAG, UTFASTELSER
from fordelning.rapport.excel.tabell import Blad, Tabell
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner

FYLL_I = "Ändra ett gult fält, så räknas hela fördelningen om."


def make_underlag_sheets(r: Resultat) -> tuple[Blad, ...]:
    """The inputs that the calculation reads, each on its own sheet."""
    return _make_forbund(r.underlag), _make_omraden(r.underlag), _make_utfastelser(r)


def _make_forbund(u: Underlag) -> Blad:
    """Last year's figures, äskanden and months per förbund, as they were read; empty = not given."""
    kolumn, forbund = UNDERLAG.kolumn, u.forbund
    tabell = Tabell(
        "underlag",
        (
            kolumn("kod", u.koder),
            kolumn("namn", [f.namn for f in forbund]),
            kolumn("fjol", [f.tilldelning_fjol_kr for f in forbund], "kr", inmatning=True),
            kolumn("kapital", [f.eget_kapital_kr for f in forbund], "kr", inmatning=True),
            kolumn("bidrag", [f.bidrag_fjol_kr for f in forbund], "kr", inmatning=True),
            kolumn("askande", [f.askande_kr for f in forbund], "kr", inmatning=True),
            kolumn("manader", [f.manader for f in forbund], "antal", inmatning=True),
        ),
    )
    return Blad("Underlag", f"Underlag per förbund {u.budgetar}", FYLL_I, (tabell,), slag="inmatning", fasta=2)


def _make_omraden(u: Underlag) -> Blad:
    """Kommuner and parts of kommuner; the sums per förbund are made on Beräkning."""
    kolumn, omraden, s = OMRADEN.kolumn, u.omraden, u.statistik
    invanare = f"{s.invanare_alder} {s.invanare_ar or ''}".strip()
    tabell = Tabell(
        "omraden",
        (
            kolumn("omrade", [o.omrade_kod for o in omraden]),
            kolumn("kommun", [o.kommun_kod for o in omraden]),
            kolumn("namn", [o.namn for o in omraden]),
            kolumn("region", [o.region_kod for o in omraden], inmatning=True),
            kolumn("forbund", [o.forbund_kod for o in omraden], inmatning=True),
            kolumn("invanare", [o.invanare_antal for o in omraden], "antal", inmatning=True, forklaring=invanare),
            kolumn(
                "matt",
                [o.forsorjningsmatt for o in omraden],
                "tal",
                inmatning=True,
                forklaring=s.forsorjningsmatt_enhet,
            ),
            kolumn(
                "regionuppgift",
                [o.region_kod or o.kommun_kod for o in omraden],
                formel='IF({region}="",{kommun},{region})',
            ),
        ),
    )
    return Blad("Områden", "Områden: kommuner och delar av kommuner", FYLL_I, (tabell,), slag="inmatning", fasta=3)


def _make_utfastelser(r: Resultat) -> Blad:
    """Every region and kommun of a förbund with what it has pledged; empty = no pledge, it matches."""
    kolumn, parter, namn = UTFASTELSER.kolumn, list_parties(r), name_parties(r.underlag)
    tabell = Tabell(
        "utfastelser",
        (
            kolumn("forbund", [b.forbund_kod for b in parter]),
            kolumn("part", [b.part for b in parter]),
            kolumn("motpart", [b.motpart_kod for b in parter]),
            kolumn("namn", [namn[b.part, b.motpart_kod] for b in parter]),
            kolumn("utlovat", [b.utlovat_kr for b in parter], "kr", inmatning=True),
        ),
    )
    titel = f"Utfäst medfinansiering {r.underlag.budgetar}"
    return Blad("Utfästelser", titel, FYLL_I, (tabell,), slag="inmatning")


def list_parties(r: Resultat) -> Sequence[Bidrag]:
    """The regions and kommuner that can pledge: not a kommun in the place of a region, whose one pledge is for both."""
    regioner = {region.region_kod for region in r.underlag.regioner} | {o.region_kod for o in r.underlag.omraden}
    return [b for b in r.bidrag if b.part == "kommun" or (b.part == "region" and b.motpart_kod in regioner)]


def name_parties(u: Underlag) -> dict[tuple[str, str], str]:
    """The name of each party by part and code."""
    namn = {("stat", "staten"): "Staten"}
    kanda = read_kommuner()
    for omrade in u.omraden:
        hel = omrade.omrade_kod == omrade.kommun_kod
        kommun = omrade.namn if hel or omrade.kommun_kod not in kanda else kanda[omrade.kommun_kod].namn
        namn["kommun", omrade.kommun_kod] = kommun
        namn["region", omrade.region_kod or omrade.kommun_kod] = kommun
    return namn | {("region", region.region_kod): region.namn for region in u.regioner}
