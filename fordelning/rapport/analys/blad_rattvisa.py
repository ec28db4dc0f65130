"""How evenly money lies: the measures with their definitions, the Lorenz curves, every förbund, and the answer."""

from __future__ import annotations

import numpy as np

from fordelning.analys.rattvisa import MATT, Rattvisa
from fordelning.blad import Blad, Diagram, Serie, Tabell
from fordelning.blad.formler import TOMT, kvot, om, tom
from fordelning.blad.terminal import format_table
from fordelning.rapport.analys.bok import Analysdel
from fordelning.ursprung import Antaganderad

STORHETERNA = {
    "tilldelning_per_invanare": "Tilldelning, kr per invånare",
    "tilldelning_per_behov": "Tilldelning, kr per enhet behov",
    "eget_kapital_per_invanare": "Eget kapital, kr per invånare",
    "eget_kapital_per_behov": "Eget kapital, kr per enhet behov",
}
"""What is measured, in words; need is the försörjningsmått."""

MATTEN = {
    "medel": ("Medel", "Hela beloppet delat med alla invånare (allt behov).", ""),
    "lagst": ("Lägst", "Det förbund som har minst per invånare (enhet).", ""),
    "hogst": ("Högst", "Det förbund som har mest per invånare (enhet).", ""),
    "hogst_mot_lagst": ("Högst ÷ lägst", "1 = alla lika. Tomt när någon har 0.", "Berne & Stiefel (1984)"),
    "p95_mot_p5": (
        "P95 ÷ P5",
        "Den invånare som 95 % har högst lika mycket som, delat med den som 5 % har högst lika mycket som.",
        "Berne & Stiefel (1984), The Measurement of Equity in School Finance",
    ),
    "federal_kvot": ("(P95 − P5) ÷ P5", "Federal range ratio: 0 = alla lika.", "Berne & Stiefel (1984)"),
    "gini": (
        "Gini",
        "Dubbla ytan mellan Lorenzkurvan och linjen där alla har lika: 0 = alla lika, nära 1 = en har allt.",
        "Gini (1914), Sulla misura della concentrazione e della variabilità dei caratteri",
    ),
    "theil": (
        "Theil",
        "Summan av andelen av beloppet × ln(andelen av beloppet ÷ andelen av invånarna). 0 = alla lika.",
        "Theil (1967), Economics and Information Theory",
    ),
}
"""Each measure: its name, its definition, and its source."""

VAGNING = Antaganderad(
    "Rättvisa",
    "Vägning",
    "Varje invånare (enhet behov) räknas lika, var hon än bor: förbunden vägs med sina invånare (sitt behov). Eget "
    "kapital under 0 räknas som 0. Behovet är försörjningsmåttet i underlaget.",
)
RUTOR = 20
"""The steps that the Lorenz curves are drawn in."""


class Mattabell(Tabell):
    """The measures in rows, what is measured in columns, and the definitions beside."""

    def __init__(self, r: Rattvisa) -> None:
        super().__init__("Rättvisemått", sorteras=False)
        former = ["0.0000" if namn in ("gini", "theil") else "ore" for namn in MATT]
        self.matt = self.data("Mått", [MATTEN[namn][0] for namn in MATT], bredd=18)
        self.varden = [self.data(STORHETERNA[storhet], [getattr(m, namn) for namn in MATT], former, bredd=16)
                       for storhet, m in r.matt.items()]  # fmt: skip
        self.data("Definition", [MATTEN[namn][1] for namn in MATT], "lang", bredd=50)
        self.data("Källa", [MATTEN[namn][2] for namn in MATT], "lang", bredd=34)


def make_rattvisa_del(r: Rattvisa) -> Analysdel:
    """The sheets of how evenly money lies, rattvisa.csv, and the terminal's answer."""
    df, ar, t = r.tabell(), r.resultat.underlag.budgetar, Mattabell(r)
    csv = Tabell("Rättvisa")
    csv.data("Storhet", df["storhet"], nyckel="storhet", bredd=28)
    csv.data("Mått", df["matt"], nyckel="matt", bredd=18)
    csv.data("Värde", df["varde"], "fin", nyckel="varde", bredd=18)
    lorenz, diagram = _draw_lorenz(r)
    titel, text = f"Hur jämnt pengarna ligger {ar}", "Vägt med invånare, eller med behov (försörjningsmått)."
    per = "Kronor per invånare och per enhet behov"
    blad = (
        Blad("Rättvisa", titel, text, [t, diagram]),
        Blad("Per invånare och behov", per, text, [_make_per_forbund(r)], fasta=2),
        Blad("Lorenz", "Lorenzkurvornas punkter", "Ritas på Rättvisa.", [(lorenz, csv)], "rakning"),
    )
    rubriker = ("mått", "kr/invånare", "kr/behov", "kapital/invånare", "kapital/behov")
    rader = [f"Hur jämnt pengarna ligger, budgetår {ar}", "  Definitioner och källor: bladet Rättvisa.", ""]
    rader += format_table([t.matt, *t.varden], rubriker)
    return Analysdel(blad, {"rattvisa.csv": csv}, "\n".join(rader), (VAGNING,))


def _draw_lorenz(r: Rattvisa) -> tuple[Tabell, Diagram]:
    """The points of the Lorenz curves, and those over inhabitants drawn."""
    t, steg = Tabell("Lorenz", sorteras=False), np.linspace(0.0, 1.0, RUTOR + 1)
    andel = t.data("Andel av invånarna eller behovet", [f"{100 * x:.0f} %" for x in steg], bredd=20)
    kurvor = [t.data(STORHETERNA[storhet], np.interp(steg, *m.lorenz.T), "andel", bredd=18)
              for storhet, m in r.matt.items()]  # fmt: skip
    lika = t.data("Alla lika", steg, "andel", bredd=12)
    serier = [Serie(k, "linje") for k in (*kurvor[::2], lika)]
    return t, Diagram("Lorenzkurvor: andel av pengarna, fattigast först", andel, serier, form="0 %", hojd=440, hogst=1)


def _make_per_forbund(r: Rattvisa) -> Tabell:
    """Every förbund: amounts, weights and what they give, live."""
    t, u, egna = Tabell("PerInvånare"), r.resultat.underlag, r.per_forbund()
    t.data("Kod", u.koder)
    t.data("Förbund", [f.namn for f in u.forbund], "lang", bredd=34)
    tilldelning = t.data("Tilldelning, kr", r.resultat.tilldelning_kr, "kr", bredd=14, summa=True)
    kapital = t.data("Eget kapital, kr", u.eget_kapital_kr, "kr", bredd=14, summa=True)
    invanare = t.data("Invånare", u.invanare_antal, "antal", bredd=12, summa=True)
    behov = t.data("Försörjningsmått", u.forsorjningsmatt, "tal", bredd=15, summa=True)
    for storhet, rubrik in STORHETERNA.items():
        belopp = tilldelning if storhet.startswith("tilldelning") else kapital
        vikt = invanare if storhet.endswith("invanare") else behov
        t.rakna(rubrik, om(tom(belopp), TOMT, kvot(belopp, vikt)), "tal", lika=egna[storhet], bredd=15)
    return t
