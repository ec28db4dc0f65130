"""The rows that the monthly sheets and Driftbudget share: income, its sum, costs, their sums, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from fordelning.blad import Kolumn, Krav, Rad, Tabell, Tal
from fordelning.blad.formler import sla_upp, summera
from fordelning.budget.poster import TERTIAL, Budgetrad

T = TypeVar("T")

MANADER = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PERIODER = ("Tertial 1", "Tertial 2", "Tertial 3", "Året")
KR = "kr_streck"
"""Kronor, with a dash for 0, so that what is there is seen."""

SUMMA_INTAKTER = "SUMMA-INTAKTER"
_SUMMOR = (
    (SUMMA_INTAKTER, "Summa intäkter"),
    ("SUMMA-INSATSER", "Summa insatser"),
    ("SUMMA-KOSTNADER", "Summa kostnader"),
    ("RESULTAT", "Resultat"),
)
KODBREDD, NAMNBREDD, MANADSBREDD, ARSBREDD = 18.5, 28.0, 9.0, 11.0


class Falt(NamedTuple):
    """What may be filled in: its heading (or row), the field of the record, what may be typed, how it shows.

    `tomt`: what an empty cell is.
    """

    rubrik: str
    falt: str
    krav: Krav
    form: str = KR
    bredd: float = 12
    tomt: int | None = 0


class Radplan:
    """Where each row stands, from 0: `intakter` rows of income, their sum, three heads, insatser, sums, result.

    `huvuden` is the first of the three heads styrelse, administration, revision. Less is better in `kostnadsrader`.
    """

    def __init__(self, rader: Sequence[Budgetrad], intakter: int) -> None:
        self.rader, self.intakter = rader, intakter
        self.summa_intakter, self.huvuden, self.insatser = intakter, intakter + 1, intakter + 4
        self.summa_insatser, self.summa_kostnader, self.resultat = (len(rader) + n for n in (1, 2, 3))
        self.kostnadsrader = range(self.huvuden, self.resultat)
        self.summarader = {self.summa_intakter, self.summa_insatser, self.summa_kostnader, self.resultat}

    def place(self, rader: Sequence[T], summor: Sequence[T]) -> list[T]:
        """One thing per budget row with the four of the sums where they stand."""
        return [*rader[: self.intakter], summor[0], *rader[self.intakter :], *summor[1:]]

    def add_sums(self, varden: Sequence[float], plus: bool = False) -> list[float]:
        """The engine's figures with their sums. `plus`: the result is the sum of both, as for deviations."""
        i = self.intakter
        intakter, insatser, kostnader = sum(varden[:i]), sum(varden[i + 3 :]), sum(varden[i:])
        return self.place(varden, (intakter, insatser, kostnader, intakter + (kostnader if plus else -kostnader)))


class Radtabell(Tabell):
    """A table of the rows, and of `ovriga` (code, name) below, found by code."""

    def __init__(self, namn: str, plan: Radplan, ovriga: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(namn, sorteras=False)
        self.plan, self.summarader = plan, plan.summarader
        par = [*plan.place([(rad.kod, rad.namn) for rad in plan.rader], _SUMMOR), *ovriga]
        self.kod = self.data("Kod", [kod for kod, _ in par], bredd=KODBREDD)
        self.data("Benämning", [namn for _, namn in par], "lang", bredd=NAMNBREDD)

    def find(self, k: Kolumn, kod: Tal, delvis: bool = False) -> Tal:
        """A column in the row of a code. `delvis`: as in `sla_upp`."""
        return sla_upp(k, (self.kod, kod), delvis=delvis)

    def add_sums(self, rader: Sequence[Rad], plus: bool = False) -> list[Rad]:
        """What stands in a column, with its sums. `plus`: as in `Radplan.add_sums`."""
        p = self.plan
        summor: tuple[Rad, ...] = (
            lambda k: self.summa_av(k, 0, p.summa_intakter),
            lambda k: self.summa_av(k, p.insatser, p.summa_insatser),
            lambda k: self.summa_av(k, p.huvuden, p.insatser) + self.cell(k, p.summa_insatser),
            lambda k: (self.cell(k, p.summa_intakter) + self.cell(k, p.summa_kostnader) if plus
                       else self.cell(k, p.summa_intakter) - self.cell(k, p.summa_kostnader)),
        )  # fmt: skip
        return p.place(rader, summor)


class Manadstabell(Radtabell):
    """The rows by month, tertial and year: twelve months are added, and then the periods."""

    def __init__(self, namn: str, plan: Radplan, ovriga: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(namn, plan, ovriga)
        self.manader: list[Kolumn] = []
        self.perioder: list[Kolumn] = []

    @property
    def ar(self) -> Kolumn:
        return self.perioder[3]

    def add_month(self, rader: Sequence[Rad], motorns: Sequence[float], plus: bool = False) -> None:
        """The next month of each row, judged by the engine's figures; both get their sums, by `plus`."""
        egna, lika = self.add_sums(rader, plus), self.plan.add_sums(motorns, plus)
        self.manader.append(self.rader(MANADER[len(self.manader)], egna, KR, lika=lika, bredd=MANADSBREDD))

    def add_periods(self, ar: Kolumn | None = None, utan: int = 0) -> None:
        """Three tertials, and the year (the months' sum unless it is given); the last `utan` rows have no tertials."""
        for rubrik, period in zip(PERIODER, TERTIAL, strict=False):
            summan = summera(*(self.manader[m] for m in period))
            rader: list[Rad] = [*[summan] * (self.antal_rader - utan), *[None] * utan]
            self.perioder.append(self.rader(rubrik, rader, KR, bredd=10, linje=period is TERTIAL[0]))
        aret = ar or self.rakna(PERIODER[3], summera(*self.manader), KR, bredd=ARSBREDD, linje=True)
        self.perioder.append(aret)
        self.ordna(*self.kolumner[:2], *self.manader, *self.perioder)
