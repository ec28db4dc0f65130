"""The rows that the monthly sheets and Driftbudget share: income, its sum, costs, their sums, and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from fordelning.blad import Kolumn, Krav, Rad, Tabell, Tal
from fordelning.blad.formler import sla_upp, summera
from fordelning.budget.poster import TERTIAL, Budgetrad

T = TypeVar("T")

MANADER = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PERIODER = ("Tertial 1", "Tertial 2", "Tertial 3", "Året")
KR = "kr_streck"
"""Kronor, with a dash for 0, so that what is there is seen."""

SUMMA_INTAKTER, SUMMA_INSATSER, SUMMA_KOSTNADER, RESULTAT = (
    "SUMMA-INTAKTER",
    "SUMMA-INSATSER",
    "SUMMA-KOSTNADER",
    "RESULTAT",
)
_SUMMOR = {
    SUMMA_INTAKTER: "Summa intäkter",
    SUMMA_INSATSER: "Summa insatser",
    SUMMA_KOSTNADER: "Summa kostnader",
    RESULTAT: "Resultat",
}


class Falt(NamedTuple):
    """What may be filled in: its heading (or row), the field of the record, what may be typed, how it shows.

    `tomt`: what an empty cell is.
    """

    rubrik: str
    falt: str
    krav: Krav
    form: str = KR
    tomt: int | None = 0


class Kodtabell(Tabell):
    """A table whose rows stand still and are named by code."""

    def __init__(self, namn: str, koder: Mapping[str, str], rubrik: str, form: str = "text") -> None:
        super().__init__(namn, sorteras=False)
        self.plats = {kod: i for i, kod in enumerate(koder)}
        self.kod = self.data("Kod", [*koder])
        self.namn = self.data(rubrik, [*koder.values()], form)

    def post(self, k: Kolumn, kod: str) -> Tal:
        """The cell of a column in the row of a code."""
        return self.cell(k, self.plats[kod])

    def add(self, k: Kolumn, forst: str, till: str) -> Tal:
        """The sum of the rows from `forst` up to `till`, not with it."""
        return self.summa_av(k, self.plats[forst], self.plats[till])


class Radplan:
    """Which rows there are: `intakter` rows of income, their sum, three heads, insatser, sums, result.

    `insats` is the code of the first insats.
    """

    def __init__(self, rader: Sequence[Budgetrad], intakter: int) -> None:
        self.rader, self.intakter, self.insats = rader, intakter, rader[intakter + 3].kod
        self.koder = dict(self.place([(rad.kod, rad.namn) for rad in rader], [*_SUMMOR.items()]))

    def place(self, rader: Sequence[T], summor: Sequence[T]) -> list[T]:
        """One thing per budget row with the four of the sums where they stand."""
        return [*rader[: self.intakter], summor[0], *rader[self.intakter :], *summor[1:]]

    def add_sums(self, varden: Sequence[float], plus: bool = False) -> list[float]:
        """The engine's figures with their sums. `plus`: the result is the sum of both, as for deviations."""
        i = self.intakter
        intakter, insatser, kostnader = sum(varden[:i]), sum(varden[i + 3 :]), sum(varden[i:])
        return self.place(varden, (intakter, insatser, kostnader, intakter + (kostnader if plus else -kostnader)))


class Radtabell(Kodtabell):
    """A table of the rows, and of `ovriga` (code: name) below, found by code."""

    def __init__(self, namn: str, plan: Radplan, ovriga: Mapping[str, str] | None = None) -> None:
        super().__init__(namn, plan.koder | dict(ovriga or {}), "Benämning", "lang")
        self.plan, self.summarader = plan, {self.plats[kod] for kod in _SUMMOR}

    def find(self, k: Kolumn, kod: Tal, delvis: bool = False) -> Tal:
        """A column in the row of a code that a cell holds. `delvis`: as in `sla_upp`."""
        return sla_upp(k, (self.kod, kod), delvis=delvis)

    def add_sums(self, rader: Sequence[Rad], plus: bool = False) -> list[Rad]:
        """What stands in a column, with its sums. `plus`: as in `Radplan.add_sums`."""

        def add_result(k: Kolumn) -> Tal:
            intakter, kostnader = self.post(k, SUMMA_INTAKTER), self.post(k, SUMMA_KOSTNADER)
            return intakter + kostnader if plus else intakter - kostnader

        insats = self.plan.insats
        summor: tuple[Rad, ...] = (
            lambda k: self.add(k, "STAT", SUMMA_INTAKTER),
            lambda k: self.add(k, insats, SUMMA_INSATSER),
            lambda k: self.add(k, "STYRELSE", insats) + self.post(k, SUMMA_INSATSER),
            add_result,
        )
        return self.plan.place(rader, summor)


class Manadstabell(Radtabell):
    """The rows by month, tertial and year: twelve months are added, and then the periods."""

    def __init__(self, namn: str, plan: Radplan, ovriga: Mapping[str, str] | None = None) -> None:
        super().__init__(namn, plan, ovriga)
        self.manader: list[Kolumn] = []
        self.perioder: list[Kolumn] = []

    @property
    def ar(self) -> Kolumn:
        return self.perioder[3]

    def add_month(self, rader: Sequence[Rad], motorns: Sequence[float], plus: bool = False) -> None:
        """The next month of each row, judged by the engine's figures; both get their sums, by `plus`."""
        egna, lika = self.add_sums(rader, plus), self.plan.add_sums(motorns, plus)
        self.manader.append(self.rader(MANADER[len(self.manader)], egna, KR, lika=lika))

    def add_periods(self, ar: Kolumn | None = None, utan: int = 0) -> None:
        """Three tertials, and the year (the months' sum unless it is given); the last `utan` rows have no tertials."""
        for rubrik, period in zip(PERIODER, TERTIAL, strict=False):
            summan = summera(*(self.manader[m] for m in period))
            rader: list[Rad] = [*[summan] * (self.antal_rader - utan), *[None] * utan]
            self.perioder.append(self.rader(rubrik, rader, KR, linje=period is TERTIAL[0]))
        aret = ar or self.rakna(PERIODER[3], summera(*self.manader), KR, linje=True)
        self.perioder.append(aret)
        self.ordna(*self.kolumner[:2], *self.manader, *self.perioder)
