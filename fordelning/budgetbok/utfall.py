"""Outcome from a file, a filled budget workbook or a SIE file, as where a förbund's budget stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fordelning.begrepp import Fil, Underlag
from fordelning.bokforing import Kontoplaner, compute_utfall, read_kontoplaner
from fordelning.budget.berakning import compute_budget
from fordelning.budget.bokforing import fill_from_books
from fordelning.budget.insamling import collect
from fordelning.budget.metod import Budgetmetod, read_budgetmetod
from fordelning.budget.planen import follow_plan
from fordelning.budget.underlag import Budgetunderlag
from fordelning.budget.uppfoljning import (
    Uppfoljning,
    apply_outcomes,
    check_reported,
    compare_with_kapital,
    follow_up,
)
from fordelning.budgetbok.blad_manader import UTFALLSBLAD
from fordelning.budgetbok.las_bok import Ifylldbok, open_budget
from fordelning.budgetbok.las_celler import read_filled, read_plan
from fordelning.budgetbok.las_rader import compare_rows
from fordelning.fel import Anmarkning, FrammandeFel, UnderlagFel
from fordelning.infil import BOCKER, read_folder
from fordelning.modell import Modell
from fordelning.planfil import Planfil, read_planfil
from fordelning.platser import find_modeller
from fordelning.resultat import Resultat, allocate
from fordelning.sie import read_sie

SAMLAD_BOK, SAMLAD_CSV = "budget_samlad.xlsx", "budget_samlad.csv"
BUDGETBOCKER = "förbundens ifyllda budgetböcker (.xlsx)"
"""What a folder of returned books holds."""
INGA_BOCKER = (SAMLAD_BOK, SAMLAD_CSV, ".json")
"""What the program itself leaves among the returned books."""


@dataclass(frozen=True, slots=True, eq=False)
class Grund:
    """What outcome is placed on: the year's allocation, the budget's method, and konto → budget head."""

    resultat: Resultat
    metod: Budgetmetod
    kontoplaner: Kontoplaner
    plan: Planfil | None = None
    """The plan that the budgets follow."""

    @property
    def filer(self) -> tuple[Fil, ...]:
        """The files that the budgets are made of: the inputs', and those that the user named."""
        egna = () if self.plan is None else (self.plan.fil,)
        return (*self.resultat.underlag.filer, *self.kontoplaner.filer, *egna)

    def collect(self, kod: str, bland_flera: bool = False) -> Budgetunderlag:
        """A förbund's underlag, by the plan where there is one. Raises UnderlagFel, and PlanfilFel as `follow_plan`.

        `bland_flera`: a förbund that the file has no possible plan for goes on as it does, and it is told.
        """
        underlag = collect(self.resultat, self.metod, kod)
        if self.plan is None:
            return underlag
        if bland_flera and not self.plan.has_plan(kod):
            text = f"{self.plan.fil.namn} har ingen möjlig plan för {kod}: dagens insatser fortsätter."
            return replace(underlag, varningar=(*underlag.varningar, text))
        return follow_plan(underlag, self.plan)


def make_basis(modell: Modell, underlag: Underlag, kontoplaner: Sequence[str] = (), plan: Path | None = None) -> Grund:
    """The year's allocation with the budget's method, the kontoplaner (FIL, or KOD=FIL) and the plan to follow.

    Raises ModellFel and PlanfilFel with every fault of the files.
    """
    modeller = find_modeller()
    metod = read_budgetmetod(modeller / "budget.toml")
    konton = read_kontoplaner(modeller / "kontoplan.toml", kontoplaner, underlag.koder)
    return Grund(allocate(modell, underlag), metod, konton, None if plan is None else read_planfil(plan))


def place_outcomes(lagen: Sequence[Uppfoljning], grund: Grund) -> Underlag:
    """The inputs with each förbund's year as it stands. A book has outcome of its budget year only."""
    return replace(apply_outcomes(grund.resultat.underlag, lagen), filer=grund.filer)


def list_planned(lagen: Sequence[Uppfoljning]) -> dict[tuple[str, int], int]:
    """What the books say that their plan years cost, kr by förbund and year."""
    return {(lage.budget.underlag.forbund_kod, ar): kr for lage in lagen for ar, kr in lage.planerat_kr.items()}


def read_outcomes(angivna: Sequence[str], grund: Grund) -> tuple[list[Uppfoljning], tuple[Anmarkning, ...]]:
    """Where each förbund stands by its file, and warnings. A folder is every workbook in it.

    Raises UnderlagFel with the mistakes of every file.
    """
    las = _Lasning(grund)
    for text in angivna:
        try:
            if Path(text).is_dir():
                read_folder(Path(text), UnderlagFel, BUDGETBOCKER, INGA_BOCKER, las.varningar, las.read)
            else:
                las.read(text)
        except UnderlagFel as fel:
            las.fel.extend(fel.anmarkningar)
    if las.fel:
        raise UnderlagFel(las.fel)
    return [*las.lagen.values()], tuple(las.varningar)


