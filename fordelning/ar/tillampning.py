"""Changes made to a data set: `apply` gives its tables after them, every amount that moved, and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fordelning.ar.andringar import Andringar, AndringFel, name_section
from fordelning.ar.balans import check_totals
from fordelning.ar.forbundsdel import EGNA, Flytt, Forbundsdel
from fordelning.ar.kapitalrader import find_breaks
from fordelning.ar.lage import Lage
from fordelning.ar.nytt_ar_nycklar import move_totals
from fordelning.ar.steg import STEG
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.resultat import Resultat
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Texter, Textpost


@dataclass(frozen=True, slots=True)
class Grupp:
    """Förbund that a change has bound together: their codes before and after, and what was done, in words."""

    fore: tuple[str, ...]
    efter: tuple[str, ...]
    vad: str


@dataclass(frozen=True, slots=True)
class Andrat:
    """A data set after changes, not yet through the gate, and what the changes did."""

    texter: Texter
    flyttar: tuple[Flytt, ...]
    grupper: tuple[Grupp, ...]
    varningar: tuple[Anmarkning, ...]


def apply(granskat: Granskat, andringar: Andringar, fore: Resultat, fil: str = "ändringarna") -> Andrat:
    """The data set after the changes. `fore` is its allocation, which an empty äskande may have to stand for.

    For every column of kronor and counts the total after is the total before, plus what was made of rules, less what
    ended. Raises AndringFel with every finding, also where that does not hold.
    """
    lage = _begin(granskat, fore)
    for namn, steg in STEG.items():
        for nummer, andring in enumerate(getattr(andringar, namn), start=1):
            steg(lage, andring, name_section(fil, namn, nummer))
    if lage.noter.fel:
        raise AndringFel(lage.noter.fel)
    _fill_own_keys(lage)
    fore_tabeller = granskat.texter.tabeller
    tabeller = dict(_end(lage, fore_tabeller))
    flyttar = tuple(lage.noter.flyttar)
    if skilda := list(check_totals(fore_tabeller, tabeller, flyttar)):
        raise AndringFel(skilda)
    nycklar, brott = _change_settings(granskat, tabeller, lage, fil)
    varningar = (*lage.noter.anmarkningar, *brott)
    return Andrat(Texter(tabeller, nycklar), flyttar, tuple(_group(lage)), varningar)


def _begin(granskat: Granskat, fore: Resultat) -> Lage:
    texter = granskat.texter.tabeller
    par = zip(fore.tilldelning_kr.tolist(), fore.matchning.totalt_kr.tolist(), strict=True)
    belopp = {kod: (int(a), int(b)) for kod, (a, b) in zip(fore.underlag.koder, par, strict=True)}
    egna: dict[str, dict[str, list[Textpost]]] = {}
    for rad in texter["forbund"]:
        egna[rad["forbund_kod"]] = {namn: [] for namn in EGNA}
    for namn in EGNA:
        for rad in texter[namn]:
            egna[rad["forbund_kod"]][namn].append(rad)
    delar = {
        kod: Forbundsdel(kod, {namn: tuple(r) for namn, r in rader.items()}, *belopp[kod])
        for kod, rader in egna.items()
    }
    return Lage(granskat.installningar.budgetar, delar, {rad["omrade_kod"]: rad for rad in texter["omraden"]})


def _end(lage: Lage, fore: Mapping[str, tuple[Textpost, ...]]) -> Iterator[tuple[str, tuple[Textpost, ...]]]:
    """The tables: of a förbund that nothing was done to the rows as they stood; changed ones take the first's place."""
    for namn in TABELLER:
        if namn == "omraden":
            yield namn, tuple(lage.omraden.values())
        elif namn in EGNA:
            yield namn, tuple(_order(fore[namn], lage, namn))
        else:
            yield namn, fore[namn]


