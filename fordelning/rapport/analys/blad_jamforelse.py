"""The sheet Jämförelse of analys.xlsx, and jamforelse.csv: allocations side by side, one row per förbund."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.jamforelse import SAKNAS, Jamforelse, Sida
from fordelning.begrepp import Vektor
from fordelning.blad import Blad, Kolumn, Tabell
from fordelning.blad.formler import kvot, minst

BOKSTAVER = ascii_uppercase
"""What the sides are called, the first first."""


class Jamfortabell(Tabell):
    """Every side's kronor, its change from the first, and kronor per inhabitant and unit of need.

    `belopp`, `invanare` and `behov`: a column per side; `andring`, `andel` and `berorda` (inhabitants): one per
    comparison with the first. `sidor`: the letters of the sides. `ordning`: the rows; by default code order. What no
    side has is left out.
    """

    def __init__(
        self, jamforelser: Sequence[Jamforelse], sidor: str = BOKSTAVER, ordning: NDArray[np.intp] | None = None
    ) -> None:
        super().__init__("Jämförelse")
        j, sidorna = jamforelser[0], list_sides(jamforelser)
        ordning = np.arange(len(j.koder)) if ordning is None else ordning
        kvar = np.array([i for i in ordning if any(x.slag[i] != SAKNAS for x in jamforelser)], np.intp)
        self.sidor = sidor[: len(sidorna)]
        self.kod = self.data("Kod", [j.koder[i] for i in kvar], nyckel="forbund_kod")
        self.namn = self.data("Förbund", [j.namn[i] for i in kvar], "lang", bredd=30, nyckel="namn")
        self.lan = self.data("Län", [j.lan[i] for i in kvar], "lang", bredd=18, nyckel="lan")
        self.region = self.data("Region", [j.region[i] for i in kvar], "lang", bredd=20, bara_skarm=True)
        nycklar = ["a", "b", *[""] * len(sidorna)]  # only the first two are in the CSV file
        self.belopp = [
            self.data(f"{x}, kr", s.belopp_kr[kvar], "kr", bredd=14, summa=True, nyckel=n and f"{n}_kr")
            for x, s, n in zip(self.sidor, sidorna, nycklar, strict=False)
        ]
        self.andring, self.andel = list[Kolumn](), list[Kolumn]()
        for x, b, jam in zip(self.sidor[1:], self.belopp[1:], jamforelser, strict=True):
            self._add_change(x, b, jam.andring_kr[kvar])
        self.invanare = self._add_counts("invånare", [s.invanare_antal[kvar] for s in sidorna], "antal")
        self.behov = self._add_counts("försörjningsmått", [s.forsorjningsmatt[kvar] for s in sidorna], "tal")
        self._add_shares("invånare", self.invanare, [s.kr_per_invanare[kvar] for s in sidorna], nycklar)
        self._add_shares("enhet behov", self.behov, [s.kr_per_behov[kvar] for s in sidorna], [""] * len(nycklar))
        self.berorda = [self._add_affected(x, k) for x, k in zip(self.sidor[1:], self.invanare[1:], strict=True)]

    def _add_change(self, x: str, b: Kolumn, facit: Vektor) -> None:
        """What a side gives more than the first, in kronor and as a share of it."""
        a, nyckel = self.sidor[0], "" if self.andring else "andring"
        kr = self.rakna(f"{x} − {a}, kr", b - self.belopp[0], lika=facit, bredd=14, summa=True,
                        nyckel=nyckel and f"{nyckel}_kr", forklaring="Plus = får mer.")  # fmt: skip
        self.andring.append(kr)
        self.andel.append(self.rakna(f"{x} mot {a}, %", kvot(kr, self.belopp[0]), "andring", bredd=11,
                                     nyckel=nyckel and f"{nyckel}_andel",
                                     forklaring=f"Av {a}. Tomt = nytt."))  # fmt: skip

    def _add_counts(self, vad: str, tal: Sequence[Vektor], form: str) -> list[Kolumn]:
        """Inhabitants, or need: one column where all sides have the same data, else one each."""
        if all(np.array_equal(tal[0], v) for v in tal):
            return [self.data(vad.capitalize(), tal[0], form, bredd=14, summa=True, bara_skarm=True)] * len(tal)
        alla = zip(self.sidor, tal, strict=True)
        return [self.data(f"{x}, {vad}", v, form, bredd=14, summa=True, bara_skarm=True) for x, v in alla]

    def _add_shares(self, vad: str, delare: list[Kolumn], facit: list[Vektor], nycklar: Sequence[str]) -> None:
        """Kronor per inhabitant, or per unit of need, of every side; empty where there is none."""
        for x, b, d, lika, n in zip(self.sidor, self.belopp, delare, facit, nycklar, strict=False):
            self.rakna(f"{x}, kr per {vad}", kvot(b, d), "tal", lika=lika, bredd=13,
                       nyckel=n and f"{n}_kr_per_invanare")  # fmt: skip

    def _add_affected(self, x: str, b: Kolumn) -> Kolumn:
        """The inhabitants that a change concerns: those of the side that has the förbund, or the most of both."""
        forst = self.invanare[0]
        rubrik = f"Invånare, {x} mot {self.sidor[0]}"
        return b if b is forst else self.rakna(rubrik, minst(forst, b), "antal", bredd=14, bara_skarm=True)


def list_sides(jamforelser: Sequence[Jamforelse]) -> list[Sida]:
    """The allocations that are compared, each once, the first first."""
    return [jamforelser[0].a, *(j.b for j in jamforelser)]


def find_most(t: Jamfortabell, andring: Kolumn, antal: int) -> tuple[list[int], list[int]]:
    """The rows of those that lose the most by a change, and of those that gain the most; ties in code order."""
    ordning = np.lexsort((t.kod.varden.astype(str), andring.varden)).tolist()
    minst_kr = [i for i in ordning[:antal] if andring.varden[i] < 0]
    return minst_kr, [i for i in ordning[::-1][:antal] if andring.varden[i] > 0]


def make_jamforelse_blad(t: Jamfortabell, vad: Sequence[str]) -> Blad:
    """The sheet: who is who is told in its heading."""
    text = f"{'; '.join(vad)}. Störst förlust först; tabellen kan sorteras om."
    return Blad("Jämförelse", "Jämförelse förbund för förbund", text, [t], fasta=2)
