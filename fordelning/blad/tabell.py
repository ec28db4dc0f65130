"""Tabell: what a sheet, a CSV file, records and the terminal are all made from.

t = Tabell("Behov")
personer = t.data("Personer", antal, "antal", gul=True)
andel = t.rakna("Andel i behov", sla_upp(g.andel, (g.kod, malgrupp)), "andel")
t.rakna("I behov", personer * andel, "tal", lika=b.behov_antal)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Unpack

import numpy as np

from fordelning.blad.form import Former
from fordelning.blad.hanvisning import OVANFOR, refer
from fordelning.blad.kolumn import Drag, Facit, Farg, Kolumn, Regel
from fordelning.blad.ord import som
from fordelning.blad.tal import Operand, Tal, Varden, ar_text, at, find_tabell, give_value, is_empty, is_number, som_tal
from fordelning.fel import BladFel

LANGST_FORMEL = 8_000
"""What Excel takes, characters, and a few to spare for addresses."""

Rad = Operand | Callable[[Kolumn], Tal] | None
"""What stands in one row of `Tabell.rader`."""


_DOMS = ContextVar("doms", default=True)


@contextmanager
def take_values() -> Iterator[None]:
    """Columns made meanwhile take the values they are given, unjudged: for words, where no book is written."""
    fore = _DOMS.set(False)
    try:
        yield
    finally:
        _DOMS.reset(fore)


class Tabell:
    """A table that is built column by column. The order of its columns is that of their making, or as `ordna` says.

    `sorteras` = it has filter arrows and may be sorted; not where the order of the rows is the calculation.
    `lediga` = rows under the last that can be filled in, each cell in its column's (last) form.
    """

    def __init__(self, namn: str, *, sorteras: bool = True, lediga: int = 0) -> None:
        check_name(namn)
        self.tabellnamn, self.sorteras, self.lediga = namn, sorteras, lediga
        self.kolumner: list[Kolumn] = []
        self.regler: list[Regel] = []
        self.cellnamn: dict[str, tuple[Kolumn, int]] = {}
        self.summarader: set[int] = set()

    @property
    def antal_rader(self) -> int:
        """The number of rows."""
        return self.kolumner[0].varden.size if self.kolumner else 0

    @property
    def synliga(self) -> list[Kolumn]:
        """The columns that a sheet shows, those that are printed first."""
        return sorted((k for k in self.kolumner if k.rubrik), key=lambda k: k.bara_skarm)

    def data(self, rubrik: str, varden: Any, form: Former = "text", **drag: Unpack[Drag]) -> Kolumn:
        """A column of what is known: one value per row, or one for all. None and nan are empty."""
        return self._add(rubrik, make_values(varden), form, None, drag)

    def rakna(self, rubrik: str, uttryck: Tal, form: Former = "kr", **drag: Unpack[Facit]) -> Kolumn:
        """A column that Excel works out. `lika` = the engine's own values, which it must be within `inom`.

        Raises BladFel where it is not, and where a cell would show an error.
        """
        if find_tabell(uttryck) not in ("", self.tabellnamn):
            raise ValueError(f"{rubrik}: uttrycket är i tabellen {uttryck.tabell}, inte {self.tabellnamn}")
        if len(uttryck.formel) > LANGST_FORMEL:
            raise ValueError(f"{rubrik}: formeln är längre än {LANGST_FORMEL} tecken; dela den på flera kolumner")
        varden = give_value(uttryck)
        if varden.dtype == bool:
            raise ValueError(f"{rubrik} är sant eller falskt; säg med om(...) vad cellen ska visa")
        n = self.antal_rader if self.kolumner else varden.size
        facit = self._judge(rubrik, np.broadcast_to(varden, (n,)), drag)
        return self._add(rubrik, facit, form, uttryck, drag)

    def rader(self, rubrik: str, rader: Sequence[Rad], form: Former = "kr", **drag: Unpack[Facit]) -> Kolumn:
        """A column with an expression (or a value) of its own in every row. Only where the rows stand still.

        A row may be a function of the column, for sums of its own cells: `lambda k: t.summa_av(k, 0, 3)`; such rows
        are worked out in order, after the others. `lika`, `inom` and what is raised: as in `rakna`.
        """
        if self.sorteras:
            raise ValueError(f"{self.tabellnamn}: {rubrik} har ett uttryck per rad; det kräver sorteras=False")
        uttryck: list[Tal | None] = [r if isinstance(r, Tal) else None for r in rader]
        varden = make_values(
            [None if r is None or callable(r) else at(give_value(som_tal(r)), i) for i, r in enumerate(rader)]
        )
        halvfardig = Kolumn(varden, "", 9, self.tabellnamn, True, rubrik=rubrik, uttryck=uttryck)
        for i, r in enumerate(rader):
            if callable(r):
                uttryck[i] = svar = r(halvfardig)
                varden[i] = at(give_value(svar), i)
        return self._add(rubrik, self._judge(rubrik, varden, drag), form, uttryck, drag)

    def foljd(
        self, rubrik: str, forst: Operand, steg: Callable[[Tal], Tal], form: Former = "kr", **drag: Unpack[Facit]
    ) -> Kolumn:
        """A column where every row follows from the one above: `steg(above)`, the first row `forst`."""

        def follow(k: Kolumn) -> Tal:
            return steg(self.fore(k))

        rader: list[Rad] = [som_tal(forst)]
        rader += [follow] * (self.antal_rader - 1)
        return self.rader(rubrik, rader[: self.antal_rader], form, **drag)

    def fore(self, k: Kolumn) -> Tal:
        """The cell above in a column of this table, for `foljd`: above the first row stands the heading, an error."""
        varden = np.concatenate([np.array([np.inf], k.varden.dtype), k.varden[:-1]])[: self.antal_rader]
        formel = refer(self.tabellnamn, k.rubrik, OVANFOR)
        return Tal(varden, formel, 9, self.tabellnamn, True, k.tomt_ar_noll, False)

    def cell(self, k: Kolumn, rad: int) -> Tal:
        """The cell of row number `rad` (from 0) of a column. Only where the rows stand still; else `sla_upp`."""
        return self._refer(k, rad, self._find(k, str(rad)))

    def _find(self, k: Kolumn, vilken: str) -> str:
        if self.sorteras:
            raise ValueError(f"{self.tabellnamn} kan sorteras; slå upp {k.rubrik} med nyckel")
        return refer(self.tabellnamn, k.rubrik, vilken)

    def _refer(self, k: Kolumn, rad: int, formel: str) -> Tal:
        varde = np.array(k.varden[rad], object if isinstance(k.varden[rad], str) else np.float64)
        return Tal(varde, formel, 9, "", True, k.uttryck_at(rad) is None, False, form=k.form_at(rad))

    def summa_av(self, k: Kolumn, forst: int, sist: int) -> Tal:
        """The sum of the cells from row `forst` up to `sist` (not with it) of a column. Only where rows stand still."""
        return self._over("SUM", k, forst, sist, math.fsum)

    def antal_av(self, k: Kolumn, forst: int, sist: int) -> Tal:
        """How many of those cells hold a number."""
        return self._over("COUNT", k, forst, sist, len)

    def antal_ej_tal(self, forst: tuple[Kolumn, int], sist: tuple[Kolumn, int]) -> Tal:
        """How many cells hold something that is no number, between two corners: (column, row), both counted."""
        fran, till = self.kolumner.index(forst[0]), self.kolumner.index(sist[0])
        celler = [v for k in self.kolumner[fran : till + 1] for v in k.varden[forst[1] : sist[1] + 1].tolist()]
        varde = np.array(float(sum(isinstance(v, str) and v != "" for v in celler)))
        omrade = self._find(forst[0], str(forst[1])) + self._find(sist[0], f":{sist[1]}")
        return Tal(varde, f"(COUNTA({omrade})-COUNT({omrade}))", ar_vektor=False)

    def _over(self, namn: str, k: Kolumn, forst: int, sist: int, f: Callable[[list[float]], float]) -> Tal:
        varde = np.array(float(f([v for v in k.varden[forst:sist].tolist() if isinstance(v, int | float) and v == v])))
        formel = f"{namn}({self._find(k, f'{forst}:{sist - 1}')})" if sist > forst else "0"  # no range holds no cells
        return Tal(varde, formel, ar_vektor=False)

    def namnge(self, namn: str, k: Kolumn, rad: int = 0) -> Tal:
        """A defined name for one cell, and the figure it stands for. The row must stand still."""
        self.cellnamn[namn] = (k, rad)
        return self._refer(k, rad, namn)

    def farga(self, villkor: Tal, farg: Farg, *kolumner: Kolumn) -> None:
        """Colour the cells of these columns in the rows where the condition holds."""
        self.regler.append(Regel(kolumner, villkor, farg))

    def farga_tecken(self, *kolumner: Kolumn) -> None:
        """Colour these columns red below 0 and green above."""
        for k in kolumner:
            self.farga(k < 0, "rod", k)
            self.farga(k > 0, "gron", k)

    def ordna(self, *forst: Kolumn) -> None:
        """Let these columns stand first, in this order."""
        self.kolumner = [*forst, *(k for k in self.kolumner if k not in forst)]

    def _add(self, rubrik: str, varden: Varden, form: Any, uttryck: Any, drag: Drag) -> Kolumn:
        if rubrik and rubrik.casefold() in (k.rubrik.casefold() for k in self.kolumner):
            raise ValueError(f"{self.tabellnamn}: två kolumner heter {rubrik}")
        n = self.antal_rader if self.kolumner else varden.size
        egna = np.broadcast_to(varden, (n,))
        formel = refer(self.tabellnamn, rubrik)
        ar_data = uttryck is None or not isinstance(uttryck, Tal)
        k = Kolumn(
            egna, formel, 9, self.tabellnamn, True, ar_data, ord=None if ar_data else som(uttryck),
            rubrik=rubrik, form=form, uttryck=uttryck, **drag,
        )  # fmt: skip
        self.kolumner.append(k)
        return k

    def _judge(self, rubrik: str, egna: Varden, drag: Facit) -> Varden:
        """The engine's values, which the sheet's own must be as near as is told; its own where there are none."""
        lika, inom = drag.pop("lika", None), drag.pop("inom", 1e-6)
        facit = egna if lika is None else np.broadcast_to(make_values(lika), egna.shape)
        if not _DOMS.get():
            return facit
        x, y = _only_numbers(egna), _only_numbers(facit)
        with np.errstate(invalid="ignore"):
            nara = (np.abs(x - y) <= inom) | np.isinf(x)
        if ar_text(egna) or ar_text(facit):
            nara |= np.asarray(egna == facit, bool)
        fel = np.isinf(x)
        tomma = is_empty(egna) & is_empty(facit)
        for i in np.flatnonzero(fel | ~(nara | tomma))[:1]:
            svar = "formeln ger ett fel" if fel[i] else f"bladet har {egna[i]}, beräkningen {facit[i]}"
            rad = f"raden {at(self.kolumner[0].varden, i)}" if self.kolumner else f"rad {i + 1}"
            raise BladFel(f"{self.tabellnamn}, {rubrik}, {rad}: {svar}")
        return facit


def _only_numbers(varden: Varden) -> Varden:
    """The numbers among the values; nan where a text stands."""
    return np.where(is_number(varden), varden, np.nan).astype(np.float64)


def make_values(varden: Any) -> Varden:
    """Values as columns hold them: floats with nan, or objects with "" for what is empty."""
    falt = np.asarray(varden, None if isinstance(varden, np.ndarray) else object)
    if falt.dtype == bool or falt.dtype.kind in "iuf":
        return falt.astype(np.float64)
    lista = [None if v is None or v != v else v for v in falt.ravel().tolist()]
    if all(v is None or (isinstance(v, int | float) and not isinstance(v, str)) for v in lista):
        return np.array([np.nan if v is None else float(v) for v in lista], np.float64).reshape(falt.shape)
    svar = np.empty(len(lista), object)
    svar[:] = ["" if v is None else v for v in lista]
    return svar.reshape(falt.shape)


def check_name(namn: str) -> None:
    """Raises ValueError for what Excel takes for no name: spaces, signs, or the address of a cell."""
    if not re.fullmatch(r"[^\W\d][\w.]{0,254}", namn) or re.fullmatch(r"(?i)[a-z]{1,3}\d+|[rc]|r\d*c\d*", namn):
        raise ValueError(f"«{namn}» kan inte vara namn på en tabell eller en cell i Excel")