@dataclass(slots=True)
class _Lasning:
    """What is gathered while files are read."""

    grund: Grund
    lagen: dict[str, Uppfoljning] = field(default_factory=dict)
    fel: list[Anmarkning] = field(default_factory=list)
    varningar: list[Anmarkning] = field(default_factory=list)

    def read(self, fil: str | Path) -> None:
        """One file, with its mistakes. Raises FrammandeFel where it is a workbook of another kind."""
        try:
            lage = read_outcome(str(fil), self.grund)
        except FrammandeFel:
            raise
        except UnderlagFel as ett:
            self.fel.extend(ett.anmarkningar)
            return
        kod = lage.budget.underlag.forbund_kod
        if kod in self.lagen:
            self.fel.append(Anmarkning("--utfall", f"«{fil}»: {kod} har redan en fil", "en fil per förbund"))
        self.lagen[kod] = lage
        self.varningar.extend(lage.varningar)


def read_outcome(text: str, grund: Grund, kod: str = "") -> Uppfoljning:
    """Where a förbund stands by a file: a workbook, which says whose it is, or a SIE file, given as KOD=FIL.

    `kod`: the förbund that it must be of; then FIL is enough, and what has no row in the budget is only told.
    Raises UnderlagFel.
    """
    if Path(text).suffix.lower() in BOCKER:
        lage = read_workbook(Path(text), grund, alla_belopp=not kod)
        agare = lage.budget.underlag.forbund_kod
        if kod and agare != kod:
            raise UnderlagFel([Anmarkning(Path(text).name, f"boken gäller {agare}", kod)])
        return lage
    if kod:
        return read_books(Path(text.removeprefix(f"{kod}=")), kod, grund)
    kod, skilje, namn = text.partition("=")
    if not skilje:
        vantat = "en budgetbok (.xlsx), eller förbundets kod och en SIE-fil: SF-0101=utfall.se"
        raise UnderlagFel([Anmarkning("--utfall", f"«{text}» säger inte vilket förbund filen gäller", vantat)])
    return read_books(Path(namn), kod, grund)


def read_workbook(fil: Path, grund: Grund, alla_belopp: bool = False) -> Uppfoljning:
    """Where the förbund stands by a filled workbook, its plan included, matched by code. Raises as `read_opened`."""
    return read_opened(open_budget(fil), grund, alla_belopp)


def read_opened(bok: Ifylldbok, grund: Grund, alla_belopp: bool = False) -> Uppfoljning:
    """As `read_workbook`, of a workbook that has been opened.

    Raises UnderlagFel with every mistake; `alla_belopp`: also when an outcome or a forecast has no row in the budget.
    What found no place, and months that are missing, are among the warnings.
    """
    u = grund.resultat.underlag
    underlag = grund.collect(bok.read_head(u.budgetar, u.koder))
    fel: list[Anmarkning] = []
    budget = compute_budget(underlag)
    tabeller = bok.read_tables(underlag.budgetaren, fel)
    utan_plats = compare_rows(bok.fil, tabeller, budget, alla_belopp, fel)
    plan, ifyllt = read_plan(bok, tabeller, underlag, fel), read_filled(tabeller, budget, fel)
    if fel:
        raise UnderlagFel(fel)
    budget, plats = compute_budget(plan), f"{bok.fil}, blad {UTFALLSBLAD}"
    lage = replace(follow_up(budget, ifyllt), planerat_kr={ar.ar: ar.kostnader_kr for ar in budget.ar[1:]})
    return lage.tell(*utan_plats, *check_reported(lage, plats), *compare_with_kapital(lage, u.kapital, plats))


def read_books(fil: Path, kod: str, grund: Grund) -> Uppfoljning:
    """Where the förbund stands by a SIE file, with warnings. Raises UnderlagFel when it cannot be read."""
    budget, u = compute_budget(grund.collect(kod)), grund.resultat.underlag
    sie = read_sie(fil, u.budgetar)
    utfall = compute_utfall(sie, grund.kontoplaner.find(kod), u.budgetar)
    ifyllt, varningar = fill_from_books(utfall, budget)
    lage = follow_up(budget, ifyllt)
    return lage.tell(*sie.varningar, *utfall.varningar, *varningar, *compare_with_kapital(lage, u.kapital, fil.name))
