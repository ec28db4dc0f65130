"""The sheet Sammanfattning: key figures, who limits, the largest changes and charts; and the sheet Diagramdata."""

from __future__ import annotations

import numpy as np

from fordelning.blad import Blad, Del, Diagram, Kolumn, Lista, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, antal_tal, foga, om, sla_upp, summa, summa_dar
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.fordelning.blad_jamforelse import Jamforelse
from fordelning.rapport.fordelning.blad_kontroller import Kontrolltabell
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.rapport.fordelning.yttergranser import tell_outermost
from fordelning.resultat import Resultat

STORSTA = 12
"""How many names a chart shows."""


class Diagramdata(Tabell):
    """Every förbund in falling order of kronor per inhabitant. The order follows the figures, so rows stand still."""

    def __init__(self, j: Jamforelse) -> None:
        super().__init__("Diagramdata", sorteras=False)
        plats = self.data("Plats", range(1, j.antal_rader + 1), "antal")
        kod = self.rakna("Kod", sla_upp(j.platser.kod, (j.platser.per_invanare, plats), annars=TOMT), "text")
        self.namn = self.rakna("Förbund", sla_upp(j.namn, (j.kod, kod), annars=TOMT), "lang")
        per = sla_upp(j.per_invanare, (j.kod, kod), annars=TOMT)
        self.per_invanare = self.rakna("Kronor per invånare", per, "tal")


def make_diagramdata_blad(j: Jamforelse, d: Diagramdata) -> Blad:
    """The sheet Diagramdata, with the places."""
    titel, text = "Kronor per invånare i fallande ordning, och platser", "Ritas på Sammanfattning."
    return Blad("Diagramdata", titel, text, [(d, j.platser)], "rakning")


def make_sammanfattning_blad(t: Fordelningsgrund, kontroller: Kontrolltabell, d: Diagramdata) -> Blad:
    """The front page, live."""
    r, (storsta, namn, andring) = t.kedja.r, _make_largest_changes(t.jamforelse)
    vad = f"Största förändringar mot {r.underlag.budgetar - 1}, kr"
    diagram = Diagram(vad, namn, [andring], liggande=True)
    overst: tuple[Del, ...] = (_make_key_figures(t, kontroller), _make_limits(t.kedja))
    titel = f"Statens tilldelning till samordningsförbunden {r.underlag.budgetar}"
    return Blad("Sammanfattning", titel, f"{r.modell.namn}. {_describe_data(r)}".strip(),
                [overst, storsta, diagram, _draw_per_inhabitant(d)])  # fmt: skip


def _draw_per_inhabitant(d: Diagramdata) -> tuple[Diagram, ...]:
    """All förbund, or those that get the most and the least where they are many."""
    antal, vilka = d.antal_rader, {"": (0, d.antal_rader)}
    if antal > 2 * STORSTA:
        vilka = {": mest": (0, STORSTA), ": minst": (antal - STORSTA, antal)}
    return tuple(
        Diagram(f"Statens kronor per invånare{vad}", d.namn, [d.per_invanare], form="antal", liggande=True, rader=rader)
        for vad, rader in vilka.items()
    )


def _describe_data(r: Resultat) -> str:
    """The first sentence of the data set's description, and whether it holds estimates."""
    om_data = r.underlag.beskrivning.split(". ")[0].strip(" .\n")
    uppskattat = any(kalla.uppskattning for kalla in r.underlag.kallor.values())
    meningar = (f"Underlag: {om_data}." if om_data else "", "Det innehåller uppskattade uppgifter, se Antaganden.")
    return " ".join(mening for mening in meningar[: 1 + uppskattat] if mening)


def _make_key_figures(grund: Fordelningsgrund, kontroller: Kontrolltabell) -> Lista:
    """Sums over the sheets."""
    k = grund.kedja
    n, t, match = Lista("Nyckeltal", ("Nyckeltal", "Värde"), ("Kommentar",), (48, 15, 18)), k.tilldelning, k.r.matchning
    tilldelat_kr = float(k.r.tilldelning_kr.sum())
    ram = n.rakna("Ram, kr", k.parametrar["ram_kr"] + 0, lika=float(k.r.underlag.ram_kr), ovrigt=("Statens medel.",))
    fordelat = n.rakna("Fördelat, kr", summa(t.tilldelning), lika=tilldelat_kr)
    n.rakna("Ej fördelat, kr", ram - fordelat, ovrigt=("Det som tak håller kvar.",), lika=float(k.r.ej_fordelat_kr))
    n.rakna("Avstått av erbjudandena, kr", summa(t.avstatt), ovrigt=("Se Begränsas av.",))
    n.rakna("Tillkommit av det andra lämnade, kr", summa(t.tillkommit))
    n.rakna("Antal förbund", antal_tal(t.tilldelning), "antal")
    n.rakna("Regionernas del, kr", summa(t.region), lika=float(match.region_kr.sum()))
    n.rakna("Kommunernas del, kr", summa(t.kommuner), lika=float(match.kommuner_kr.sum()))
    n.rakna("Alla parter, kr", summa(t.totalt), lika=float(match.totalt_kr.sum()))
    fjol = n.rakna("Staten året före, kr", summa(k.berakning.fjol))
    n.rakna("Förändring mot året före, kr", fordelat - fjol)
    n.rakna("Statens kronor per invånare", fordelat / summa(k.berakning.invanare), "tal", ("Alla förbund.",))
    for namn, andel, vad, valt in tell_outermost(grund.yttersta):
        n.data(f"{namn}: så stor del {vad}", andel, "text", (f"Modellens: {valt}. Räknas inte om.",))
    fel = antal_dar((kontroller.resultat, "FEL"))
    svar = om(fel.lika(0), "Alla godkända", foga(fel, " fel"))
    n.rakna("Kontroller", svar, "text", ("Se Kontroller.",))
    return n


def _make_limits(k: Kedja) -> Tabell:
    """How many förbund each limits, their grants, and what they left of their offers or had on top."""
    t, d = Tabell("Begränsningar", sorteras=False), k.tilldelning
    vem = t.data("Begränsas av", list(VISAS.values()))
    antal = [np.sum(k.r.begransas_av == namn) for namn in VISAS]
    t.rakna("Antal förbund", antal_dar((d.begransas, vem)), "antal", lika=antal)
    t.rakna("Tilldelning, kr", summa_dar(d.tilldelning, (d.begransas, vem)))
    t.rakna("Avstått, kr", summa_dar(d.avstatt, (d.begransas, vem)))
    t.rakna("Tillkommit, kr", summa_dar(d.tillkommit, (d.begransas, vem)))
    return t


def _make_largest_changes(j: Jamforelse) -> tuple[Tabell, Kolumn, Kolumn]:
    """The largest changes against last year, up or down, among those who have a grant in both years."""
    p = j.platser
    antal = max(1, min(STORSTA, int(np.sum(~np.isnan(p.andring.varden)))))
    t = Tabell("Förändringar", sorteras=False)
    plats = t.data("Plats", range(1, antal + 1), "antal")
    kod = sla_upp(p.kod, (p.andring, plats), annars=TOMT)

    def find(k: Kolumn) -> Tal:
        return sla_upp(k, (j.kod, kod), annars=TOMT)

    namn = t.rakna("Största förändringar", find(j.namn), "lang")
    andring = t.rakna("Ändring, kr", find(j.andring))
    t.rakna("Ändring, %", find(j.andring_andel), "andring")
    t.ordna(*t.kolumner[1:])
    return t, namn, andring
