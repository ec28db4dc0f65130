"""Swedish numbers: one small strict parser, because locale libraries read "1.234" and "1 23" as something else.

Thousands are never read as decimals. Point and comma are decimal signs, so exactly three digits after one of them are
ambiguous («400.000» is 400, or 400 000 as Excel writes it in other countries). Where a number is whole, or is kronor
or a count, the cell is refused, also when the three digits are zeros. Where decimals are the rule (`tusental.py`)
it is refused when the other reading is the one that fits the rest of the column or the year before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fordelning.tecken import FORMELTECKEN, describe_formula
from fordelning.underlag.ratext import suggest
from fordelning.underlag.tabellform import Kolumnform, Typ

MELLANRUM = "[ \u00a0\u2007\u2009\u202f]"
STORST = 10**15
"""The largest number accepted, either sign: whole kronor up to it are exact in float64."""

_TRE_SIFFROR = re.compile(rf"[-\u2212]?[0-9](?:{MELLANRUM}?[0-9])*[.,][0-9]{{3}}")
_TUSENTAL = re.compile("[-\u2212]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_TAL = re.compile(rf"[-\u2212]?(?:[0-9]+|[0-9]{{1,3}}(?:{MELLANRUM}[0-9]{{3}})+)(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Brist:
    """Why a cell's text is no value: what is wrong, what was expected, what to do (Swedish)."""

    vad: str
    vantat: str
    gor: str = ""


def parse_number(text: str) -> float | None:
    """A number with decimal point or comma and spaces between thousands; None when the text is anything else."""
    if not _TAL.fullmatch(text):
        return None
    return float(re.sub(MELLANRUM, "", text).replace(",", ".").replace("\u2212", "-")) + 0.0


def parse_whole(text: str) -> float | Brist | None:
    """As `parse_number`, for a number that is to be whole: a Brist when exactly three digits follow a decimal sign."""
    if not _TRE_SIFFROR.fullmatch(text):
        return parse_number(text)
    gor = "Punkt och komma är decimaltecken; skriv tusental med mellanslag eller utan."
    return Brist(f"«{text}» är inget heltal; tre siffror efter {text[-4]} kan vara tusental", "ett heltal", gor)


def may_be_thousands(text: str) -> bool:
    """Whether a decimal number may also be read as thousands: 1–3 digits, a decimal sign, exactly three digits."""
    return _TUSENTAL.fullmatch(text) is not None


def normalize(text: str, kolumn: Kolumnform) -> str:
    """A valid cell as it is written in a CSV file: decimal point, no spaces, with the decimals it was given."""
    if kolumn.typ in ("kod", "text"):
        return text
    if kolumn.typ in ("val", "ja_nej"):
        return text.lower()
    return re.sub(MELLANRUM, "", text).replace(",", ".").replace("\u2212", "-")


def interpret(text: str, kolumn: Kolumnform) -> Any:
    """The value of a non-empty cell, or a Brist."""
    if kolumn.typ in ("kod", "text"):
        return _read_text(text, kolumn)
    if kolumn.typ in ("val", "ja_nej"):
        return _choose(text, kolumn)
    if kolumn.typ == "trappning":
        return _parse_steps(text)
    krav = _KRAV[kolumn.typ]
    tal = parse_whole(text) if krav.helt else parse_number(text)
    if isinstance(tal, Brist):
        return replace(tal, vad=tal.vad.replace("heltal", krav.namn), vantat=krav.vantat)
    if tal is None:
        return Brist(f"«{text}» är inget tal", krav.vantat, _guess(text, kolumn.typ))
    if abs(tal) > STORST:
        return Brist(f"«{text}» är orimligt stort", f"högst {STORST}")
    if krav.helt and tal != int(tal):
        return Brist(f"«{text}» är inget {krav.namn}", krav.vantat)
    if not krav.godtar(tal):
        return Brist(f"«{text}» är inget {krav.namn}", krav.vantat, _guess(text, kolumn.typ))
    if tal < 0 and not kolumn.negativ:
        return Brist(f"«{text}» är negativt", "ett tal som är 0 eller större")
    return int(tal) if krav.helt else tal


@dataclass(frozen=True, slots=True)
class _Krav:
    """What a type of number must be."""

    namn: str
    vantat: str
    helt: bool = True
    godtar: Callable[[float], bool] = lambda _: True


