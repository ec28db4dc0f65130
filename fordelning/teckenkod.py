"""Which encoding the bytes of a text file have. One rule for every room; only what a format prescribes differs.

1. A byte order mark says UTF-8 or UTF-16. Without one, bytes that form valid UTF-8 are UTF-8: Swedish letters in an
   encoding of one byte a character never do. (Text in other alphabets only, likelier by 2, is undecided.)
2. Otherwise the file is read as cp1252, CP437, CP850 and Mac Roman, and every place with a character beyond ASCII is
   weighed: 0 for a Swedish letter or a dash, quotation mark or space where such a sign can stand; 1–3 for other letters
   and signs; 3 more for a letter beside a digit or a capital within a word; 9 for what no Swedish text holds
   (frames, Greek, mathematics, bytes without a character). The same place (the sign and its neighbours) counts once.
3. The reading that weighs least holds when every other text weighs at least 2 more and it holds nothing that weighs 9.
4. A format that prescribes an encoding (SIE: CP437) has it where it weighs less than 2 more, than Mac less than 4; and
   there a Swedish letter weighs 0 wherever it stands, so that what we write is always read back.
   Where nothing is prescribed (CSV), only cp1252 is read; DOS, Mac and the undecided are refused, with their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

KODNINGAR = {
    "cp1252": "Windows (cp1252)",
    "cp437": "DOS (CP437 eller CP850)",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
}
"""The encodings of one byte a character, with their names for the user."""

OMOJLIGT = 9
_HOGST = 300_000
"""Places that are weighed, from the beginning of the file."""
_MARGINAL = 2
_FEL_PLATS = 3

_VIKTER = dict.fromkeys("åäöÅÄÖéÉüÜæøÆØ", 0) | dict.fromkeys("à", 1) | dict.fromkeys("áèêëïôçÀÁÈÊËÏÔÇ", 2)
_VIKTER |= dict.fromkeys("ßþÞðÐƒªº", 4)
_OVRIGA = 3
_TECKEN = {"§": 1, "°": 1, "½": 1, "¼": 1, "¾": 1, "²": 2, "³": 2, "µ": 1, "×": 2, "´": 1, "±": 1, "€": 2, "£": 2}
_TECKEN |= {"·": 1, "•": 1, "™": 2, "®": 2, "©": 2, "‰": 1, "¨": 2, "¤": 2, "¢": 3, "¥": 3}
_TECKEN |= {"†": 4, "‡": 4, "¿": 3, "¡": 3, "‹": 3, "›": 3, "¹": 2, "¶": 4, "¦": 4, "¬": 4, "¸": 4, "¯": 4}
_HOGA = re.compile(rb"(?s)(?<=(.))([\x80-\xff])(?=(.))")
_ORD = re.compile(rb"[^\s;,\"\x00-\x1f]{0,20}[\x80-\xff][^\s;,\"\x00-\x1f]{0,20}")


@dataclass(frozen=True, slots=True)
class Bedomning:
    """What the bytes are: the encoding, or "" where it is not settled, and the likeliest one all the same."""

    kodning: str
    trolig: str


def detect(data: bytes, foreskriven: str = "") -> Bedomning:
    """The encoding of a file by the rule of this module; one that only ASCII can tell of is what is prescribed."""
    if data.startswith(b"\xef\xbb\xbf"):
        return Bedomning("utf-8-sig", "utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and not data.startswith(b"\xff\xfe\x00\x00"):
        return Bedomning("utf-16", "utf-16")
    if data.isascii():
        kodning = foreskriven or "utf-8"
        return Bedomning(kodning, kodning)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _weigh(data, foreskriven)[0]
    if all("\u0180" <= tecken < "\u0800" for tecken in text if not tecken.isascii()):
        bedomning, vikt = _weigh(data, foreskriven)
        return Bedomning(foreskriven, bedomning.trolig) if vikt <= _MARGINAL else Bedomning("utf-8", "utf-8")
    return Bedomning("utf-8", "utf-8")


def _weigh(data: bytes, foreskriven: str) -> tuple[Bedomning, int]:
    """Points 2–4 of the rule, and what the likeliest reading weighs."""
    funna = islice(_HOGA.finditer(b" " + data + b" "), _HOGST)
    platser = frozenset(b"".join(traff.groups()) for traff in funna)
    vikter = {kodning: sum(_cost(p, kodning, bool(foreskriven)) for p in platser) for kodning in KODNINGAR}
    trolig = min(vikter, key=lambda kodning: (vikter[kodning], kodning != foreskriven))
    texter = {kodning: [p.decode(kodning, "replace") for p in sorted(platser)] for kodning in KODNINGAR}
    if foreskriven and texter[trolig] == texter[foreskriven]:
        trolig = foreskriven
    rivaler = (vikter[k] for k in KODNINGAR if texter[k] != texter[trolig])
    avgjort = min(rivaler, default=vikter[trolig] + _MARGINAL) >= vikter[trolig] + _MARGINAL
    mojligt = all(_cost(p, trolig, bool(foreskriven)) < OMOJLIGT for p in platser)
    if foreskriven:
        nara = vikter[foreskriven] < vikter[trolig] + _MARGINAL * (2 if trolig == "mac_roman" else 1)
        return Bedomning(foreskriven if nara else trolig, trolig), vikter[trolig]
    return Bedomning(trolig if avgjort and mojligt and trolig == "cp1252" else "", trolig), vikter[trolig]


@cache
def _cost(plats: bytes, kodning: str, mild: bool) -> int:
    """What the middle character of three weighs, between its neighbours. `mild`: Swedish letters may stand anywhere."""
    fore, tecken, efter = tuple(plats.decode(kodning, "replace"))
    if tecken in "\u00a0\u00ad":
        return _cost_of_space(fore, tecken, efter)
    if tecken in "–—":
        return 2 if fore.isalpha() and efter.islower() else 0 if _kind(fore) == _kind(efter) else 1
    if tecken in "’‘”“„‚":
        inne = fore.isalpha() and efter.isalpha()
        return (2 if tecken == "’" else 5) if inne else 2 * (tecken in "„‚")
    if tecken == "…":
        return 4 if efter.isalpha() else 1 + fore.isupper() if fore.isalnum() or fore in ". " else 3
    if tecken in "«»":
        return 4 if fore.isalpha() and efter.isalpha() else 1
    if tecken in _TECKEN:
        return _TECKEN[tecken] + 2 * fore.isalpha() + 2 * efter.isalpha()
    if not tecken.isalpha() or not (tecken < "\u0180" or tecken in _VIKTER):
        return OMOJLIGT
    return 0 if mild and not _VIKTER.get(tecken, _OVRIGA) else _cost_of_letter(fore, tecken, efter)


def _cost_of_space(fore: str, tecken: str, efter: str) -> int:
    """A space that does not break stands after a digit, or between words; a soft hyphen within a word."""
    if tecken == "\u00a0":
        return 0 if fore.isdecimal() or efter.isdecimal() else 1
    return 1 if fore.isalpha() and efter.isalpha() else 4


def _cost_of_letter(fore: str, tecken: str, efter: str) -> int:
    ensam = not fore.isalpha() and not efter.isalpha() and tecken not in "åÅöÖà"
    inne = fore.islower() or (fore.isalpha() and efter.islower())
    skift = (tecken.isupper() and inne) or (tecken.islower() and efter.isupper())
    siffra = fore.isdecimal() or efter.isdecimal()
    return _VIKTER.get(tecken, _OVRIGA) + ensam + _FEL_PLATS * (skift + siffra)


def _kind(tecken: str) -> int:
    return 1 if tecken.isalpha() else 2 if tecken.isdecimal() else 3


def show_words(data: bytes, kodningar: Iterable[str]) -> str:
    """The first words with characters beyond ASCII, as each encoding would have them: «V„rmd”», «Värmdö»."""
    ord_ = list(dict.fromkeys(traff[0] for traff in islice(_ORD.finditer(data), _HOGST)))[:3]
    lasta = (" ".join(o.decode(kodning, "replace") for o in ord_) for kodning in kodningar)
    return " eller ".join(f"«{text}»" for text in dict.fromkeys(lasta))
