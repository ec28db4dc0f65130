"""One row of a SIE file: label and fields, taken apart and put together; and the checksum over rows.

Fields are separated by spaces or tabs. A field may stand in quotes; a quote inside it is written \\". An object list is
pairs of dimension and objekt within braces.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fordelning.sie.poster import Objektlista

Falt = str | tuple[str, ...]
"""A field, or an object list as its bare items."""


Skada = tuple[str, str]
"""What is wrong with the writing of a row, and what was expected (Swedish)."""


@dataclass(frozen=True, slots=True)
class Rad:
    """A record as it stands in the file: row number, label (with #) and fields.

    `skada`: a quote or a brace is not as the format has it; the fields from number `skadad_fran` on are read as far as
    it goes, and no amount may depend on them. `oavslutad`: a quote is open where the row ends.
    """

    nr: int
    etikett: str
    falt: tuple[Falt, ...] = ()
    skada: Skada | None = None
    skadad_fran: int = 0
    oavslutad: bool = False


class _Radfel(ValueError):
    """A field that is not as the format has it."""

    def __init__(self, vad: str, vantat: str) -> None:
        super().__init__(vad)
        self.skada = (vad, vantat)


_MELLANRUM = re.compile(r"[ \t]*")
_CITERAT = re.compile(r'"((?:\\"|[^"])*+)"')
_OCITERAT = re.compile(r'(?:\\"|[^ \t"])++')
_OCITERAT_I_LISTA = re.compile(r'(?:\\"|[^ \t"{}])++')
_TILL_SLUTCITAT = re.compile(r'"(.*?)"(?=[ \t]|$)')
_TILL_MELLANRUM = re.compile(r"[^ \t]+")


def split_row(nr: int, text: str) -> Rad:
    """The label and the fields of a row. `text` is not empty and begins with no space. Raises nothing."""
    falt: list[Falt] = []
    skada: Skada | None = None
    skadad_fran = plats = 0
    oavslutad = False
    while plats < len(text):
        try:
            if text[plats] == "{" and falt:
                varde: Falt
                varde, plats = _split_list(text, plats)
            else:
                varde, plats = _take_field(text, plats, _OCITERAT)
        except _Radfel as fel:
            if skada is None:
                skada, skadad_fran = fel.skada, len(falt) - 1
            varde, plats, oavslutad = _take_damaged(text, plats)
        falt.append(varde)
        plats = _skip_space(text, plats)
    etikett, *resten = falt
    return Rad(nr, str(etikett), tuple(resten), skada, max(skadad_fran, 0), oavslutad)


def _take_damaged(text: str, plats: int) -> tuple[str, int, bool]:
    """A field with a loose quote or brace: to a quote that ends a field, else to the end of the row.

    The last value: a quote is never closed.
    """
    if text[plats] == '"':
        traff = _TILL_SLUTCITAT.match(text, plats)
        if traff is None:
            return text[plats + 1 :].replace('\\"', '"'), len(text), True
        return traff[1].replace('\\"', '"'), traff.end(), False
    traff = None if text[plats] == "{" else _TILL_MELLANRUM.match(text, plats)
    return (traff[0], traff.end(), False) if traff else (text[plats:], len(text), False)


def _skip_space(text: str, plats: int) -> int:
    traff = _MELLANRUM.match(text, plats)
    return traff.end() if traff else plats


def _take_field(text: str, plats: int, ociterat: re.Pattern[str]) -> tuple[str, int]:
    """The field that starts at `plats`, without quotes, and where it ends."""
    citerat = text[plats] == '"'
    traff = (_CITERAT if citerat else ociterat).match(text, plats)
    if traff is None:
        raise _Radfel("ett citattecken stängs aldrig", 'ett " sist i fältet')
    slut = traff.end()
    if slut < len(text) and text[slut] not in " \t" + ("}" if ociterat is _OCITERAT_I_LISTA else ""):
        vantat = 'mellanslag mellan fälten, och \\" för citattecken inne i en text'
        raise _Radfel(f"«{text[slut]}» står direkt efter ett fält", vantat)
    return (traff[1] if citerat else traff[0]).replace('\\"', '"'), slut


def _split_list(text: str, plats: int) -> tuple[tuple[str, ...], int]:
    """The items of the object list whose brace stands at `plats`, and where the list ends."""
    falt: list[str] = []
    plats = _skip_space(text, plats + 1)
    while plats < len(text) and text[plats] != "}":
        if text[plats] == "{":
            raise _Radfel("en klammer öppnas inne i en objektlista", "} före nästa {")
        varde, plats = _take_field(text, plats, _OCITERAT_I_LISTA)
        falt.append(varde)
        plats = _skip_space(text, plats)
    if plats == len(text):
        raise _Radfel("objektlistans klammer { stängs aldrig", "} sist i objektlistan")
    return tuple(falt), plats + 1


def join_row(etikett: str, *falt: str) -> str:
    """A row of the file; empty fields at the end are left out, since the format lets a record stop early."""
    delar = list(falt)
    while delar and delar[-1] == '""':
        delar.pop()
    return " ".join([f"#{etikett}", *delar])


def quote(text: str) -> str:
    """A text field in quotes."""
    return '"' + text.replace('"', '\\"') + '"'


def format_ore(belopp_ore: int) -> str:
    """Öre as kronor with decimal point and two decimals: -1250 → -12.50."""
    kr, ore = divmod(abs(belopp_ore), 100)
    return f"{'-' if belopp_ore < 0 else ''}{kr}.{ore:02d}"


def format_datum(dag: date | None) -> str:
    """A date as yyyymmdd, an empty field when there is none."""
    return f"{dag:%Y%m%d}" if dag else '""'


def format_kvantitet(kvantitet: Decimal | None) -> str:
    """A quantity without exponent, an empty field when there is none."""
    return '""' if kvantitet is None else f"{kvantitet:f}"


def format_objekt(objekt: Objektlista) -> str:
    """An object list: {6 "P1"}, or {} for the konto as a whole."""
    return "{" + " ".join(f"{dimension} {quote(objektnr)}" for dimension, objektnr in objekt) + "}"


def compute_ksumma(rader: Iterable[Rad], kodning: str) -> int:
    """CRC-32 of labels and fields: no spaces, tabs, enclosing quotes or braces, and only the quote of \\".

    The format's parameters (polynomial EDB88320, start FFFFFFFF, inverted at the end) are those of zlib.crc32.
    """
    summa = 0
    for rad in rader:
        for text in _flatten(rad):
            summa = zlib.crc32(text.encode(kodning, errors="replace"), summa)
    return summa


def _flatten(rad: Rad) -> Iterator[str]:
    yield rad.etikett
    for falt in rad.falt:
        yield from (falt,) if isinstance(falt, str) else falt
