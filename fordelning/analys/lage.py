"""A case: checked inputs and the model that is used on them. It is changed by making another, and allocated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from fordelning.analys.parametrar import AndringFel, change_modell, count_scenarios, list_parameters, suggest_name
from fordelning.analys.storhet import spread_steps
from fordelning.analys.uppgifter import KOLUMNER, RAM, change_columns, read_column, read_pot
from fordelning.begrepp import Underlag
from fordelning.fel import Anmarkning
from fordelning.modell import Modell, choose_modell
from fordelning.modellkontroll import meet, part
from fordelning.platser import find_modeller, find_underlag
from fordelning.resultat import Resultat, allocate, format_span
from fordelning.tecken import join_words
from fordelning.underlag import read_underlag


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fall:
    """A case: `underlag` (checked inputs), `modell` (the rules and their numbers), `andringar` (what was changed).

    A case never changes; `change` gives another. A column of the data or a parameter of the model may hold one value
    per scenario; then the case has `scenarier` scenarios and every array of its allocation a leading axis (S, F).
    """

    underlag: Underlag
    modell: Modell
    andringar: tuple[str, ...] = ()

    @property
    def koder(self) -> tuple[str, ...]:
        """Förbund codes, (F,), in the order of every array."""
        return self.underlag.koder

    @property
    def scenarier(self) -> int | None:
        """How many scenarios the case holds; None for one decision."""
        antal = _list_lengths(self.underlag, self.modell)
        return max(antal) if antal else None

    @property
    def varningar(self) -> tuple[str, ...]:
        """What the gate, and the model, warn of (Swedish)."""
        return tuple(str(v) for v in self.underlag.varningar)

    def change(self, andringar: Mapping[str, Any] | None = None, /, **mer: Any) -> Fall:
        """The case with other values; it is itself unchanged.

        Names: `ram_kr`; a parameter of the model by its key (`andel_forsorjningsmatt`, `hogsta_minskning_andel`,
        `belopp_kr`, `trappa`, `enhet_kr`, `steg` …), a figure in a step of the trappa (`trappa__1__andel`), or by
        section and key (`sparr__hogsta_minskning_andel`; in a mapping also with full stops, "trappa.1.andel"); a
        column of the data, per förbund: `invanare_antal`, `forsorjningsmatt`, `tilldelning_fjol_kr`,
        `eget_kapital_kr`, `bidrag_fjol_kr`, `askande_kr`, `manader_andel`, `kommuner_utlovat_kr`,
        `regioner_utlovat_kr`. Units are in the names; None or inf in askande and utlovat = none.

        Values: a parameter and the pot take a number, or one per scenario (S,). A column takes {förbund code: number},
        the others unchanged; one number for all; (F,) in the order of `koder`; or (S, F), or (S, 1), over scenarios.
        `andel_invanare` follows `andel_forsorjningsmatt` unless given.

        Raises UnderlagFel with every fault found: an unknown name (with the nearest one), a value outside its bounds in
        any scenario, or numbers of scenarios that do not go together.
        """
        givna = {**(andringar or {}), **mer}
        nya = spread_steps(self.modell, givna)
        _refuse_unknown(self.modell, nya)
        modell, underlag, fel = self.modell, self.underlag, list[Anmarkning]()
        kolumner = {}
        for namn in nya.keys() & KOLUMNER.keys():
            kolumner[namn], funna = read_column(underlag, namn, nya[namn])
            fel += funna
        ram_kr, funna = read_pot(nya.get(RAM, underlag.ram_kr))
        fel += funna
        try:
            parametrar = {namn: varde for namn, varde in nya.items() if namn not in KOLUMNER and namn != RAM}
            modell = change_modell(modell, parametrar) if parametrar else modell
        except AndringFel as ett:
            fel += ett.anmarkningar
        if fel:
            raise AndringFel(fel)
        underlag = change_columns(part(self.modell, underlag), {RAM: ram_kr} | kolumner)
        modell = modell.model_copy(update={RAM: None}) if RAM in nya else modell
        _refuse_lengths(underlag, modell)
        return Fall(meet(modell, underlag), modell, (*self.andringar, *(f"{n} = {_show(v)}" for n, v in givna.items())))

    def allocate(self) -> Resultat:
        """The grant to every förbund, whole kronor (F,), or (S, F) over scenarios. Raises GolvFel, an error of ours,
        when the floors exceed the pot (in any scenario).
        """
        return allocate(self.modell, self.underlag)

    def __repr__(self) -> str:
        delar = [f"{len(self.koder)} förbund", f"ram {format_span(self.underlag.ram_kr)}", self.modell.fil.namn]
        delar += [f"{self.scenarier} scenarier"] if self.scenarier else []
        delar += [f"ändrat: {', '.join(self.andringar)}"] if self.andringar else []
        return f"<Fall {self.underlag.budgetar}: {'; '.join(delar)}>"


def read(underlag: str | Path, modell: Modell | str | Path | None = None) -> Fall:
    """A case from a data set: a path, or the name of one that came with the program, such as "exempel-2026".

    `modell` is a model, a path or a name among the models; by default the one whose period holds the budget year.
    Raises UnderlagFel with every error found in the data, ModellFel when there is no such model. Warnings are kept in
    `Fall.varningar`.
    """
    lasta = read_underlag(find_underlag(underlag))
    if not isinstance(modell, Modell):
        modell = choose_modell(find_modeller(), lasta.budgetar, None if modell is None else str(modell))
    return Fall(meet(modell, lasta), modell)


def read_modell(modell: str | Path) -> Modell:
    """A model (the rules as data) by path, or by name among the models: "2016-01-01_statsbidrag", "forslag/sparr_kvar".

    Raises ModellFel with every fault found, or with the models that exist.
    """
    return choose_modell(find_modeller(), 0, str(modell))


def choose_for_years(fall: Fall) -> Any:
    """The model in force by year: the case's own in every year when it was chosen or changed, else by its period."""
    valj = cache(lambda ar: choose_modell(find_modeller(), ar))
    if valj(fall.underlag.budgetar).fil == fall.modell.fil:
        return valj
    return lambda ar: fall.modell


