"""The sheet Sammanfattning of kapital.xlsx: the country year by year, and how concentrated eget kapital is."""

from __future__ import annotations

from fordelning.blad import Blad, Del, Diagram, Kolumn, Tabell
from fordelning.blad.formler import TOMT, antal_dar, nedat, om, summa_dar
from fordelning.kapital.framskrivning import Framskrivning
from fordelning.kapital.koncentration import KVART, measure
from fordelning.rapport.kapital.blad_kapital import Kapitaltabell
from fordelning.rapport.kapital.blad_tillbaka import INTE


class Riket(Tabell):
    """The country year by year, and the state's part of an excess; its figures are added when the ledger is made."""

    def __init__(self, f: Framskrivning) -> None:
        super().__init__("Riket", sorteras=False)
        self.ar = self.data("År", [a.ar for a in f.bok], "ar", bredd=26)
        andel = [a.statens_andel for a in f.bok]
        self.statens_andel = self.data("Statens andel av överskott", andel, "andel", gul=True, bredd=14)


def make_sammanfattning_blad(f: Framskrivning, riket: Riket, k: Kapitaltabell, nar: Kolumn | None) -> Blad:
    """The years in rows, live from Eget kapital; below when those above the reasonable level are back."""
    utgaende, over = _add_years(f, riket, k)
    delar: list[Del | tuple[Del, ...]] = [riket]
    if nar is not None:
        t = Tabell("NärTillbaka", sorteras=False)
        svar = t.data("Tillbaka på rimlig nivå vid utgången av", [*(ar.kapital.ar for ar in f.ar), INTE])
        t.rakna("Förbund", antal_dar((nar, svar)), "antal")
        delar.append(t)
    kapital = Diagram("Eget kapital vid årets slut, alla förbund", riket.ar, [utgaende], bredd=560)
    over_niva = Diagram("Förbund över rimlig nivå", riket.ar, [over], form="antal", bredd=560)
    modeller = ", ".join(dict.fromkeys(ar.resultat.modell.namn for ar in f.ar))
    titel = f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, framskrivet från {f.ar[0].kapital.ar}"
    text = f"Modell: {modeller}. Åren framåt vilar på antaganden, se Antaganden. Gini: 0 = alla lika mycket."
    return Blad("Sammanfattning", titel, text, [*delar, (kapital, over_niva)], en_sida=True)


def _add_years(f: Framskrivning, riket: Riket, k: Kapitaltabell) -> tuple[Kolumn, Kolumn]:
    """Sums, counts and concentration per year. Returns the columns that are drawn."""
    t, matt, arets = riket, [measure(a.utgaende_kr) for a in f.bok], (k.ar, riket.ar)
    antal = t.rakna("Förbund", antal_dar(arets), "antal", lika=[m.forbund_antal for m in matt], bredd=10)
    utgaende = t.rakna("Utgående, kr", summa_dar(k.utgaende, arets), lika=[m.summa_kr for m in matt], inom=1e-3,
                       bredd=15)  # fmt: skip
    t.rakna("Intäkter, kr", summa_dar(k.intakter, arets), bredd=15)
    t.rakna("Kostnader, kr", summa_dar(k.kostnader, arets), bredd=15)
    over = t.rakna("Förbund över rimlig nivå", antal_dar(arets, (k.overskott, ">", 0)), "antal", bredd=12,
                   lika=[(a.overskott_kr > 0).sum() for a in f.bok])  # fmt: skip
    t.rakna("Över rimlig nivå, kr", summa_dar(k.overskott, arets), bredd=15)
    t.rakna("Förbund under lägsta", antal_dar(arets, (k.under, ">", 0)), "antal", bredd=12)
    t.rakna("Förbund under 0", antal_dar(arets, (k.utgaende, "<", 0)), "antal", bredd=12,
            lika=[m.negativa_antal for m in matt])  # fmt: skip
    allt, hela = summa_dar(k.positivt, arets), nedat(KVART * antal)
    rikast = summa_dar(k.positivt, arets, (k.plats, "<=", hela))
    nasta = summa_dar(k.positivt, arets, (k.plats, hela + 1))
    t.rakna("Rikaste fjärdedelens andel", om(allt.lika(0), TOMT, (rikast + (KVART * antal - hela) * nasta) / allt),
            "andel", lika=[m.rikaste_kvartens_andel for m in matt], bredd=14)  # fmt: skip
    vagd = summa_dar(k.plats * k.positivt, arets)
    t.rakna("Gini", om(allt.lika(0), TOMT, ((antal + 1) * allt - 2 * vagd) / (antal * allt)), "ore",
            lika=[m.gini for m in matt], bredd=8)  # fmt: skip
    t.ordna(riket.ar, *t.kolumner[2:])
    return utgaende, over