_ANDEL = _Krav("tal från 0 till 1", "ett tal från 0 till 1, t.ex. 0,25", False, lambda tal: 0 <= tal <= 1)
_KRAV: dict[Typ, _Krav] = {
    "kr": _Krav("tal i hela kronor", "hela kronor, t.ex. 1200000"),
    "antal": _Krav("heltal", "ett heltal, t.ex. 12345"),
    "tal": _Krav("tal", "ett tal, t.ex. 1234,5 eller 1234.5", False),
    "andel": _ANDEL,
    "ar": _Krav("årtal", "ett år med fyra siffror, t.ex. 2026", godtar=lambda tal: 1990 <= tal <= 2100),
    "manader": _Krav(
        "antal månader",
        "ett heltal från 1 till 12, eller tomt för hela året",
        godtar=lambda tal: 1 <= tal <= 12,
    ),
}


def _read_text(text: str, kolumn: Kolumnform) -> str | Brist:
    """A text does not begin as a formula; nor a code with the quotes that make Excel keep its zeros."""
    if text.startswith(FORMELTECKEN):
        vad, vantat, gor = describe_formula(text)
        return Brist(vad, vantat if kolumn.typ == "text" else kolumn.beskrivning, gor)
    if kolumn.typ == "kod" and text.startswith(tuple("'\"’`´")):
        return Brist(f"«{text}» börjar med ett citattecken", kolumn.beskrivning, "Skriv koden utan citattecken.")
    return text


def _choose(text: str, kolumn: Kolumnform) -> Any:
    val = text.lower()
    if val not in kolumn.val:
        return Brist(f"«{text}» är inget känt val", " eller ".join(kolumn.val), suggest(text, kolumn.val))
    return val == "ja" if kolumn.typ == "ja_nej" else val


def _parse_steps(text: str) -> tuple[float, ...] | Brist:
    steg = [parse_number(del_.strip()) for del_ in text.split(";")]
    if all(s is not None and _ANDEL.godtar(s) for s in steg):
        return tuple(s for s in steg if s is not None)
    return Brist(f"«{text}» är ingen trappning", "andelar från 0 till 1 med semikolon emellan, t.ex. 1;0,75;0,5")


_GISSNINGAR: tuple[tuple[str, str], ...] = (
    (
        r"(?i)(nan|n/?a|inf(inity)?|null|none|saknas|uppgift saknas|-|–|\.{1,3}|x|\?)",
        "Lämna cellen tom om uppgiften inte är given och kolumnen är frivillig; annars ta reda på talet.",
    ),
    (r".*[eE][+-]?[0-9]+", "Excel har kortat talet; visa cellen som tal utan decimaler och spara om."),
    (r".*%", "Skriv utan procenttecken, t.ex. 0,25 för 25 %."),
    (
        r"(?i).*[0-9]\s*(t?kr|[mt]nkr|mkr|sek|kronor|st|:-)\.?",
        "Skriv bara talet, i hela kronor eller antal, utan enhet.",
    ),
    (r"\(.*\)", "Skriv negativa tal med minustecken."),
    (r"\+.*", "Skriv talet utan plustecken."),
    (
        r"[-\u2212]?[0-9]{1,3}([.,'’][0-9]{3})+([.,][0-9]+)?",
        "Skriv tusental med mellanslag eller utan, t.ex. 1 234 567.",
    ),
    (
        rf"[-\u2212]?[0-9]+({MELLANRUM}+[0-9]+)+([.,][0-9]+)?",
        "Mellanslag får bara stå mellan tusental, t.ex. 1 234 567.",
    ),
)
"""What people write instead of a number, and what to tell them."""


def _guess(text: str, typ: Typ) -> str:
    """The likeliest reason why a text is no number, as advice."""
    siffror = text.translate(str.maketrans("OoIl|", "00111"))
    if siffror != text and parse_number(siffror) is not None:
        return f"Menade du {siffror}? Bokstäver står där det ska vara siffror."
    if typ == "andel" and (tal := parse_number(text)) is not None and 1 < tal <= 100:
        return f"Menade du {tal / 100:g}?".replace(".", ",")
    return next((rad for monster, rad in _GISSNINGAR if re.fullmatch(monster, text)), "")
