"""The rows that the monthly sheets and Driftbudget share: income, its sum, costs, their sums, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from fordelning.blad import Kolumn, Rad, Tabell, Tal
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
KODBREDD, NAMNBREDD, MANADSBREDD, ARSBREDD = 18.5, 28.0, 9.0, 11.0


@dataclass(frozen=True, slots=True)
class Radplan:
    """Where each row stands, from 0: `intakter` rows of income, their sum, three heads, insatser, sums, result."""

    rader: tuple[Budgetrad, ...]
    intakter: int

    @property
    def summa_intakter(self) -> int:
        return self.intakter

    @property
    def huvuden(self) -> int:
        """The first of the three heads styrelse, administration, revision."""
        return self.intakter + 1

    @property
    def insatser(self) -> int:
        return self.huvuden + 3

    @property
    def summa_insatser(self) -> int:
        return len(self.rader) + 1

    @property
    def summa_kostnader(self) -> int:
        return len(self.rader) + 2

    @property
    def resultat(self) -> int:
        return len(self.rader) + 3

    @property
    def kostnadsrader(self) -> range:
        """The rows where less is better."""
        return range(self.huvuden, self.resultat)

    @property
    def summarader(self) -> set[int]:
        return {self.summa_intakter, self.summa_insatser, self.summa_kostnader, self.resultat}

    def place(self, rader: Sequence[T], summor: Sequence[T]) -> list[T]:
        """One thing per budget row with the four of the sums where they stand."""
        return [*rader[: self.intakter], summor[0], *rader[self.intakter :], *summor[1:]]

    def add_sums(self, varden: Sequence[float | None], plus: bool = False) -> list[float | None]:
        """The engine's figures with their sums. `plus`: the result is the sum of both, as for deviations."""
        tal = [v or 0 for v in varden]
        intakter, insatser, kostnader = (
            sum(del_) for del_ in (tal[: self.intakter], tal[self.intakter + 3 :], tal[self.intakter :])
        )
        resultat = intakter + kostnader if plus else intakter - kostnader
        return self.place(varden, (intakter, insatser, kostnader, resultat))

    def add_sum_rows(self, t: Tabell, rader: Sequence[Rad], plus: bool = False) -> list[Rad]:
        """What stands in a column of a table, with its sums."""
        i, k, ins = self.summa_intakter, self.summa_kostnader, self.summa_insatser

        def add_costs(c: Kolumn) -> Tal:
            return t.summa_av(c, self.huvuden, self.insatser) + t.cell(c, ins)

        def add_result(c: Kolumn) -> Tal:
            return t.cell(c, i) + t.cell(c, k) if plus else t.cell(c, i) - t.cell(c, k)

        summor: tuple[Rad, ...] = (
            lambda c: t.summa_av(c, 0, i),
            lambda c: t.summa_av(c, self.insatser, ins),
            add_costs,
            add_result,
        )
        return self.place(rader, summor)

    def make_table(self, namn: str, ovriga: Sequence[tuple[str, str]] = (), namnbredd: float = NAMNBREDD) -> Tabell:
        """A table of the rows, and of `ovriga` (code, name) below: it has code and name."""
        t = Tabell(namn, sorteras=False)
        t.summarader = self.summarader
        summor = (
            (SUMMA_INTAKTER, "Summa intäkter"),
            (SUMMA_INSATSER, "Summa insatser"),
            (SUMMA_KOSTNADER, "Summa kostnader"),
            (RESULTAT, "Resultat"),
        )
        par = [*self.place([(rad.kod, rad.namn) for rad in self.rader], summor), *ovriga]
        t.data("Kod", [kod for kod, _ in par], bredd=KODBREDD)
        t.data("Benämning", [namn for _, namn in par], "lang", bredd=namnbredd)
        return t


@dataclass(frozen=True, slots=True, eq=False)
class Manadstabell:
    """A table of months, tertials and year, whose rows are found by code."""

    tabell: Tabell
    manader: tuple[Kolumn, ...]
    perioder: tuple[Kolumn, ...]
    """Three tertials and the year."""

    @property
    def ar(self) -> Kolumn:
        return self.perioder[3]

    def find(self, k: Kolumn, kod: Tal, delvis: bool = False) -> Tal:
        """A column in the row of a code. `delvis`: as in `sla_upp`."""
        return sla_upp(k, (self.tabell.kolumner[0], kod), delvis=delvis)


def add_periods(t: Tabell, manader: Sequence[Kolumn], ar: Kolumn | None = None, utan: int = 0) -> Manadstabell:
    """The tertials and the year (the sum of the months, unless it is given); the last `utan` rows have no tertials."""
    rader = t.antal_rader - utan
    tertialer = []
    for nummer, period in enumerate(TERTIAL):
        uttryck: list[Rad] = [*[summera(*(manader[m] for m in period))] * rader, *[None] * utan]
        tertialer.append(t.rader(PERIODER[nummer], uttryck, KR, bredd=10, linje=nummer == 0))
    if ar is None:
        ar = t.rakna(PERIODER[3], summera(*manader), KR, bredd=ARSBREDD, linje=True)
    t.ordna(*t.kolumner[:2], *manader, *tertialer, ar)
    return Manadstabell(t, tuple(manader), (*tertialer, ar))


def add_tertials(manader_kr: Sequence[int]) -> tuple[int, ...]:
    """Months (12,) as the three tertials and the year, (4,)."""
    return (*(sum(manader_kr[m] for m in t) for t in TERTIAL), sum(manader_kr))
