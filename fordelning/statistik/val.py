"""What the user chose of a download: `--variabel kön=1+2`, `--variabel ålder=16-64`, `--ar 2025`.

A variable with several values needs a choice, unless the source has one total of it; age always does, since the total
of ages is not the age of the key. Time is one value, or the months of one year, which are averaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fordelning.fel import Anmarkning
from fordelning.statistik.aldrar import describe_ages, find_ages, is_age, is_total, tile_ages
from fordelning.statistik.kub import Dimension, Kod, Kub, StatistikFel
from fordelning.tecken import compose

_VISADE = 12
_SCB_KON = {"1": "män", "2": "kvinnor"}
"""SCB's codes of sex, for tables that have only the names."""


@dataclass(frozen=True, slots=True)
class Val:
    """The choices: the text chosen per variable, its name as `fold_name` gives it, and the year.

    `skrivna` has the names as the user wrote them.
    """

    variabler: Mapping[str, str] = field(default_factory=dict)
    ar: int | None = None
    skrivna: Mapping[str, str] = field(default_factory=dict)


def parse_choices(texter: Sequence[str], ar: int | None) -> Val:
    """Choices written NAMN=VÄRDE. Raises StatistikFel for one that is not, or a variable twice."""
    par = split_choices(texter)
    return Val({fold_name(namn): varde for namn, varde in par.items()}, ar, {fold_name(namn): namn for namn in par})


def fold_name(namn: str) -> str:
    """A variable's name without what differs between sources: Kön, kon and kon_kod are one."""
    platt = compose(namn).casefold().translate(str.maketrans("åäö", "aao"))
    return re.sub(r"[_ ]?(kod|code)$", "", platt)


def _list_names(d: Dimension) -> set[str]:
    """The names a user may choose a variable by; age by «ålder», whatever the source calls it."""
    return {fold_name(d.kod), fold_name(d.namn)} | ({"alder"} if is_age(d) else set())


def split_choices(texter: Sequence[str]) -> dict[str, str]:
    """The value per variable, as written. Raises StatistikFel as `parse_choices`."""
    par, fel = dict[str, str](), list[Anmarkning]()
    for text in texter:
        namn, lika, varde = (del_.strip() for del_ in text.partition("="))
        if not (namn and lika and varde):
            vad, vantat = f"«{text}» är inget val", "NAMN=VÄRDE, t.ex. kön=1+2"
            fel.append(Anmarkning("--variabel", vad, vantat, "Skriv om valet."))
        elif fold_name(namn) in {fold_name(n) for n in par}:
            fel.append(Anmarkning("--variabel", f"«{namn}» är vald två gånger", "varje variabel en gång"))
        par[namn] = varde
    if fel:
        raise StatistikFel(fel)
    return par


@dataclass(frozen=True, slots=True)
class Urval:
    """The places chosen in each dimension, in order; what was chosen and left out in words; ages and year."""

    platser: tuple[tuple[int, ...], ...]
    valt: tuple[str, ...]
    utelamnat: tuple[str, ...]
    alder: str
    ar: int | None


def choose(kub: Kub, val: Val) -> Urval:
    """What is taken of a cube. Raises StatistikFel with every choice that is missing, unknown or overlapping."""
    fel = list(_find_unknown(kub, val))
    platser, valt, utelamnat, alder = [], [], [], ""
    ar = None if any(d.roll == "tid" for d in kub.dimensioner) else val.ar
    for d in kub.dimensioner:
        if d.roll == "omrade":
            platser.append(tuple(range(len(d.varden))))
            continue
        valda, fynd = _choose_one(d, val, kub.uttag.fil.namn)
        fel += fynd
        platser.append(tuple(valda))
        namn = [d.varden[i].namn for i in valda]
        if len(d.varden) > 1 or d.roll != "matt":
            valt.append(f"{d.namn}: {_show(namn, ' + ')}")
        if rest := [v.namn for i, v in enumerate(d.varden) if i not in set(valda)]:
            utelamnat.append(f"{d.namn}: {_show(rest, ', ')}")
        if is_age(d):
            alder = describe_ages([find_ages(d.varden[i]) for i in valda], namn)
        if d.roll == "tid" and valda and (m := re.match("[0-9]{4}", d.varden[valda[0]].kod)):
            ar = int(m[0])
    if fel:
        raise StatistikFel(fel)
    return Urval(tuple(platser), tuple(valt), tuple(utelamnat), alder, ar)


def keep_own(val: Val, kub: Kub, alla: Sequence[Kub]) -> Val:
    """The choices for one of several files: without variables that only another of them has."""
    egna, andra = ({n for k in kuber for d in k.dimensioner for n in _list_names(d)} for kuber in ((kub,), alla))
    return replace(val, variabler={n: v for n, v in val.variabler.items() if n in egna or n not in andra})


