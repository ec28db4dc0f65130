"""The sheet Jämförelse of analys.xlsx, and jamforelse.csv: allocations side by side, one row per förbund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.jamforelse import SAKNAS, Jamforelse, Sida
from fordelning.begrepp import Vektor
from fordelning.blad import Blad, Kolumn, Tabell
from fordelning.blad.formler import kvot

BOKSTAVER = ascii_uppercase
"""What the sides are called, the first first."""


@dataclass(frozen=True, slots=True, eq=False)
class Jamfortabell:
    """The table, and the columns that others look in: per side, and per comparison with the first."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    lan: Kolumn
    region: Kolumn
    belopp: Sequence[Kolumn]
    andring: Sequence[Kolumn]
    invanare: Sequence[Kolumn]
    behov: Sequence[Kolumn]


def list_sides(jamforelser: Sequence[Jamforelse]) -> list[Sida]:
    """The allocations that are compared, each once, the first first."""
    return [jamforelser[0].a, *(j.b for j in jamforelser)]


def order_by_change(j: Jamforelse) -> NDArray[np.intp]:
    """The förbund from the largest loss to the largest gain in kronor, ties in code order."""
    return np.argsort(j.andring_kr, kind="stable")


def make_jamforelse(
    jamforelser: Sequence[Jamforelse], sidor: str = BOKSTAVER, ordning: NDArray[np.intp] | None = None
) -> Jamfortabell:
    """Every side's kronor, its change from the first, and kronor per inhabitant and unit of need.

    `sidor`: the letters of the sides. `ordning`: the rows; by default code order. What no side has is left out.
    """
    j, sidorna, t = jamforelser[0], list_sides(jamforelser), Tabell("Jämförelse")
    ordning = np.arange(len(j.koder)) if ordning is None else ordning
    kvar = np.array([i for i in ordning if any(x.slag[i] != SAKNAS for x in jamforelser)], np.intp)
    kod = t.data("Kod", [j.koder[i] for i in kvar], nyckel="forbund_kod")
    namn = t.data("Förbund", [j.namn[i] for i in kvar], "lang", bredd=30, nyckel="namn")
    lan = t.data("Län", [j.lan[i] for i in kvar], "lang", bredd=18, nyckel="lan")
    region = t.data("Region", [j.region[i] for i in kvar], "lang", bredd=20)
    belopp = [
        t.data(f"{x}, kr", s.belopp_kr[kvar], "kr", bredd=14, summa=True, nyckel=f"{n}_kr" if n else "")
        for x, s, n in zip(sidor, sidorna, _name_keys(sidorna), strict=False)
    ]
    andring = _add_changes(t, belopp, sidor, [x.andring_kr[kvar] for x in jamforelser])
    invanare = _add_counts(t, "invånare", sidor, [s.invanare_antal[kvar] for s in sidorna], "antal")
    behov = _add_counts(t, "försörjningsmått", sidor, [s.forsorjningsmatt[kvar] for s in sidorna], "tal")
    per = _add_shares(t, "invånare", sidor, belopp, invanare, [s.kr_per_invanare[kvar] for s in sidorna])
    per += _add_shares(t, "enhet behov", sidor, belopp, behov, [s.kr_per_behov[kvar] for s in sidorna])
    forst = [k for k in t.kolumner if k not in (region, *invanare, *behov)]
    t.ordna(*forst)
    return Jamfortabell(t, kod, namn, lan, region, belopp, andring, invanare, behov)


def _name_keys(sidorna: Sequence[Sida]) -> list[str]:
    """The keys of the columns: only the first two are in the CSV file."""
    return ["a", "b", *[""] * (len(sidorna) - 2)]


def _add_changes(t: Tabell, belopp: Sequence[Kolumn], sidor: str, facit: Sequence[Vektor]) -> list[Kolumn]:
    """What each side gives more than the first, in kronor and as a share of it."""
    andringar = []
    for nummer, (x, b, lika) in enumerate(zip(sidor[1:], belopp[1:], facit, strict=False)):
        nyckel = "" if nummer else "andring"
        andring = t.rakna(f"{x} − {sidor[0]}, kr", b - belopp[0], lika=lika, bredd=14, summa=True,
                          nyckel=nyckel and f"{nyckel}_kr", forklaring="Plus = får mer.")  # fmt: skip
        t.rakna(f"{x} mot {sidor[0]}, %", kvot(andring, belopp[0]), "andring", bredd=11,
                nyckel=nyckel and f"{nyckel}_andel", forklaring=f"Av {sidor[0]}. Tomt = nytt.")  # fmt: skip
        andringar.append(andring)
    return andringar


def _add_counts(t: Tabell, vad: str, sidor: str, tal: Sequence[Vektor], form: str) -> list[Kolumn]:
    """Inhabitants, or need: one column where all sides have the same data, else one each."""
    if all(np.array_equal(tal[0], v) for v in tal):
        return [t.data(vad.capitalize(), tal[0], form, bredd=14, summa=True)] * len(tal)
    return [t.data(f"{x}, {vad}", v, form, bredd=14, summa=True) for x, v in zip(sidor, tal, strict=False)]


def _add_shares(
    t: Tabell, vad: str, sidor: str, belopp: Sequence[Kolumn], delare: Sequence[Kolumn], facit: Sequence[Vektor]
) -> list[Kolumn]:
    """Kronor per inhabitant, or per unit of need, of every side; empty where there is none."""
    nycklar = ["a_kr_per_invanare", "b_kr_per_invanare"] if vad == "invånare" else []
    return [
        t.rakna(f"{x}, kr per {vad}", kvot(b, d), "tal", lika=lika, bredd=13, nyckel=nyckel)
        for x, b, d, lika, nyckel in zip(sidor, belopp, delare, facit, nycklar + [""] * len(belopp), strict=False)
    ]


def make_jamforelse_blad(j: Jamfortabell, vad: Sequence[str]) -> Blad:
    """The sheet: who is who is told in its heading."""
    text = f"{'; '.join(vad)}. Störst förlust först; tabellen kan sorteras om."
    return Blad("Jämförelse", "Jämförelse förbund för förbund", text, [j.tabell], fasta=2)
