"""The rows of a data set that one förbund's plan is made of, and what the plan cannot be made without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fordelning.begrepp import Effekt, Insats, Malgrupp, Planering, Underlag
from fordelning.fel import Anmarkning
from fordelning.kapital.bok import find_ended
from fordelning.metod import Insatsplan
from fordelning.modell import EgetKapital
from fordelning.tecken import join_words


@dataclass(frozen=True, slots=True)
class Ram:
    """What all förbund have in common."""

    budgetar: tuple[int, ...]
    malgrupper: tuple[Malgrupp, ...]
    regel: EgetKapital | None
    metod: Insatsplan


@dataclass(frozen=True, slots=True)
class Poster:
    """The rows of one förbund; `totalt_kr` is the allocation's contributions from all parties.

    `manader`: of the first year that it exists; `upphor`: it ends in that year, as `find_ended`.
    """

    eget_kapital_kr: float
    totalt_kr: float | None
    insatser: list[Insats]
    effekter: list[Effekt]
    planering: list[Planering]
    personer_antal: dict[str, float]
    manader: int = 12
    upphor: bool = False


def collect(underlag: Underlag, totalt_kr: Mapping[str, float]) -> dict[str, Poster]:
    """Every förbund's own rows, in one pass over each table."""
    borta = find_ended(underlag.forbund, underlag.kapital, underlag.budgetar)
    poster: dict[str, Poster] = {}
    for f in underlag.forbund:
        kod, kr = f.forbund_kod, float(f.eget_kapital_kr)
        poster[kod] = Poster(kr, totalt_kr.get(kod), [], [], [], {}, f.manader or 12, kod in borta)
    for insats in underlag.insatser:
        poster[insats.forbund_kod].insatser.append(insats)
    for effekt in underlag.effekter:
        poster[effekt.forbund_kod].effekter.append(effekt)
    for rad in underlag.planering:
        poster[rad.forbund_kod].planering.append(rad)
    for behov in underlag.behov:
        poster[behov.forbund_kod].personer_antal[behov.malgrupp_kod] = behov.personer_antal
    return poster


def find_planering(poster: Poster, budgetar: tuple[int, ...]) -> list[Planering]:
    """The row of each year; where a year has none the last known row holds on."""
    rader = sorted(poster.planering, key=lambda rad: rad.ar)
    return [[rad for rad in rader if rad.ar <= year][-1] for year in budgetar]


def find_faults(kod: str, poster: Poster, budgetar: tuple[int, ...]) -> Iterator[Anmarkning]:
    """What a plan cannot be made without."""
    if not poster.insatser:
        yield Anmarkning("insatser.csv", f"{kod} har inga insatser", "minst en insats att planera")
    first = min((rad.ar for rad in poster.planering), default=None)
    if first is None or first > budgetar[0]:
        yield Anmarkning("planering.csv", f"{kod} saknar rad för {budgetar[0]}", "en rad för budgetåret")
    elif poster.totalt_kr is None and any(rad.bidrag_kr is None for rad in find_planering(poster, budgetar)):
        yield Anmarkning("planering.csv", f"{kod} saknar bidrag_kr", "ett belopp, eller en tilldelning att räkna med")
    individ = {i.insats_kod for i in poster.insatser if i.inriktning == "individ"}
    for e in poster.effekter:
        if e.insats_kod in individ and e.effekt_andel is None:
            yield Anmarkning(
                "effekter.csv",
                f"{kod} {e.insats_kod} {e.malgrupp_kod or ''} saknar effekt_andel",
                "en andel, t.ex. 0.25",
            )
    for i in poster.insatser:
        if i.minst_antal > i.hogst_antal:
            yield Anmarkning(
                "insatser.csv", f"{kod} {i.insats_kod}: minst_antal är större än hogst_antal", "minst ≤ högst"
            )


def list_notices(poster: Poster, insatser: Sequence[Insats], ram: Ram) -> Iterator[str]:
    """What the plan takes for given, for its reader (Swedish)."""
    planering = find_planering(poster, ram.budgetar)
    yield from _tell_part_of_year(poster, ram.budgetar[0], planering[1:])
    utan_rad = [str(year) for year, rad in zip(ram.budgetar, planering, strict=True) if rad.ar != year]
    if utan_rad:
        yield f"Planeringsrad saknas för {', '.join(utan_rad)}: raden för {planering[-1].ar} gäller vidare."
    utan_behov = [m.namn for m in ram.malgrupper if m.malgrupp_kod not in poster.personer_antal]
    if utan_behov:
        yield f"{_name('Målgruppe', utan_behov)} saknar rad i behov.csv: ingen räknas dit."
    utan_effekt = list_without_effect(poster)
    beslutade, andra = ([i.namn for i in insatser if i.insats_kod in utan_effekt and i.beslutad == ja] for ja in (1, 0))
    if beslutade:
        vad = "den är beslutad" if len(beslutade) == 1 else "de är beslutade"
        foljd = "körs med minsta antal som reglerna medger, utan nytta"
        yield f"{_name('Insatse', beslutade)} saknar rad i effekter.csv: {vad} och {foljd}."
    if andra:
        vem = "den" if len(andra) == 1 else "de"
        foljd = "kan ta emot ur alla målgrupper, men ger ingen nytta"
        yield f"{_name('Insatse', andra)} saknar rad i effekter.csv: {vem} {foljd}."
    forst, sist = ram.budgetar[0], ram.budgetar[-1]
    if utanfor := [i.namn for i in insatser if (i.till_ar or sist) < forst or (i.fran_ar or forst) > sist]:
        yield f"{_name('Insatse', utanfor)} ligger utanför planens år."


def _tell_part_of_year(poster: Poster, forst: int, senare: Sequence[Planering]) -> Iterator[str]:
    """A förbund that is there a part of the first year: it has no later years, or has a part of a year's contributions.

    The later years are planned as asked for, since that it ends is our reading of its months; so does the budget book.
    """
    if poster.upphor and senare:
        yield (
            f"Förbundet har färre månader än 12 och fanns året före: det upphör under {forst}, och planens senare år "
            f"gäller inte. Med --ar 1 planeras bara {forst}."
        )
    elif poster.manader < 12 and any(rad.bidrag_kr is None for rad in senare):
        yield (
            f"Förbundet finns {poster.manader} månader {forst}, och senare år har samma bidrag, för en del av ett år. "
            "Skriv hela årets i bidrag_kr i planering.csv."
        )


def _name(stam: str, namn: Sequence[str]) -> str:
    """Insatsen A; Insatserna A och B."""
    return f"{stam}{'n' if len(namn) == 1 else 'rna'} {join_words(namn)}"


def list_without_effect(poster: Poster) -> frozenset[str]:
    """The individinriktade insatser that have no effect row."""
    med_effekt = {e.insats_kod for e in poster.effekter}
    return frozenset(i.insats_kod for i in poster.insatser if i.inriktning == "individ") - med_effekt
