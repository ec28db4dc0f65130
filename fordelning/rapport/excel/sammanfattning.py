"""The sheet Sammanfattning: key figures and charts, and the sheet Diagramdata that one chart is drawn from."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from fordelning.rapport.excel.granser import VISAS
from fordelning.rapport.excel.tabell import Blad, Diagram, Form, Kolumn, Tabell
from fordelning.rapport.excel.tilldelning import divide, rank
from fordelning.resultat import Resultat

STORSTA = 10
"""How many changes are shown."""


class Nyckeltal(NamedTuple):
    """A key figure: its words, its value and formula, how it is shown, and a comment."""

    text: str
    varde: float | str
    formel: str
    form: Form = "kr"
    kommentar: str = ""


def make_sammanfattning_sheet(r: Resultat) -> Blad:
    """The front page: what was shared out, who limits, the largest changes, and kronor per inhabitant."""
    nyckeltal = _make_key_figures(r)
    vem = _make_limits(r, nyckeltal.rubrikrad + nyckeltal.antal + 3)
    storsta = _make_largest_changes(r, vem.rubrikrad + vem.antal + 3)
    return Blad(
        "Sammanfattning",
        f"Statens tilldelning till samordningsförbunden {r.underlag.budgetar}",
        f"{r.modell.namn}. {_describe_data(r)}".strip(),
        (nyckeltal, vem, storsta),
        diagram=(
            Diagram(
                "bar",
                f"Största förändringar mot {r.underlag.budgetar - 1}, kr",
                "{storsta.namn.alla}",
                "{storsta.andring.alla}",
                "F4",
                (800, 400),
            ),
            Diagram(
                "column",
                "Statens kronor per invånare, alla förbund",
                "{diagramdata.kod.alla}",
                "{diagramdata.per_invanare.alla}",
                "F25",
                (800, 400),
                enhet="kr",
            ),
        ),
        filter=False,
    )


def _describe_data(r: Resultat) -> str:
    """The first sentence of the data set's description, and whether it holds estimates."""
    om = r.underlag.beskrivning.split(". ")[0].strip(" .\n")
    uppskattat = any(kalla.uppskattning for kalla in r.underlag.kallor.values())
    meningar = (f"Underlag: {om}." if om else "", "Det innehåller uppskattade uppgifter, se Antaganden." * uppskattat)
    return " ".join(mening for mening in meningar if mening)


def _make_key_figures(r: Resultat) -> Tabell:
    """Sums over the sheets, live."""
    match, ram, summa = r.matchning, float(r.underlag.ram_kr), float(r.tilldelning_kr.sum())
    fjol, invanare = float(r.underlag.tilldelning_fjol_kr.sum()), float(r.underlag.invanare_antal.sum())
    antal = len(r.underlag.koder)
    per_invanare, fel = "{varde[1]}/SUM({berakning.invanare.alla})", 'COUNTIF({kontroller.resultat.alla},"FEL")'
    kontroller = f'IF({fel}=0,"Alla godkända",{fel}&" fel")'
    rader = [
        Nyckeltal("Ram, kr", ram, "ram_kr", "kr", "Statens medel."),
        Nyckeltal("Fördelat, kr", summa, "SUM({tilldelning.tilldelning.alla})"),
        Nyckeltal("Ej fördelat, kr", ram - summa, "ram_kr-{varde[1]}", "kr", "Hålls kvar av tak."),
        Nyckeltal("Antal förbund", antal, "COUNT({tilldelning.tilldelning.alla})", "antal"),
        Nyckeltal("Regionernas del, kr", float(match.region_kr.sum()), "SUM({tilldelning.region.alla})"),
        Nyckeltal("Kommunernas del, kr", float(match.kommuner_kr.sum()), "SUM({tilldelning.kommuner.alla})"),
        Nyckeltal("Alla parter, kr", float(match.totalt_kr.sum()), "SUM({tilldelning.totalt.alla})"),
        Nyckeltal("Staten året före, kr", fjol, "SUM({berakning.fjol.alla})"),
        Nyckeltal("Förändring mot året före, kr", summa - fjol, "{varde[1]}-{varde[7]}"),
        Nyckeltal("Statens kronor per invånare", summa / invanare, per_invanare, "tal", "Alla förbund."),
        Nyckeltal("Kontroller", "Alla godkända", kontroller, "text", "Se Kontroller."),
    ]
    varden, former, formler = [n.varde for n in rader], [n.form for n in rader], [n.formel for n in rader]
    kolumner = (
        Kolumn("text", "Nyckeltal", [n.text for n in rader], bredd=44),
        Kolumn("varde", "Värde", varden, former, formler, bredd=17),
        Kolumn("kommentar", "Kommentar", [n.kommentar for n in rader], bredd=17),
    )
    return Tabell("nyckeltal", kolumner, rad=3)


