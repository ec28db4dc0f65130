"""Returned budget books of every förbund, read from a folder into one table: budget, forecast and outcome per head."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.begrepp import Fil, Forbund, Underlag
from fordelning.bokforing import INTAKTER, KOSTNADER, Huvud
from fordelning.budget.uppfoljning import INGET, Uppfoljning
from fordelning.budgetbok.blad_manader import UTFALLSBLAD
from fordelning.budgetbok.las_bok import open_budget, open_workbook
from fordelning.budgetbok.utfall import BUDGETBOCKER, INGA_BOCKER, Grund, make_basis, read_opened
from fordelning.fel import Anmarkning, AnmarkningarFel, FrammandeFel, UnderlagFel
from fordelning.infil import list_books, name_file, read_bytes, read_folder
from fordelning.infil.ifyllt import read_named
from fordelning.modell import Modell
from fordelning.platser import find_mapp
from fordelning.schema import read_toml

HUVUDEN: tuple[Huvud, ...] = (*INTAKTER, *KOSTNADER)
Bokstatus = Literal["läst", "fel", "saknas"]


class SamlingFel(AnmarkningarFel):
    """Books that could not be used: their förbund are not in the table."""

    rubrik = "fel i budgetböckerna; de förbunden är inte med i tabellen"


class Huvudrad(NamedTuple):
    """A budget head of a förbund, kr: the columns of budget_samlad.csv.

    `avvikelse_kr` is of the reported months, `prognosavvikelse_kr` of the year; positive is good for the förbund.
    """

    forbund_kod: str
    namn: str
    huvud: Huvud
    budget_kr: int
    prognos_kr: int
    utfall_kr: int
    avvikelse_kr: int
    prognosavvikelse_kr: int


class Bokrad(NamedTuple):
    """A förbund of the data set: its book, if one was read, how far its year has come, and its eget kapital, kr."""

    forbund_kod: str
    namn: str
    status: Bokstatus
    fil: str = ""
    rapporterade_antal: int | None = None
    ingaende_kr: int | None = None
    budget_utgaende_kr: int | None = None
    prognos_utgaende_kr: int | None = None


@dataclass(frozen=True, slots=True)
class Budgetsamling:
    """The national table: a row per förbund and head, and a row per förbund, in code order.

    `fel` and `varningar`: what was found in the books. `bocker`: the files that were read.
    """

    underlag: Underlag
    modell: Modell
    rader: tuple[Huvudrad, ...]
    forbund: tuple[Bokrad, ...]
    bocker: tuple[Fil, ...] = ()
    fel: tuple[Anmarkning, ...] = ()
    varningar: tuple[Anmarkning, ...] = ()

    @property
    def saknas(self) -> tuple[str, ...]:
        """The codes of the förbund that are not in the table."""
        return tuple(rad.forbund_kod for rad in self.forbund if rad.status != "läst")


@dataclass(slots=True)
class _Lasning:
    """What is gathered while a folder is read."""

    grund: Grund
    varningar: list[Anmarkning] = field(default_factory=list)
    bocker: dict[str, list[tuple[Fil, Uppfoljning]]] = field(default_factory=dict)
    felaktiga: set[str] = field(default_factory=set)
    fel: list[Anmarkning] = field(default_factory=list)

    def read(self, fil: Path) -> None:
        """One book. That nothing is reported yet is told by the table. Raises FrammandeFel where it is no budget."""
        kod = ""
        try:
            bok = open_budget(fil)
            kod = str(bok.find_name("forbund_kod").varde)
            lage = read_opened(bok, self.grund, alla_belopp=True)
        except FrammandeFel:
            raise
        except UnderlagFel as ett:
            self.fel += name_file(fil, ett.anmarkningar)
            self.felaktiga |= {kod} - {""}
            return
        marke = Fil(fil.name, hashlib.sha256(read_bytes(fil, UnderlagFel)).hexdigest())
        self.bocker.setdefault(kod, []).append((marke, lage))
        self.varningar += [a for a in lage.varningar if any(lage.rapporterade) or UTFALLSBLAD not in a.plats]


def collect_budgets(fall: Fall, mapp: str | Path) -> Budgetsamling:
    """Every förbund's returned budget book in a folder, read against a case, as `budget --samla`.

    Returns `.rader` with the columns of budget_samlad.csv (`pandas.DataFrame(s.rader)` is a table), `.saknas`, the
    codes that are not in it, and `.fel`, why a book could not be read (Swedish). Raises SamlingFel without a
    folder that has books.
    """
    refuse_scenarios(fall, "collect_budgets")
    return gather(Path(mapp), make_basis(fall.modell, fall.underlag))


def gather(mapp: Path, grund: Grund) -> Budgetsamling:
    """The books of a folder on the ground of a year's allocation. Raises SamlingFel without any."""
    las = _Lasning(grund)
    read_folder(mapp, SamlingFel, BUDGETBOCKER, (*INGA_BOCKER, ".se", ".si"), las.varningar, las.read)
    for kod, bocker in las.bocker.items():
        if len(bocker) > 1:
            vad = f"{kod} har {len(bocker)} böcker: {', '.join(marke.namn for marke, _ in bocker)}"
            las.fel.append(Anmarkning(bocker[-1][0].namn, vad, "en bok per förbund", "Behåll den som gäller."))
            las.felaktiga.add(kod)
    egna = {kod: bocker[0] for kod, bocker in las.bocker.items() if kod not in las.felaktiga}
    u = grund.resultat.underlag
    return Budgetsamling(
        underlag=u,
        modell=grund.resultat.modell,
        rader=tuple(rad for f in u.forbund if f.forbund_kod in egna for rad in _sum_heads(f, egna[f.forbund_kod][1])),
        forbund=tuple(_describe(f, egna.get(f.forbund_kod), f.forbund_kod in las.felaktiga) for f in u.forbund),
        bocker=tuple(marke for marke, _ in egna.values()),
        fel=tuple(las.fel),
        varningar=tuple(las.varningar),
    )