def refuse_scenarios(ett: Fall | Resultat, vad: str) -> None:
    """Raises AndringFel where a case, or a result, holds scenarios and one decision is needed."""
    if ett.scenarier is not None:
        vilket = "fallet" if isinstance(ett, Fall) else "resultatet"
        gor = "Gör ändringen med ett värde i stället för ett per scenario."
        raise AndringFel([Anmarkning(vad, f"{vilket} har {ett.scenarier} scenarier", "ett beslut", gor)])


def take_decision(vad: Fall | Resultat, vem: str) -> Resultat:
    """The result, or what the case gives. Raises AndringFel where either holds scenarios."""
    refuse_scenarios(vad, vem)
    return vad.allocate() if isinstance(vad, Fall) else vad


def _refuse_unknown(modell: Modell, nya: Mapping[str, Any]) -> None:
    """Every name that is neither the pot, a column nor a parameter of the model."""
    kanda = {RAM: None, **KOLUMNER, **list_parameters(modell)}
    fel = []
    for namn in (str(n) for n in nya if n not in kanda):
        gor = suggest_name(modell, namn, [n for n in kanda if "." not in n])
        fel.append(Anmarkning("ändringen", f"«{namn}» finns inte att ändra", "en parameter eller en kolumn", gor))
    if fel:
        raise AndringFel(fel)


def _list_lengths(u: Underlag, modell: Modell) -> set[int]:
    """How many scenarios the arrays hold, every length once; empty for one decision."""
    kolumner = {v.shape[0] for v in (getattr(u, n) for n in KOLUMNER) if v.ndim == 2}
    ram = {u.ram_kr.size} if u.ram_kr.ndim else set()
    return kolumner | ram | count_scenarios(modell)


def _refuse_lengths(u: Underlag, modell: Modell) -> None:
    antal = _list_lengths(u, modell) - {1}
    if len(antal) > 1:
        visade = join_words([str(n) for n in sorted(antal)])
        raise AndringFel([Anmarkning("ändringen", f"{visade} scenarier går inte ihop", "lika många i alla ändringar")])


def _show(varde: Any) -> str:
    """A value of a change, short."""
    if isinstance(varde, Mapping):
        return f"{len(varde)} förbund"
    form = np.shape(varde) if isinstance(varde, np.ndarray | list) else ()
    if form and not (isinstance(varde, list) and isinstance(varde[0], Mapping)):
        return " × ".join(map(str, form)) + " tal"
    text = f"{varde:.12g}".replace(".", ",") if isinstance(varde, int | float) else str(varde)
    return text if len(text) <= 40 else f"{text[:37]}…"
