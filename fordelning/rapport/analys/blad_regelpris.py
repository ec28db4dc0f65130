"""The sheets of the price of the rules: who pays and who receives, rule by rule, and every förbund's part."""

from __future__ import annotations

import numpy as np

from fordelning.analys.regelpris import Regelpris
from fordelning.blad import Blad, Diagram, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, summa_dar
from fordelning.rapport.analys.bok import Analysdel
from fordelning.regler.rubriker import RUBRIKER
from fordelning.ursprung import Antaganderad

METOD = Antaganderad(
    "Regelpris",
    "En regel i taget",
    "Priset är tilldelningen med regeln minus tilldelningen utan den, med alla andra regler kvar. Regler som verkar på "
    "samma förbund kan skymma varandra: priserna ska inte läggas ihop. Utan avrundning är hela kronor.",
)


def make_regelpris_tabell(r: Regelpris) -> tuple[Tabell, Kolumn, Kolumn, Kolumn, Kolumn]:
    """regelpris.csv as a table, with the inhabitants that the sums need."""
    df, t, n = r.tabell(), Tabell("Regler"), len(r.regler)
    kod = t.data("Kod", df["forbund_kod"], nyckel="forbund_kod")
    regel = t.data("Regel", df["regel"], bredd=18, nyckel="regel")
    belopp = t.data("Med − utan, kr", df["belopp_kr"], "kr", bredd=15, nyckel="belopp_kr")
    invanare = t.data("Invånare", np.repeat(r.resultat.underlag.invanare_antal, n), "antal", bredd=12)
    return t, kod, regel, belopp, invanare


def make_regelpris_del(r: Regelpris) -> Analysdel:
    """The sheets of the price of the rules, and regelpris.csv."""
    lang, kod, regel, belopp, invanare = make_regelpris_tabell(r)
    sidor, far = _make_sides(r, regel, belopp, invanare)
    t, u = Tabell("Regelpris"), r.resultat.underlag
    egen = t.data("Kod", r.koder)
    t.data("Förbund", [f.namn for f in u.forbund], "lang", bredd=34)
    t.data("Tilldelning, kr", r.resultat.tilldelning_kr, "kr", bredd=14, summa=True)
    for j, namn in enumerate(r.regler):
        rubrik = f"{RUBRIKER[namn]}, kr"
        t.rakna(rubrik, summa_dar(belopp, (kod, egen), (regel, namn)), lika=r.belopp_kr[:, j], summa=True,
                bredd=max(13, len(rubrik) + 3))  # fmt: skip
    titel = f"Vad varje regel kostar vem {u.budgetar}"
    text = (
        "Med regeln minus utan den: plus får av regeln, minus betalar. 0 i summa när hela ramen fördelas i båda fallen."
    )
    diagram = Diagram("Kronor som varje regel flyttar till dem som får", sidor.kolumner[0], [far], liggande=True,
                      bredd=1000)  # fmt: skip
    blad = (
        Blad(
            "Regelpris",
            titel,
            f"{text} Summan är 0 när hela ramen fördelas i båda fallen.",
            [sidor, diagram],
            en_sida=True,
        ),
        Blad("Regelpris per förbund", "Vad varje regel kostar eller ger varje förbund", text, [t], fasta=2),
        Blad("Regler", "Regelpris, en rad per förbund och regel", "Samma rader som regelpris.csv.", [lang], "rakning"),
    )
    varningar = tuple(Antaganderad("Varning", a.plats, f"{a.vad}. {a.gor}") for a in r.varningar)
    return Analysdel(blad, {"regelpris.csv": lang}, (METOD, *varningar))


def _make_sides(r: Regelpris, regel: Kolumn, belopp: Kolumn, invanare: Kolumn) -> tuple[Tabell, Kolumn]:
    """A row per rule: those who receive and those who pay, in förbund, inhabitants and kronor."""
    t, sidor = Tabell("Sidor", sorteras=False), [r.find_sides(namn) for namn in r.regler]
    t.data("Regel", [RUBRIKER[namn] for namn in r.regler], bredd=26)
    vilken = (regel, t.data("I regelpris.csv", r.regler, bredd=18))
    kronor = list[Kolumn]()
    for j, (rubrik, tecken) in enumerate((("Får", ">"), ("Betalar", "<"))):
        vilka = (vilken, (belopp, tecken, 0))
        t.rakna(f"{rubrik}: förbund", antal_dar(*vilka), "antal", lika=[s[j].forbund_antal for s in sidor], bredd=11)
        t.rakna(f"{rubrik}: invånare", summa_dar(invanare, *vilka), "antal",
                lika=[s[j].invanare_antal for s in sidor], inom=0.51, bredd=13)  # fmt: skip
        kronor.append(t.rakna(f"{rubrik}: kr", summa_dar(belopp, *vilka), lika=[s[j].belopp_kr for s in sidor],
                              bredd=14))  # fmt: skip
    t.rakna("Summa, kr", kronor[0] + kronor[1], lika=r.belopp_kr.sum(axis=0), bredd=13)
    t.data("Ej fördelat utan regeln, kr", r.ej_fordelat_utan_kr, "kr", bredd=15)
    t.ordna(t.kolumner[0], *t.kolumner[2:])
    return t, kronor[0]
