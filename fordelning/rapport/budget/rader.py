"""The rows that the monthly sheets and Driftbudget share: income, its sum, costs, their sums, and the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fordelning.budget.poster import TERTIAL, Budget, Budgetrad
from fordelning.rapport.budget.sida import Cell, Rubrik, Tabellrad, text

MANADER = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MANADSNYCKLAR = tuple(f"m{m}" for m in range(1, 13))
PERIODNYCKLAR = (*MANADSNYCKLAR, "t1", "t2", "t3", "ar")

SUMMA_INTAKTER, SUMMA_INSATSER, SUMMA_KOSTNADER, RESULTAT = (
    "SUMMA-INTAKTER",
    "SUMMA-INSATSER",
    "SUMMA-KOSTNADER",
    "RESULTAT",
)

RUBRIKER = (
    Rubrik("kod", "Kod", 17, ar_tal=False),
    Rubrik("namn", "Benämning", 38, ar_tal=False),
    *(Rubrik(nyckel, namn, 9.5) for nyckel, namn in zip(MANADSNYCKLAR, MANADER, strict=True)),
    *(Rubrik(f"t{t}", f"Tertial {t}", 10.5, linje=t == 1) for t in (1, 2, 3)),
    Rubrik("ar", "Året", 11.5, linje=True),
)

Periodvarden = Sequence[int]
"""Kronor per month, tertial and year, (16,)."""


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

    def place(self, nr: int) -> int:
        """The place of budget row number `nr`."""
        return nr if nr < self.intakter else nr + 1

    def add_sums(self, varden: Sequence[Sequence[int]], plus: bool = False) -> list[tuple[int, ...]]:
        """The rows' values with the sums put in. `plus`: the result is the sum of both, as for deviations."""
        intakter, kostnader = list(map(tuple, varden[: self.intakter])), list(map(tuple, varden[self.intakter :]))
        summa_intakter, insatser = _sum(intakter), _sum(kostnader[3:])
        summa_kostnader = _sum([*kostnader[:3], insatser])
        tecken = 1 if plus else -1
        resultat = tuple(i + tecken * k for i, k in zip(summa_intakter, summa_kostnader, strict=True))
        return [*intakter, summa_intakter, *kostnader, insatser, summa_kostnader, resultat]

    def make_sum_formula(self, plats: int, nyckel: str, plus: bool = False) -> str:
        """The template of a sum row's cell in a column."""
        i, k, ins = self.summa_intakter, self.summa_kostnader, self.summa_insatser
        if plats == i:
            return f"SUM({{{nyckel}[0:{i}]}})"
        if plats == ins:
            return f"SUM({{{nyckel}[{self.insatser}:{ins}]}})"
        if plats == k:
            return f"SUM({{{nyckel}[{self.huvuden}:{self.insatser}]}})+{{{nyckel}[{ins}]}}"
        return f"{{{nyckel}[{i}]}}{'+' if plus else '-'}{{{nyckel}[{k}]}}"


def make_radplan(budget: Budget) -> Radplan:
    """The rows of a budget."""
    return Radplan(budget.rader, len(budget.intaktsrader))


def _sum(rader: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(kolumn) for kolumn in zip(*rader, strict=True))


def add_periods(manader_kr: Sequence[int]) -> tuple[int, ...]:
    """Months (12,) with the three tertials and the year, (16,)."""
    return (*manader_kr, *(sum(manader_kr[m] for m in t) for t in TERTIAL), sum(manader_kr))


Manadscell = Callable[[int, int], Cell]
"""(number of the budget row, month 0-11) → its cell."""


def make_month_rows(
    plan: Radplan,
    varden: Sequence[Sequence[int]],
    cell: Manadscell,
    ar: Callable[[int], str] | None = None,
    plus: bool = False,
) -> list[Tabellrad]:
    """The rows of a monthly sheet. `varden`: months (12,) per row. `ar`: template of a row's year, else its sum."""
    rader = []
    for plats, perioder in enumerate(plan.add_sums([add_periods(v) for v in varden], plus)):
        nr = _find_row(plan, plats)
        if nr is None:
            formler = [plan.make_sum_formula(plats, nyckel, plus) for nyckel in PERIODNYCKLAR]
            tal = [Cell(v, f) for v, f in zip(perioder, formler, strict=True)]
        else:
            arsformel = ar(nr) if ar else "SUM({t1},{t2},{t3})"
            summor = [f"SUM({{m{t[0] + 1}}},{{m{t[0] + 2}}},{{m{t[0] + 3}}},{{m{t[0] + 4}}})" for t in TERTIAL]
            tal = [cell(nr, m) for m in range(12)]
            tal += [Cell(v, f) for v, f in zip(perioder[12:], [*summor, arsformel], strict=True)]
        rader.append(Tabellrad((*name_row(plan, plats), *tal), ar_summa=nr is None))
    return rader


def _find_row(plan: Radplan, plats: int) -> int | None:
    """The number of the budget row at a place; None for a sum."""
    if plats < plan.intakter:
        return plats
    return plats - 1 if plan.huvuden <= plats < plan.summa_insatser else None


def name_row(plan: Radplan, plats: int) -> tuple[Cell, Cell]:
    """Code and name of the row at a place."""
    nr = _find_row(plan, plats)
    if nr is not None:
        return text(plan.rader[nr].kod), text(plan.rader[nr].namn)
    kod, namn = {
        plan.summa_intakter: (SUMMA_INTAKTER, "Summa intäkter"),
        plan.summa_insatser: (SUMMA_INSATSER, "Summa insatser"),
        plan.summa_kostnader: (SUMMA_KOSTNADER, "Summa kostnader"),
        plan.resultat: (RESULTAT, "Resultat"),
    }[plats]
    return text(kod), text(namn)
