"""Characters and words: which texts may enter, how any is made safe to show on a terminal, and how words are joined."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fordelning.fel import Anmarkning

_OSYNLIGA = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that cannot be seen: control, format, half pairs, line and paragraph separators."""

FORMELTECKEN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of a formula when it opens a CSV file (OWASP, CSV injection)."""


def is_invisible(tecken: str) -> bool:
    """Whether a character cannot be seen, or is none: Unicode's non-characters U+FDD0–FDEF and U+xxFFFE–xxFFFF."""
    kod = ord(tecken)
    return unicodedata.category(tecken) in _OSYNLIGA or 0xFDD0 <= kod <= 0xFDEF or kod & 0xFFFE == 0xFFFE


def compose(text: str) -> str:
    """The text with each letter as one character (NFC): what a Mac or a PDF gives as a + ring is the same å."""
    return unicodedata.normalize("NFC", text)


def find_invisible_sign(text: str, tillatna: str = "") -> str:
    """The first invisible character of a text, as U+001B; nothing when there is none but those allowed."""
    return next((f"U+{ord(t):04X}" for t in text if is_invisible(t) and t not in tillatna), "")


def make_printable(text: str) -> str:
    r"""The text with every invisible character spelt out (\u001b), line breaks and tabs apart: safe on a terminal."""
    return "".join(f"\\u{ord(t):04x}" if is_invisible(t) and t not in "\n\t" else t for t in text)


def join_words(delar: Sequence[str]) -> str:
    """a, b och c."""
    return " och ".join([", ".join(delar[:-1]), delar[-1]] if len(delar) > 1 else delar)


def check_texts(data: Mapping[str, Any], plats: str) -> Iterator[Anmarkning]:
    """No key or text of a TOML file holds an invisible character, and no text begins as a formula does."""
    for vag, text in _list_texts(data):
        *avsnitt, nyckel = vag
        delar = (plats, f"avsnitt [{'.'.join(avsnitt)}]" if avsnitt else "", f"nyckel {nyckel}")
        dar = make_printable(", ".join(del_ for del_ in delar if del_))
        if sign := find_invisible_sign("".join(vag)) or find_invisible_sign(text, "\n\r\t"):
            vad = f"texten innehåller ett tecken som inte syns ({sign})"
            yield Anmarkning(dar, vad, "text utan styrtecken", "Skriv om den.")
        elif text.startswith(FORMELTECKEN):
            yield Anmarkning(dar, *describe_formula(text))


def describe_formula(text: str) -> tuple[str, str, str]:
    """What is wrong with a text that begins as a formula does, what was expected, what to do (Swedish)."""
    vad = f"«{text}» börjar med {text[0]}, som kalkylprogram läser som en formel"
    return vad, "text som börjar med bokstav eller siffra", f"Ta bort {text[0]} i början."


def _list_texts(data: Any, vag: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text with the keys that lead to it; a key that leads to something else has the empty text."""
    if isinstance(data, Mapping):
        for nyckel, varde in data.items():
            yield from _list_texts(varde, (*vag, str(nyckel)))
    elif isinstance(data, list | tuple):
        for varde in data:
            yield from _list_texts(varde, vag)
    elif vag:
        yield vag, data if isinstance(data, str) else ""
