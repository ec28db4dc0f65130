"""The sheet Sammanfattning of kapital.xlsx: the country year by year, and how concentrated eget kapital is."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Del, Diagram, Kolumn, Tabell
from fordelning.blad.formler import TOMT, antal_dar, nedat, om, summa_dar
from fordelning.kapital.framskrivning import Framskrivning
from fordelning.kapital.koncentration import KVART, Koncentration, measure
from fordelning.rapport.kapital.blad_kapital import Kapitaltabell
from fordelning.rapport.kapital.blad_tillbaka import INTE


class Riket(Tabell):
    """The country year by year: sums, counts and concentration, and the state's part of an excess.

    Made in two steps: Eget kapital takes the state's part from here, and the rest is made from Eget kapital.
    """

    def __init__(self, f: Framskrivning) -> None:
        super().__init__("Riket", sorteras=False)
        self.ar = self.data("År", [a.ar for a in f.bok], "ar", nyckel="ar")
        andel = [a.statens_andel for a in f.bok]
        self.statens_andel = self.data("Statens andel av överskott", andel, "andel", gul=True)

    def add_years(self, f: Framskrivning, k: Kapitaltabell) -> None:
        """Sums and counts over the rows of each year."""
        matt, arets = [measure(a.utgaende_kr) for a in f.bok], (k.ar, self.ar)
        self.antal = self.rakna("Förbund", antal_dar(arets), "antal", lika=[m.forbund_antal for m in matt],
                                nyckel="forbund_antal")  # fmt: skip
        self.utgaende = self.rakna("Utgående, kr", summa_dar(k.utgaende, arets), lika=[m.summa_kr for m in matt],
                                   inom=1e-3, nyckel="utgaende_kr")  # fmt: skip
        self.rakna("Intäkter, kr", summa_dar(k.intakter, arets), nyckel="intakter_kr")
        self.rakna("Kostnader, kr", summa_dar(k.kostnader, arets), nyckel="kostnader_kr")
        self.over = self.rakna("Förbund över rimlig nivå", antal_dar(arets, (k.overskott, ">", 0)), "antal",
                               lika=[int((a.overskott_kr > 0).sum()) for a in f.bok],
                               nyckel="over_rimlig_niva_antal")  # fmt: skip
        self.rakna("Över rimlig nivå, kr", summa_dar(k.overskott, arets), nyckel="overskott_kr")
        self.under = self.rakna("Förbund under lägsta", antal_dar(arets, (k.under, ">", 0)), "antal",
                                nyckel="under_lagsta_antal")  # fmt: skip
        self.rakna("Förbund under 0", antal_dar(arets, (k.utgaende, "<", 0)), "antal",
                   lika=[m.negativa_antal for m in matt], nyckel="negativa_antal")  # fmt: skip
        self._add_concentration(k, matt)
        self.ordna(self.ar, *self.kolumner[2:])

    def _add_concentration(self, k: Kapitaltabell, matt: Sequence[Koncentration]) -> None:
        arets, antal = (k.ar, self.ar), self.antal
        allt, hela = summa_dar(k.positivt, arets), nedat(KVART * antal)
        rikast = summa_dar(k.positivt, arets, (k.plats, "<=", hela))
        nasta = summa_dar(k.positivt, arets, (k.plats, hela + 1))
        kvarten = om(allt.lika(0), TOMT, (rikast + (KVART * antal - hela) * nasta) / allt)
        self.rikaste = self.rakna("Rikaste fjärdedelens andel", kvarten, "andel",
                                  lika=[m.rikaste_kvartens_andel for m in matt],
                                  nyckel="rikaste_kvartens_andel")  # fmt: skip
        self.data("", [m.halften_hos_andel for m in matt], nyckel="halften_hos_andel")
        gini = om(
            allt.lika(0), TOMT, ((antal + 1) * allt - 2 * summa_dar(k.plats * k.positivt, arets)) / (antal * allt)
        )
        self.gini = self.rakna("Gini", gini, "ore", lika=[m.gini for m in matt], nyckel="gini")


def make_sammanfattning_blad(f: Framskrivning, riket: Riket, nar: Kolumn | None) -> Blad:
    """The years in rows, live from Eget kapital; below when those above the reasonable level are back."""
    delar: list[Del | tuple[Del, ...]] = [riket]
    if nar is not None:
        t = Tabell("NärTillbaka", sorteras=False)
        svar = t.data("Tillbaka på rimlig nivå vid utgången av", [*(ar.kapital.ar for ar in f.ar), INTE])
        t.rakna("Förbund", antal_dar((nar, svar)), "antal")
        delar.append(t)
    kapital = Diagram("Eget kapital vid årets slut, alla förbund", riket.ar, [riket.utgaende])
    over_niva = Diagram("Förbund över rimlig nivå", riket.ar, [riket.over], form="antal")
    modeller = ", ".join(dict.fromkeys(ar.resultat.modell.namn for ar in f.ar))
    titel = f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, framskrivet från {f.ar[0].kapital.ar}"
    text = f"Modell: {modeller}. Åren framåt vilar på antaganden, se Antaganden. Gini: 0 = alla lika mycket."
    return Blad("Sammanfattning", titel, text, [*delar, (kapital, over_niva)])
