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


@dataclass(frozen=True, slots=True)
class Rad:
    """A record as it stands in the file: row number, label (with #) and fields."""

    nr: int
    etikett: str
    falt: tuple[Falt, ...] = ()


class Radfel(ValueError):
    """A row that cannot be taken apart: what is wrong, and what was expected (Swedish)."""

    def __init__(self, vad: str, vantat: str) -> None:
        super().__init__(vad)
        self.vad, self.vantat = vad, vantat


_MELLANRUM = re.compile(r"[ \t]*")
_CITERAT = re.compile(r'"((?:\\"|[^"])*+)"')
_OCITERAT = re.compile(r'(?:\\"|[^ \t"])++')
_OCITERAT_I_LISTA = re.compile(r'(?:\\"|[^ \t"{}])++')


def split_row(nr: int, text: str) -> Rad:
    """The label and the fields of a row. Raises Radfel for an unterminated quote or brace."""
    falt: list[Falt] = []
    plats = _skip_space(text, 0)
    while plats < len(text):
        if text[plats] == "{" and falt:
            lista, plats = _split_list(text, plats)
            falt.append(lista)
        else:
            varde, plats = _take_field(text, plats, _OCITERAT)
            falt.append(varde)
        plats = _skip_space(text, plats)
    etikett, *resten = falt
    return Rad(nr, str(etikett), tuple(resten))


def _skip_space(text: str, plats: int) -> int:
    traff = _MELLANRUM.match(text, plats)
    return traff.end() if traff else plats


def _take_field(text: str, plats: int, ociterat: re.Pattern[str]) -> tuple[str, int]:
    """The field that starts at `plats`, without quotes, and where it ends."""
    citerat = text[plats] == '"'
    traff = (_CITERAT if citerat else ociterat).match(text, plats)
    if traff is None:
        raise Radfel("ett citattecken stängs aldrig", 'ett " sist i fältet')
    slut = traff.end()
    if slut < len(text) and text[slut] not in " \t" + ("}" if ociterat is _OCITERAT_I_LISTA else ""):
        vantat = 'mellanslag mellan fälten, och \\" för citattecken inne i en text'
        raise Radfel(f"«{text[slut]}» står direkt efter ett fält", vantat)
    return (traff[1] if citerat else traff[0]).replace('\\"', '"'), slut


def _split_list(text: str, plats: int) -> tuple[tuple[str, ...], int]:
    """The items of the object list whose brace stands at `plats`, and where the list ends."""
    falt: list[str] = []
    plats = _skip_space(text, plats + 1)
    while plats < len(text) and text[plats] != "}":
        if text[plats] == "{":
            raise Radfel("en klammer öppnas inne i en objektlista", "} före nästa {")
        varde, plats = _take_field(text, plats, _OCITERAT_I_LISTA)
        falt.append(varde)
        plats = _skip_space(text, plats)
    if plats == len(text):
        raise Radfel("objektlistans klammer { stängs aldrig", "} sist i objektlistan")
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