def _make_limits(r: Resultat, rad: int) -> Tabell:
    """How many förbund each limits, and their grants."""
    vilka = [str(v) for v in r.begransas_av]
    kr = [math.fsum(k for k, v in zip(r.tilldelning_kr, vilka, strict=True) if v == vem) for vem in VISAS]
    alla = "{tilldelning.begransas.alla}"
    kolumner = (
        Kolumn("vem", "Begränsas av", list(VISAS.values())),
        Kolumn("antal", "Antal förbund", [vilka.count(vem) for vem in VISAS], "antal", f"COUNTIF({alla},{{vem}})"),
        Kolumn("kr", "Tilldelning, kr", kr, "kr", f"SUMIF({alla},{{vem}},{{tilldelning.tilldelning.alla}})"),
    )
    return Tabell("begransningar", kolumner, rad=rad)


def _make_largest_changes(r: Resultat, rad: int) -> Tabell:
    """The largest changes against last year, up or down, among those who had a grant then."""
    fjol, i_ar = r.underlag.tilldelning_fjol_kr, r.tilldelning_kr
    andring = np.where(fjol > 0, i_ar - fjol, np.nan)
    plats = rank(np.abs(andring))
    har_fjol = int((fjol > 0).sum())
    nummer = list(range(1, max(1, min(STORSTA, har_fjol)) + 1))
    vilka = [int(np.flatnonzero(plats == n)[0]) for n in nummer if har_fjol]
    hamta = 'IFERROR(INDEX({jamforelse.%s.alla},MATCH({plats},{jamforelse.plats_andring.alla},0)),"")'
    tomt = [None] * (len(nummer) - len(vilka))
    namn = [*(r.underlag.forbund[i].namn for i in vilka), *tomt]
    kr, andelar = ([*(float(v[i]) for i in vilka), *tomt] for v in (andring, divide(andring, fjol)))
    kolumner = (
        Kolumn("namn", "Största förändringar", namn, formel=hamta % "namn"),
        Kolumn("andring", "Ändring, kr", kr, "kr", hamta % "andring"),
        Kolumn("andel", "Ändring, %", andelar, "andring", hamta % "andring_andel"),
        Kolumn("plats", "Plats", nummer, "antal"),
    )
    return Tabell("storsta", kolumner, rad=rad)


def make_diagramdata_sheet(r: Resultat) -> Blad:
    """Every förbund in falling order of kronor per inhabitant."""
    per_invanare = r.tilldelning_kr / r.underlag.invanare_antal
    ordning = np.argsort(rank(per_invanare))
    hamta = "INDEX({jamforelse.%s.alla},MATCH({plats},{jamforelse.plats_per_invanare.alla},0))"
    kolumner = (
        Kolumn("plats", "Plats", list(range(1, len(ordning) + 1)), "antal", bredd=10),
        Kolumn("kod", "Kod", [r.underlag.koder[i] for i in ordning], formel=hamta % "kod"),
        Kolumn("namn", "Förbund", [r.underlag.forbund[i].namn for i in ordning], formel=hamta % "namn"),
        Kolumn("per_invanare", "Kronor per invånare", per_invanare[ordning], "tal", hamta % "per_invanare"),
    )
    return Blad(
        "Diagramdata",
        "Kronor per invånare i fallande ordning",
        "Ritas på Sammanfattning.",
        (Tabell("diagramdata", kolumner),),
        slag="rakning",
    )
