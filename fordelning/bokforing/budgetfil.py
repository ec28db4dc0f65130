"""A budget as a SIE file: period budgets (#PBUDGET) per konto and month, and in type 3 also per objekt.

Sign: amounts are SIE's, credit negative, so an income of 100 kr is -10000 öre. `make_budgetrad` turns a head's positive
amount to that sign and chooses its konto from the kontoplan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from fordelning.bokforing.kontoplan import KOSTNADER, Finansiar, Huvud, Kontoplan
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.sie.poster import Dimension, Konto, Objekt, Objektlista, Periodbudget, Program, Rakenskapsar, SieFil
from fordelning.sie.tecken import make_pc8
from fordelning.version import __version__

PROGRAM = Program("fordelning", __version__)


@dataclass(frozen=True, slots=True)
class Sierad:
    """A konto's budget in a month, `period` = yyyymm, on one objekt or none; öre in SIE's sign."""

    konto: str
    period: str
    belopp_ore: int
    objekt: Objektlista = ()


@dataclass(frozen=True, slots=True)
class Budgethuvud:
    """What the file says about itself. `skapad` is given, not read off the clock: the same budget is the same file."""

    foretagsnamn: str
    budgetar: int
    skapad: date
    orgnr: str = ""
    program: Program = PROGRAM


def make_budgetrad(
    kontoplan: Kontoplan,
    huvud: Huvud,
    period: str,
    belopp_ore: int,
    finansiar: Finansiar | None = None,
    objekt: str = "",
) -> Sierad:
    """A head's budget in a month as a row: `belopp_ore` is positive for a normal cost and for a normal income alike.

    `objekt` is the insats of a cost, the party of an income. Raises ModellFel where the kontoplan names no budgetkonto.
    """
    kostnad = huvud in KOSTNADER
    dimension = kontoplan.dimensioner.insats if kostnad else kontoplan.dimensioner.motpart
    konto = kontoplan.find_budgetkonto(huvud, finansiar).nr
    return Sierad(konto, period, belopp_ore if kostnad else -belopp_ore, ((dimension, objekt),) if objekt else ())


def make_budget_sie(
    huvud: Budgethuvud,
    rader: Iterable[Sierad],
    konton: Mapping[str, str],
    sietyp: Literal["2", "3"] = "3",
    dimensioner: Iterable[Dimension] = (),
    objekt: Iterable[Objekt] = (),
) -> SieFil:
    """A SIE file of type 2 (per konto) or 3 (also per objekt), the same whatever the order of the rows.

    In type 3 the format wants every konto's total, and the objekt beside it. `konton` gives names; those without
    budget are left out, and so are amounts of 0. #OMFATTN is the year's last day: the budget is for the whole year.
    Typographic characters that CP437 lacks are replaced, and every replacement is among the warnings.
    Raises UnderlagFel for a period outside the year, a konto or an objekt without name, or a row with two objekt.
    """
    rader = [*rader] if sietyp == "3" else [replace(rad, objekt=()) for rad in rader]
    objekt = [*objekt] if sietyp == "3" else []
    if anmarkningar := [*_check_rader(huvud.budgetar, rader, konton, {(o.dimension, o.objektnr) for o in objekt})]:
        raise UnderlagFel(anmarkningar)
    poster = _sum_rader(rader)
    anvanda = {konto for konto, _, _ in poster}
    varningar: list[Anmarkning] = []
    slut = date(huvud.budgetar, 12, 31)
    return SieFil(
        sietyp=sietyp,
        foretagsnamn=_clean(huvud.foretagsnamn, varningar),
        rakenskapsar=(Rakenskapsar(0, date(huvud.budgetar, 1, 1), slut),),
        program=huvud.program,
        skapad=huvud.skapad,
        orgnr=(huvud.orgnr,) if huvud.orgnr else (),
        omfattning=slut,
        dimensioner=tuple(replace(d, namn=_clean(d.namn, varningar)) for d in dimensioner if sietyp == "3"),
        objekt=tuple(replace(o, namn=_clean(o.namn, varningar)) for o in objekt),
        konton=tuple(Konto(nr, _clean(konton[nr], varningar)) for nr in sorted(anvanda)),
        periodbudget=tuple(Periodbudget(0, period, konto, b, o) for (konto, period, o), b in sorted(poster.items())),
        varningar=tuple(varningar),
    )


def _sum_rader(rader: list[Sierad]) -> dict[tuple[str, str, Objektlista], int]:
    """Totals per konto and month, and beside them per objekt. Sums of 0 are left out, but not above an objekt."""
    summor: dict[tuple[str, str, Objektlista], int] = defaultdict(int)
    for rad in rader:
        summor[rad.konto, rad.period, ()] += rad.belopp_ore
        if rad.objekt:
            summor[rad.konto, rad.period, rad.objekt] += rad.belopp_ore
    med_objekt = {(konto, period) for (konto, period, objekt), belopp in summor.items() if objekt and belopp}
    return {n: belopp for n, belopp in summor.items() if belopp or (not n[2] and n[:2] in med_objekt)}


def _check_rader(
    budgetar: int, rader: list[Sierad], konton: Mapping[str, str], objekt: set[tuple[int, str]]
) -> Iterator[Anmarkning]:
    """What the rows refer to must exist."""
    perioder = {f"{budgetar}{manad:02d}" for manad in range(1, 13)}
    for period in sorted({rad.period for rad in rader} - perioder):
        yield Anmarkning("budgeten", f"perioden {period} ligger inte i {budgetar}", f"{budgetar}01 till {budgetar}12")
    for konto in sorted({rad.konto for rad in rader} - konton.keys()):
        yield Anmarkning("budgeten", f"konto {konto} har inget namn", "ett namn för varje konto i budgeten")
    for dimension, nr in sorted({par for rad in rader for par in rad.objekt} - objekt):
        yield Anmarkning("budgeten", f"objekt «{nr}» i dimension {dimension} har inget namn", "ett objekt att peka på")
    for rad in rader:
        if len(rad.objekt) > 1:
            vad = f"raden för konto {rad.konto}, {rad.period}, har {len(rad.objekt)} objekt"
            yield Anmarkning("budgeten", vad, "högst ett objekt per rad")


def _clean(text: str, varningar: list[Anmarkning]) -> str:
    """The text with typographic characters replaced, and a warning when it was changed."""
    ren = make_pc8(text)
    if ren != text:
        vad = f"«{text}» skrivs «{ren}»: SIE-formatets teckentabell saknar något av tecknen"
        varningar.append(Anmarkning("budgeten", vad, allvar="varning"))
    return ren
