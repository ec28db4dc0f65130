"""Bytes and characters of a SIE file: which encoding it has, and what can be written in the one the format prescribes.

The format allows codepage 437 only (#FORMAT PC8), but files exist in UTF-8, UTF-16, cp1252 and Mac Roman that say PC8
all the same, so the bytes decide, by the one rule of the house (`fordelning.teckenkod`) with CP437 prescribed.
"""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.teckenkod import detect

PC8 = "cp437"
BOKSTAVER = "åäöÅÄÖéÉüÜ"

_STYRTECKEN = {chr(kod) for kod in (*range(32), 127)} - {"\t"}
_DOS_SLUT = b"\x1a"
"""Ctrl-Z, with which old DOS programs end a text file."""

ERSATTNINGAR = {
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    "’": "'", "‘": "'", "´": "'", "”": '"', "“": '"', "„": '"',
    "…": "...", "\u202f": " ", "\u2009": " ", "•": "-", "€": "EUR", "×": "x",
}  # fmt: skip
"""Typographic characters outside CP437, and what is written in their place. Letters are never replaced."""


def decode(data: bytes, filnamn: str) -> tuple[str, str]:
    """The text of a file and its encoding. Raises UnderlagFel for what is empty, binary, XML or undecodable."""
    kodning = detect_encoding(data)
    if kodning == "utf-16":
        text = data.decode(kodning, "replace")
        return decode(text.encode("utf-8", "replace"), filnamn)[0], kodning
    if framling := [*_find_foreign(data, filnamn)]:
        raise UnderlagFel(framling)
    data = data.rstrip(_DOS_SLUT)
    try:
        return data.decode(kodning), kodning
    except UnicodeDecodeError as fel:
        rad = data.count(b"\n", 0, fel.start) + 1
        vad = f"byten {data[fel.start]:#04x} är inget tecken i {kodning}"
        raise UnderlagFel([Anmarkning(plats(filnamn, rad), vad, "CP437 (PC8)", "Exportera filen på nytt")]) from None


def detect_encoding(data: bytes) -> str:
    """The encoding of the bytes, CP437 where nothing tells of another."""
    return detect(data, PC8).kodning


def _find_foreign(data: bytes, filnamn: str) -> Iterator[Anmarkning]:
    """What is not a text file of SIE type 1-4 at all."""
    vantat, har = "en SIE-fil av typ 1, 2, 3 eller 4", plats(filnamn, 1)
    borjan = data.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n" + _DOS_SLUT)[:1]
    if not borjan:
        yield Anmarkning(har, "filen är tom", vantat, "Exportera filen på nytt")
    elif borjan == b"<":
        yield Anmarkning(har, "filen är XML, troligen SIE 5", vantat, "Exportera som SIE typ 2, 3 eller 4")
    elif borjan != b"#" or b"\x00" in data:
        yield Anmarkning(har, "filen är ingen SIE-fil", vantat, "En SIE-fil är text och börjar med #FLAGGA")


def plats(filnamn: str, rad: int) -> str:
    """The place of a finding: file and row."""
    return f"{filnamn} rad {rad}"


def find_control(text: str) -> str | None:
    """The first control character of a row (ASCII 0-31 but tab, and 127), which the format forbids."""
    return next((tecken for tecken in text if tecken in _STYRTECKEN), None)


def make_pc8(text: str) -> str:
    """The text with typographic characters that CP437 lacks replaced by the table; everything else stays as it is."""
    return "".join(ERSATTNINGAR.get(tecken, tecken) for tecken in text)


def find_outside(text: str, kodning: str) -> tuple[str, ...]:
    """The characters of the text that the encoding cannot hold, each once, in order."""
    return tuple(dict.fromkeys(tecken for tecken in text if not _can_hold(tecken, kodning)))


def _can_hold(tecken: str, kodning: str) -> bool:
    try:
        tecken.encode(kodning)
    except UnicodeEncodeError:
        return False
    return True