def _find_unknown(kub: Kub, val: Val) -> Iterator[Anmarkning]:
    finns = {namn for d in kub.dimensioner for namn in _list_names(d)}
    namn = ", ".join(d.namn for d in kub.dimensioner if d.roll != "omrade")
    for variabel in [v for v in val.variabler if v not in finns]:
        plats = kub.uttag.fil.namn
        vad = f"variabeln «{val.skrivna.get(variabel, variabel)}» finns inte"
        yield Anmarkning(plats, vad, namn or "ingen variabel", "Rätta --variabel.")


def _choose_one(d: Dimension, val: Val, namn: str) -> tuple[list[int], list[Anmarkning]]:
    """The places chosen in one dimension, and what is wrong with the choice."""
    plats = f"{namn}, {d.namn}"
    text = next((varde for namn, varde in val.variabler.items() if namn in _list_names(d)), None)
    if text is not None:
        valda = find_values(d, text)
        if valda is None:
            gor = f"Skriv koder eller namn med + emellan, t.ex. --variabel {d.namn}={d.varden[0].kod}."
            return [], [Anmarkning(plats, f"«{text}» finns inte", _show([_both(v) for v in d.varden], ", "), gor)]
        return valda, list(_find_overlap(d, valda, plats))
    if d.roll == "tid" and val.ar is not None:
        valda = [i for i, v in enumerate(d.varden) if v.kod.startswith(str(val.ar))]
        hela = [i for i in valda if d.varden[i].kod == str(val.ar)]
        if not valda:
            return [], [
                Anmarkning(plats, f"år {val.ar} finns inte", _show([v.kod for v in d.varden], ", "), "Byt --ar.")
            ]
        return hela or valda, []
    if len(d.varden) == 1:
        return [0], []
    if d.roll == "tid" and _is_one_year(d):
        return list(range(len(d.varden))), []
    totaler = [i for i, v in enumerate(d.varden) if is_total(d, v)]
    if len(totaler) == 1 and d.roll == "" and not is_age(d):
        return totaler, []
    vad = f"{len(d.varden)} värden, och inget är valt"
    gor = "Välj med --ar." if d.roll == "tid" else f"Välj med --variabel {_quote(d.namn)}=…, flera med + emellan."
    return [], [Anmarkning(plats, vad, f"ett val bland {_show([_both(v) for v in d.varden], ', ')}", gor)]


def _is_one_year(d: Dimension) -> bool:
    """Whether the times are months of one year."""
    return len({v.kod[:4] for v in d.varden}) == 1 and all(re.fullmatch(r"\d{4}M\d\d", v.kod) for v in d.varden)


def _quote(namn: str) -> str:
    return f'"{namn}"' if " " in namn else namn


def _both(v: Kod) -> str:
    return v.kod if v.kod == v.namn else f"{v.kod} ({v.namn})"


def _show(texter: Sequence[str], skilj: str) -> str:
    """The first texts, and how many there are when some are not shown."""
    fler = f" … ({len(texter)} stycken)" if len(texter) > _VISADE else ""
    return skilj.join(texter[:_VISADE]) + fler


def find_values(d: Dimension, text: str) -> list[int] | None:
    """The places of the values that a text names: one whole, several with + between, or a range of ages."""
    if (hel := _find_value(d, text)) is not None:
        return [hel]
    valda: list[int] = []
    for del_ in (t.strip() for t in text.split("+")):
        en = _find_value(d, del_)
        if en is not None:
            valda.append(en)
        elif (alder := re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)( år)?", del_)) and is_age(d):
            delar = tile_ages(d, int(alder[1]), int(alder[2]))
            if delar is None:
                return None
            valda += delar
        else:
            return None
    return valda if len(set(valda)) == len(valda) else None


def _find_value(d: Dimension, text: str) -> int | None:
    """The value with this code, else with this name, in any case."""
    sokt = compose(text).casefold()
    koder = {v.kod.casefold(): i for i, v in reversed([*enumerate(d.varden)])}
    namn = {compose(v.namn).casefold(): i for i, v in reversed([*enumerate(d.varden)])}
    return koder.get(sokt, namn.get(sokt, namn.get(_SCB_KON.get(sokt, ""))))


def _find_overlap(d: Dimension, valda: Sequence[int], plats: str) -> Iterator[Anmarkning]:
    """Values that would be summed twice: a total with one of its parts, or ages that overlap."""
    if len(valda) < 2:
        return
    gor = "Välj delar som inte går in i varandra, eller bara totalen."
    aldrar = sorted((a, i) for i in valda if is_age(d) and (a := find_ages(d.varden[i])))
    for (fore, i), (efter, j) in pairwise(aldrar):
        if efter[0] <= fore[1]:
            namn = f"«{d.varden[i].namn}» och «{d.varden[j].namn}»"
            yield Anmarkning(plats, f"{namn} går in i varandra", "varje ålder en gång", gor)
            return
    if any(is_total(d, d.varden[i]) for i in valda):
        yield Anmarkning(plats, "en total är vald tillsammans med sina delar", "varje person en gång", gor)
