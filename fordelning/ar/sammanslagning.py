"""Several förbund, or parts of them, become one: amounts are added, codes kept apart, shares weighed by cost.

An empty cell stands for a rule. Where all parts have it empty it stays empty; where one has a figure the rule becomes a
figure for the others, and that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fordelning.ar.forbundsdel import BELOPP, REGEL, Flytt, Forbundsdel, name_row
from fordelning.ar.kapitalrader import merge_capital
from fordelning.ar.summor import add, as_text
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.underlag.texter import Textpost

ANDELAR = ("struktur_minst_andel", "struktur_hogst_andel")
_DECIMALER = Decimal("0.000001")


@dataclass(slots=True)
class Noteringar:
    """What a change tells beside its rows: amounts made of a rule, what to know, and what stops it."""

    flyttar: list[Flytt] = field(default_factory=list)
    anmarkningar: list[Anmarkning] = field(default_factory=list)
    fel: list[Anmarkning] = field(default_factory=list)

    def say(self, kod: str, vad: str, gor: str = "") -> None:
        """What the user should know of a förbund."""
        self.anmarkningar.append(Anmarkning(f"förbund {kod}", vad, gor=gor, allvar="varning"))

    def make(self, tabell: str, nyckel: str, kod: str, kolumn: str, belopp: str, regel: str) -> str:
        """An amount made of a rule, and told."""
        self.flyttar.append(Flytt(tabell, nyckel, "", kod, kolumn, belopp, REGEL))
        vid = f"{tabell} {nyckel}".strip()
        self.say(kod, f"{kolumn} i {vid} var tom ({regel}) och görs till {format_kr(int(Decimal(belopp)))} kr")
        return belopp


def merge(delar: Sequence[Forbundsdel], till: str, namn: str, noter: Noteringar) -> Forbundsdel:
    """The parts as the förbund `till`."""
    tom = {tabell: () for tabell in delar[0].rader}
    ny = Forbundsdel(till, tom, sum(d.tilldelning_kr for d in delar), sum(d.totalt_kr for d in delar))
    ny = ny.put("forbund", [{**_merge_forbund(delar, till, noter), "namn": namn}])
    ny = ny.put("medfinansiering", _add_rows("medfinansiering", delar))
    ny = ny.put("kapital", merge_capital(delar, till, noter.say, noter.fel))
    ny = ny.put("behov", _add_rows("behov", delar))
    for tabell in ("insatser", "effekter"):
        ny = ny.put(tabell, list(_keep_codes_apart(tabell, delar, till, noter)))
    return ny.put("planering", list(_merge_plans(delar, till, noter)))


def _merge_forbund(delar: Sequence[Forbundsdel], till: str, noter: Noteringar) -> Textpost:
    summor = {
        kolumn: _add_cells([d.post[kolumn] for d in delar]) for kolumn in ("tilldelning_fjol_kr", "eget_kapital_kr")
    }
    fjol = [as_text(2 * Decimal(d.post["tilldelning_fjol_kr"])) for d in delar]
    fatt = [str(d.tilldelning_kr) for d in delar]
    manader = {d.post["manader"] or "12" for d in delar}
    langst = max(map(int, manader))
    if len(manader) > 1:
        noter.say(till, f"delarna finns olika länge ({', '.join(sorted(manader, key=int))} månader); {langst} gäller")
    return {
        **delar[0].post,
        **summor,
        "bidrag_fjol_kr": _add_by_rule("bidrag_fjol_kr", delar, fjol, "två gånger tilldelningen", noter),
        "askande_kr": _add_by_rule("askande_kr", delar, fatt, "ingen gräns; tilldelningen före ändringen", noter),
        "manader": "" if langst == 12 else str(langst),
    }


def _add_by_rule(
    kolumn: str, delar: Sequence[Forbundsdel], enligt_regel: Sequence[str], regel: str, noter: Noteringar
) -> str:
    """The sum of a column of forbund; an empty cell is made a figure only where another part has one."""
    celler = [d.post[kolumn] for d in delar]
    if not any(celler):
        return ""
    fyllda = [
        cell or noter.make("forbund", "", d.kod, kolumn, figur, regel)
        for cell, d, figur in zip(celler, delar, enligt_regel, strict=True)
    ]
    return _add_cells(fyllda)


def _add_cells(celler: Sequence[str]) -> str:
    """The sum as text; empty when every cell is."""
    return as_text(add(celler)) if any(celler) else ""


def _add_rows(tabell: str, delar: Sequence[Forbundsdel]) -> list[Textpost]:
    """The rows of a table, those with the same key added."""
    grupper: dict[str, list[Textpost]] = {}
    for rad in (rad for d in delar for rad in d.rader[tabell]):
        grupper.setdefault(name_row(tabell, rad), []).append(rad)
    return [{**lika[0], **_add_amounts(tabell, lika)} for lika in grupper.values()]


def _add_amounts(tabell: str, rader: Sequence[Textpost]) -> dict[str, str]:
    return {kolumn: _add_cells([rad[kolumn] for rad in rader]) for kolumn in BELOPP[tabell]}


def _keep_codes_apart(tabell: str, delar: Sequence[Forbundsdel], till: str, noter: Noteringar) -> Iterator[Textpost]:
    """Every insats keeps its code, with its förbund's in front where two parts have the same."""
    antal = Counter(kod for d in delar for kod in {rad["insats_kod"] for rad in d.rader["insatser"]})
    lika = sorted(kod for kod, n in antal.items() if n > 1)
    if lika and tabell == "insatser":
        visade = ", ".join(lika[:5]) + (" …" if len(lika) > 5 else "")
        noter.say(till, f"{len(lika)} insatskoder fanns hos flera ({visade}) och har fått förbundets kod framför")
    for d in delar:
        for rad in d.rader[tabell]:
            kod = rad["insats_kod"]
            yield {**rad, "insats_kod": f"{d.kod}-{kod}"} if kod in lika else rad