def find_data_set(mapp: Path) -> Path:
    """The data set in inputs/ of the year of a folder's books. Raises SamlingFel unless there is just one."""
    filer, _ = list_books(mapp, SamlingFel, BUDGETBOCKER)
    ar = next((ar for fil in filer if (ar := _read_year(fil)) is not None), None)
    rotter = [rot for rot in (Path("inputs"), find_mapp("inputs")) if rot.is_dir()]
    alla = {vag.resolve(): vag for rot in rotter for vag in sorted(rot.iterdir()) if vag.is_dir()}
    mojliga = [vag for vag in alla.values() if ar is not None and _is_of_year(vag, ar)]
    if len(mojliga) == 1:
        return mojliga[0]
    vad = f"{len(mojliga)} underlag i inputs/ är för böckernas budgetår, {ar or 'som inte går att läsa'}"
    gor = f"Ange underlaget: fordelning budget INPUTS --samla {mapp}"
    raise SamlingFel([Anmarkning(str(mapp), vad, "ett underlag", gor)])


def _is_of_year(mapp: Path, ar: int) -> bool:
    try:
        return bool(read_toml(mapp / "underlag.toml", UnderlagFel)[0].get("budgetar") == ar)
    except UnderlagFel:
        return False


def _read_year(fil: Path) -> int | None:
    """The year that a workbook says it is of; None where it says none."""
    try:
        cell = read_named(open_workbook(fil).bok, fil.name, "budgetar")
    except UnderlagFel:
        return None
    return cell.varde if cell is not None and isinstance(cell.varde, int) else None


def _sum_heads(f: Forbund, lage: Uppfoljning) -> Iterator[Huvudrad]:
    """Every head of a förbund, also those without money."""
    for huvud in HUVUDEN:
        egna = [INGET, *(x.aret for x in lage.lagen if x.rad.huvud == huvud)]
        yield Huvudrad(f.forbund_kod, f.namn, huvud, *map(sum, zip(*egna, strict=True)))


def _describe(f: Forbund, last: tuple[Fil, Uppfoljning] | None, felaktig: bool) -> Bokrad:
    if last is None:
        return Bokrad(f.forbund_kod, f.namn, "fel" if felaktig else "saknas")
    marke, lage = last
    ar = lage.budget.budgetaret
    kapital = (ar.ingaende_kr, ar.utgaende_kr, lage.prognos.utgaende_kr)
    return Bokrad(f.forbund_kod, f.namn, "läst", marke.namn, sum(lage.rapporterade), *kapital)
