"""Eget kapital year by year, merged and divided so that every year's ingående is still the utgående of the year before.

Of a year's rows the surest kind counts. A merged year is of the kind that every part has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from fordelning.ar.forbundsdel import Forbundsdel, divide
from fordelning.ar.summor import add, as_text
from fordelning.fel import Anmarkning
from fordelning.kapital.bok import RANGORDNING
from fordelning.underlag.texter import Textpost

BELOPP = ("ingaende_kr", "intakter_kr", "kostnader_kr")

Say = Callable[[str, str], None]
"""Tells the user something of a förbund."""

Arsrader = Mapping[str, Textpost]
"""The rows of a year by kind."""


def merge_capital(delar: Sequence[Forbundsdel], till: str, say: Say, fel: list[Anmarkning]) -> list[Textpost]:
    """The parts' years added. Where a part lacks a year the others' is the whole, and that is told."""
    per_del = [(d.kod, _by_year(d.rader["kapital"])) for d in delar if d.rader["kapital"]]
    rader: list[Textpost] = []
    for ar in sorted({ar for _, aren in per_del for ar in aren}):
        med = [(kod, aren[ar]) for kod, aren in per_del if ar in aren]
        utan = [kod for kod, aren in per_del if ar not in aren and _is_missed(aren, ar)]
        if utan:
            say(till, f"{', '.join(utan)} har ingen rad för {ar} i kapital; årets rad är de andras")
        rader += _merge_year(ar, med, till, say, fel)
    return rader


def _by_year(rader: Sequence[Textpost]) -> dict[str, dict[str, Textpost]]:
    aren: dict[str, dict[str, Textpost]] = {}
    for rad in rader:
        aren.setdefault(rad["ar"], {})[rad["typ"]] = rad
    return aren


def _is_missed(aren: Mapping[str, Arsrader], ar: str) -> bool:
    """Whether a year without rows hides something: not where the part began later, with nothing."""
    forsta = min(aren)
    return ar > forsta or bool(Decimal(pick(aren[forsta])["ingaende_kr"]))


def _merge_year(
    ar: str, med: Sequence[tuple[str, Arsrader]], till: str, say: Say, fel: list[Anmarkning]
) -> Iterator[Textpost]:
    """A year's rows. Kinds that every part has are added; a surer one that only some have makes the year a mixture."""
    alla = {typ for _, rader in med for typ in rader}
    gemensamma = set.intersection(*(set(rader) for _, rader in med))
    if gemensamma and _surest(alla) == _surest(gemensamma):
        for typ in sorted(alla, key=RANGORDNING.index):
            yield _add_rows([rader[typ] for _, rader in med if typ in rader])
        if alla != gemensamma:
            say(till, f"alla delar har inte samma slags rader för {ar} i kapital; den säkraste är hel")
        return
    valda = [pick(rader) for _, rader in med]
    typ = max((rad["typ"] for rad in valda), key=RANGORDNING.index)
    rester = [rad for _, rader in med for rad in rader.values() if rad is not pick(rader)]
    if any(RANGORDNING.index(rad["typ"]) <= RANGORDNING.index(typ) for rad in rester):
        typ = "prognos" if all(rad["typ"] == "budget" for rad in rester) else ""
    if not typ:
        slag = "; ".join(f"{kod}: {', '.join(rader)}" for kod, rader in med)
        vad = f"åren går inte att lägga ihop för {ar}: {slag}"
        gor = "Ha samma slags rader för alla som slås ihop, eller ta bort den mindre säkra."
        fel.append(Anmarkning(f"kapital, förbund {till}", vad, gor=gor))
        return
    say(till, f"{ar} i kapital är {typ}: delarna hade {', '.join(sorted({r['typ'] for r in valda}))}")
    yield {**_add_rows(valda), "typ": typ}
    for kvar in sorted({rad["typ"] for rad in rester}):
        yield _add_rows([rad for rad in rester if rad["typ"] == kvar])


def _surest(typer: set[str]) -> str:
    return min(typer, key=RANGORDNING.index)


def pick(rader: Arsrader) -> Textpost:
    """The surest row of a year."""
    return rader[_surest(set(rader))]


def _add_rows(rader: Sequence[Textpost]) -> Textpost:
    return {**rader[0], **{kolumn: as_text(add(rad[kolumn] for rad in rader)) for kolumn in BELOPP}}


def compute_closing(rad: Textpost) -> Decimal:
    """Utgående = ingående + intäkter − kostnader."""
    return Decimal(rad["ingaende_kr"]) + Decimal(rad["intakter_kr"]) - Decimal(rad["kostnader_kr"])


def divide_capital(rader: Sequence[Textpost], vikter: Sequence[float]) -> list[list[Textpost]]:
    """The rows of each part. Income and costs are divided; an ingående that the year before left is what it left."""
    aren, delade = _by_year(rader), dict[int, list[Textpost]]()
    for rad in sorted(rader, key=lambda r: int(r["ar"])):
        fore = aren.get(str(int(rad["ar"]) - 1))
        ingaende = divide(rad["ingaende_kr"], vikter)
        if fore is not None and compute_closing(pick(fore)) == Decimal(rad["ingaende_kr"]):
            ingaende = [as_text(compute_closing(del_)) for del_ in delade[id(pick(fore))]]
        intakter, kostnader = divide(rad["intakter_kr"], vikter), divide(rad["kostnader_kr"], vikter)
        delade[id(rad)] = [
            {**rad, "ingaende_kr": a, "intakter_kr": b, "kostnader_kr": c}
            for a, b, c in zip(ingaende, intakter, kostnader, strict=True)
        ]
    return [[delade[id(rad)][j] for rad in rader] for j in range(len(vikter))]


def divide_balance(
    eget_kapital: str, rader: Sequence[Textpost], delade: Sequence[Sequence[Textpost]], ar: int, vikter: Sequence[float]
) -> list[str]:
    """Each part's eget kapital when the budget year begins: as its own chain says, where the whole's chain says it."""
    aren, delars = _by_year(rader), [_by_year(d) for d in delade]
    if fore := aren.get(str(ar - 1)):
        if compute_closing(pick(fore)) == Decimal(eget_kapital):
            return [as_text(compute_closing(pick(d[str(ar - 1)]))) for d in delars]
    elif (nu := aren.get(str(ar))) and Decimal(pick(nu)["ingaende_kr"]) == Decimal(eget_kapital):
        return [pick(d[str(ar)])["ingaende_kr"] for d in delars]
    return divide(eget_kapital, vikter)


def find_breaks(rader: Sequence[Textpost]) -> Iterator[tuple[str, Decimal]]:
    """The years whose ingående is not the utgående of the year before, with the difference, of one kind of figures."""
    aren = {ar: pick(arets) for ar, arets in _by_year(rader).items()}
    for ar, rad in sorted(aren.items()):
        fore = aren.get(str(int(ar) - 1))
        if fore is not None and fore["typ"] == rad["typ"]:
            skillnad = Decimal(rad["ingaende_kr"]) - compute_closing(fore)
            if skillnad:
                yield ar, skillnad
