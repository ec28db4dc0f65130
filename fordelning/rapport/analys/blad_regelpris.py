"""The price of the rules: who pays and who receives, rule by rule, every förbund's part, and the terminal's answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.analys.regelpris import Regelpris
from fordelning.blad import Blad, Diagram, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, summa_dar
from fordelning.blad.terminal import format_table
from fordelning.rapport.analys.bok import Analysdel
from fordelning.rapport.analys.text import find_largest, format_change
from fordelning.regler.rubriker import RUBRIKER
from fordelning.tecken import join_words
from fordelning.ursprung import Antaganderad, list_warnings

STORSTA = 3
"""How many förbund the terminal tells per rule."""
METOD = Antaganderad(
    "Regelpris",
    "En regel i taget",
    "Priset är tilldelningen med regeln minus tilldelningen utan den, med alla andra regler kvar. Regler som verkar på "
    "samma förbund kan skymma varandra: priserna ska inte läggas ihop. Utan avrundning är hela kronor.",
)


class Pristabell(Tabell):
    """regelpris.csv as a table: a row per förbund and rule, with the inhabitants that the sums need."""

    def __init__(self, r: Regelpris) -> None:
        super().__init__("Regler")
        df = r.tabell()
        self.kod = self.data("Kod", df["forbund_kod"], nyckel="forbund_kod")
        self.regel = self.data("Regel", df["regel"], bredd=18, nyckel="regel")
        self.belopp = self.data("Med − utan, kr", df["belopp_kr"], "kr", bredd=15, nyckel="belopp_kr")
        invanare = np.repeat(r.resultat.underlag.invanare_antal, len(r.regler))
        self.invanare = self.data("Invånare", invanare, "antal", bredd=12)


class Sidotabell(Tabell):
    """A row per rule: those who receive (`far` in kronor) and those who pay, in förbund, inhabitants and kronor."""

    def __init__(self, r: Regelpris, p: Pristabell) -> None:
        super().__init__("Sidor", sorteras=False)
        self.regel = self.data("Regel", [RUBRIKER[namn] for namn in r.regler], bredd=26)
        vilken = (p.regel, self.data("I regelpris.csv", r.regler, bredd=18))
        far, betalar = zip(*(r.find_sides(namn) for namn in r.regler), strict=True) if r.regler else ((), ())
        self.sidor = list[Kolumn]()
        for rubrik, tecken, facit in (("Får", ">", far), ("Betalar", "<", betalar)):
            vilka = (vilken, (p.belopp, tecken, 0))
            self.sidor += [
                self.rakna(f"{rubrik}: förbund", antal_dar(*vilka), "antal", lika=[s.forbund_antal for s in facit],
                           bredd=11),
                self.rakna(f"{rubrik}: invånare", summa_dar(p.invanare, *vilka), "antal", inom=0.51, bredd=13,
                           lika=[s.invanare_antal for s in facit]),
                self.rakna(f"{rubrik}: kr", summa_dar(p.belopp, *vilka), lika=[s.belopp_kr for s in facit], bredd=14),
            ]  # fmt: skip
        self.far, betalt = self.sidor[2], self.sidor[5]
        self.rakna("Summa, kr", self.far + betalt, lika=r.belopp_kr.sum(axis=0), bredd=13)
        self.data("Ej fördelat utan regeln, kr", r.ej_fordelat_utan_kr, "kr", bredd=15)
        self.ordna(self.regel, *self.kolumner[2:])


def make_regelpris_del(r: Regelpris) -> Analysdel:
    """The sheets of the price of the rules, regelpris.csv, and the terminal's answer."""
    p = Pristabell(r)
    sidor = Sidotabell(r, p)
    titel = f"Vad varje regel kostar vem {r.resultat.underlag.budgetar}"
    text = "Med regeln minus utan den: plus får av regeln, minus betalar."
    noll = "Summan är 0 när hela ramen fördelas i båda fallen."
    diagram = Diagram("Kronor som varje regel flyttar till dem som får", sidor.regel, [sidor.far], liggande=True)
    per = "Vad varje regel kostar eller ger varje förbund"
    blad = (
        Blad("Regelpris", titel, f"{text} {noll}", [sidor, diagram]),
        Blad("Regelpris per förbund", per, f"{text} {noll}", [_make_per_forbund(r, p)], fasta=2),
        Blad("Regler", "Regelpris, en rad per förbund och regel", "Samma rader som regelpris.csv.", [p], "rakning"),
    )
    antaganden = (METOD, *list_warnings(r.varningar))
    return Analysdel(blad, {"regelpris.csv": p}, "\n".join(_tell(r, sidor)), antaganden)


def _make_per_forbund(r: Regelpris, p: Pristabell) -> Tabell:
    t, u = Tabell("Regelpris"), r.resultat.underlag
    egen = t.data("Kod", r.koder)
    t.data("Förbund", [f.namn for f in u.forbund], "lang", bredd=34)
    t.data("Tilldelning, kr", r.resultat.tilldelning_kr, "kr", bredd=14, summa=True)
    for j, namn in enumerate(r.regler):
        rubrik = f"{RUBRIKER[namn]}, kr"
        t.rakna(rubrik, summa_dar(p.belopp, (p.kod, egen), (p.regel, namn)), lika=r.belopp_kr[:, j], summa=True,
                bredd=max(13, len(rubrik) + 3))  # fmt: skip
    return t


def _tell(r: Regelpris, sidor: Sidotabell) -> Iterator[str]:
    """Who receives and who pays, and for each rule those it moves the most."""
    yield f"Vad varje regel kostar vem, {r.resultat.modell.namn}, budgetår {r.resultat.underlag.budgetar}"
    yield from ("  Med regeln minus utan den: plus får av regeln, minus betalar.", "")
    rubriker = ("regel", "får", "invånare", "kr", "betalar", "invånare", "kr")
    yield from format_table([sidor.regel, *sidor.sidor], rubriker)
    yield from ("", "Störst var för sig (alla i regelpris.csv):")
    for j, regel in enumerate(r.regler):
        storst = find_largest(r.belopp_kr[:, j], STORSTA)
        vilka = [f"{r.koder[i]} {format_change(r.belopp_kr[i, j])} kr" for i in storst]
        yield f"  {RUBRIKER[regel]}: {join_words(vilka) if vilka else 'ändrar inget'}."