def _fill_own_keys(lage: Lage) -> None:
    """Where only some areas of a förbund now have a weight in the kommuner's own key, the others have inhabitants."""
    for kod in sorted(lage.andrade & lage.delar.keys()):
        omraden = lage.list_areas(kod)
        utan = [rad for rad in omraden if not rad["medfinansiering_vikt"]]
        if not utan or len(utan) == len(omraden):
            continue
        for rad in utan:
            lage.omraden[rad["omrade_kod"]] = {**rad, "medfinansiering_vikt": rad["invanare_antal"]}
        namnda = ", ".join(rad["omrade_kod"] for rad in utan)
        vad = f"medfinansiering_vikt var tom för {namnda} men inte för de andra områdena; den görs till invånarna"
        lage.noter.say(kod, vad, "Ange kommunernas egen nyckel för hela förbundet, eller ingen.")


def _order(fore: Iterable[Textpost], lage: Lage, namn: str) -> Iterator[Textpost]:
    skrivna: set[str] = set()
    for rad in fore:
        kod = rad["forbund_kod"]
        if kod not in lage.andrade:
            yield rad
            continue
        for ny in lage.foljer(kod):
            if ny not in skrivna:
                skrivna.add(ny)
                yield from lage.delar[ny].rader[namn]
    for kod in lage.andrade:
        if kod not in skrivna and kod in lage.delar:
            yield from lage.delar[kod].rader[namn]


def _change_settings(
    granskat: Granskat, tabeller: Mapping[str, tuple[Textpost, ...]], lage: Lage, fil: str
) -> tuple[dict[str, Any], list[Anmarkning]]:
    """The settings: control totals follow amounts made of rules and ended, breaks are approved, sources say why."""
    nycklar, brott = dict(granskat.nycklar), list[Anmarkning]()
    if summor := move_totals(granskat, tabeller):
        nycklar["kontrollsummor"] = summor
    gamla = granskat.installningar.undantag
    finns = {f"{rad['forbund_kod']} {rad['ar']}" for rad in tabeller["kapital"]}
    kedja = [text for text in gamla.kedja if text in finns]
    for kod in lage.andrade & lage.delar.keys():
        for ar, skillnad in find_breaks(lage.delar[kod].rader["kapital"]):
            if f"{kod} {ar}" not in kedja:
                kedja.append(f"{kod} {ar}")
                brott.append(_tell_break(kod, ar, int(skillnad)))
    if kedja or gamla.kedja:
        nycklar["undantag"] = {**nycklar.get("undantag", {}), "kedja": sorted(kedja)}
    kallor = nycklar.get("kallor", {})
    egen = kallor.get("forbund", {})
    egen = dict(egen) if isinstance(egen, Mapping) else {"text": egen}
    text = "; ".join(vad for vad in (egen.get("andringar", ""), f"{fil}: {', '.join(lage.utfort)}") if vad)
    return {**nycklar, "kallor": {**kallor, "forbund": {**egen, "andringar": text}}}, brott


def _tell_break(kod: str, ar: str, skillnad_kr: int) -> Anmarkning:
    vad = (
        f"eget kapital börjar {ar} med {format_kr(skillnad_kr)} kr annat än {int(ar) - 1} slutade med: "
        "alla delar har inte samma år i kapital"
    )
    gor = "Det är godkänt under [undantag] kedja. Fyll hellre på med åren som saknas."
    return Anmarkning(f"förbund {kod}, {ar}", vad, gor=gor, allvar="varning")


def _group(lage: Lage) -> Iterator[Grupp]:
    """The changes whose förbund overlap as one, in the order they were made."""
    grupper: list[tuple[set[str], set[str], list[str]]] = []
    for fore, efter, vad in lage.band:
        ny = (set(fore), set(efter), [vad])
        for gammal in [g for g in grupper if (g[0] | g[1]) & (ny[0] | ny[1])]:
            grupper.remove(gammal)
            ny = (gammal[0] | ny[0], gammal[1] | ny[1], gammal[2] + ny[2])
        grupper.append(ny)
    for a, b, ord_ in grupper:
        fore_koder, efter_koder = sorted(a & lage.ursprungliga), sorted(b & lage.delar.keys())
        yield Grupp(tuple(fore_koder), tuple(efter_koder), "; ".join(ord_))
