"""Where the scenarios begin: the data set, and each alternative division into förbund, checked and met by the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from fordelning.analys.lage import Fall
from fordelning.ar.andringar import Andringar
from fordelning.ar.tillampning import apply
from fordelning.begrepp import Underlag
from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.modell import Modell
from fordelning.modellkontroll import meet
from fordelning.resultat import allocate
from fordelning.svep.scenariofil import ScenarieFel, Scenariefil, list_changes
from fordelning.underlag import Granskat, check
from fordelning.underlag.texter import make_ratext

T = TypeVar("T")
SOM_UNDERLAGET = "underlaget"
"""What the only alternative is called where the file has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Utgangslage:
    """An alternative: its name, its case before anything varies, and what making it warned of."""

    namn: str
    fall: Fall
    varningar: tuple[Anmarkning, ...] = ()


def make_starts(granskat: Granskat, modell: Modell, fil: Scenariefil, filnamn: str) -> tuple[Utgangslage, ...]:
    """Every alternative, in the order of the file. Raises ScenarieFel with what is wrong in any of them."""
    grund, varningar = _change(granskat, modell, fil, filnamn)
    if not fil.alternativ:
        return (_meet(SOM_UNDERLAGET, grund, modell, fil, varningar),)
    lagen, fel = list[Utgangslage](), list[Anmarkning]()
    for a in fil.alternativ:
        try:
            andrat, mer = _change(grund, modell, a, f"{filnamn}, alternativ «{a.namn}»")
            lagen.append(_meet(a.namn, andrat, modell, fil, (*varningar, *mer)))
        except ScenarieFel as ett:
            fel += ett.anmarkningar
    if fel:
        raise ScenarieFel(fel)
    return tuple(lagen)


def _change(granskat: Granskat, modell: Modell, a: Andringar, plats: str) -> tuple[Granskat, tuple[Anmarkning, ...]]:
    """The data set with the changes made, through the gate again; as it is where there are none."""
    if not list_changes(a):
        return granskat, ()
    andringar = Andringar(**{namn: getattr(a, namn) for namn in Andringar.model_fields})
    fore = allocate(modell, meet(modell, granskat.underlag))
    andrat = _tell_place(lambda: apply(granskat, andringar, fore, plats), "")
    efter = _tell_place(lambda: check(make_ratext(andrat.texter)), f"{plats}: underlaget efter ändringarna, ")
    return replace(efter, filer=granskat.filer), andrat.varningar


def _meet(
    namn: str, granskat: Granskat, modell: Modell, fil: Scenariefil, varningar: tuple[Anmarkning, ...]
) -> Utgangslage:
    underlag = _tell_place(lambda: meet(modell, granskat.underlag), "" if namn == SOM_UNDERLAGET else f"«{namn}»: ")
    fasta = tuple(warn_fixed_contributions(underlag, fil.ar)) if fil.plan else ()
    return Utgangslage(namn, Fall(underlag, modell), (*varningar, *fasta))


def warn_fixed_contributions(u: Underlag, antal_ar: int) -> Iterator[Anmarkning]:
    """Förbund whose plans have contributions of their own in any year, which the scenarios' grants do not reach."""
    aren = range(u.budgetar, u.budgetar + antal_ar)
    koder = sorted({rad.forbund_kod for rad in u.planering if rad.bidrag_kr is not None and rad.ar in aren})
    if koder:
        visade = ", ".join(koder[:5]) + (" …" if len(koder) > 5 else "")
        vad = f"{len(koder)} förbund har egna bidrag ({visade}): deras planer följer inte scenarierna de åren"
        gor = "Töm bidrag_kr om tilldelningen ska gälla."
        yield Anmarkning("planering, kolumn bidrag_kr", vad, gor=gor, allvar="varning")


def _tell_place(gor: Callable[[], T], plats: str) -> T:
    """What is refused is a finding about the scenarios."""
    try:
        return gor()
    except AnmarkningarFel as fel:
        raise ScenarieFel([replace(a, plats=f"{plats}{a.plats}") for a in fel.anmarkningar]) from fel