def _merge_plans(delar: Sequence[Forbundsdel], till: str, noter: Noteringar) -> Iterator[Textpost]:
    """The frames year by year: amounts added, shares weighed by the cost of the parts' insatser."""
    aren = sorted({rad["ar"] for d in delar for rad in d.rader["planering"]})
    for ar in aren:
        med = [(d, rad) for d in delar for rad in d.rader["planering"] if rad["ar"] == ar]
        utan = [d.kod for d in delar if all(rad["ar"] != ar for rad in d.rader["planering"])]
        if utan:
            noter.say(till, f"{', '.join(utan)} har ingen rad för {ar} i planering; raden är de andras")
        rader = [rad for _, rad in med]
        if any(rad["bidrag_kr"] for rad in rader):
            regel = "tilldelningens summa"
            rader = [
                rad
                if rad["bidrag_kr"]
                else {**rad, "bidrag_kr": noter.make("planering", ar, d.kod, "bidrag_kr", str(d.totalt_kr), regel)}
                for d, rad in med
            ]
        vikter = _weigh(med)
        andelar = {kolumn: _average([rad[kolumn] for rad in rader], vikter) for kolumn in ANDELAR}
        yield {**rader[0], **_add_amounts("planering", rader), **andelar}


def _weigh(med: Sequence[tuple[Forbundsdel, Textpost]]) -> list[Decimal]:
    """The parts' weights: what their insatser cost today; administration where none has any; else all alike."""
    kostnader = [compute_cost(d) for d, _ in med]
    if not any(kostnader):
        kostnader = [Decimal(rad["administration_kr"] or 0) for _, rad in med]
    return kostnader if any(kostnader) else [Decimal(1)] * len(med)


def compute_cost(del_: Forbundsdel) -> Decimal:
    """What the insatser cost a year with today's participants, or the least where today's are not known, kr."""
    return sum(
        (
            Decimal(rad["fast_kostnad_kr"] or 0)
            + Decimal(rad["kostnad_per_deltagare_kr"] or 0) * Decimal(rad["idag_antal"] or rad["minst_antal"] or 0)
            for rad in del_.rader["insatser"]
        ),
        Decimal(0),
    )


def _average(andelar: Sequence[str], vikter: Sequence[Decimal]) -> str:
    if len(set(andelar)) == 1:
        return andelar[0]
    snitt = sum((Decimal(a) * v for a, v in zip(andelar, vikter, strict=True)), Decimal(0)) / sum(vikter)
    return as_text(snitt.quantize(_DECIMALER))
