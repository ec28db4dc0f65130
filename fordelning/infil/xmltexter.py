"""XML parts as expat reads them: a parser that refuses a DOCTYPE (and with it entities), and the shared texts."""

from __future__ import annotations

from xml.parsers import expat

from openpyxl.utils.escape import unescape

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER
from fordelning.infil.paket import HUVUD, SPARA_OM

DJUP = 64
"""How deep elements may lie within each other."""
FONETIK, TEXT = f"{HUVUD}}}rPh", f"{HUVUD}}}t"
_DELAD = f"{HUVUD}}}si"


def make_parser(plats: str) -> expat.XMLParserType:
    lasare = expat.ParserCreate(namespace_separator="}")
    lasare.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnderlagFel([Anmarkning(plats, "filen innehåller en DOCTYPE, som ingen arbetsbok har", gor=SPARA_OM)])

    lasare.StartDoctypeDeclHandler = refuse
    return lasare


def read_texts(xml: bytes) -> list[str]:
    """The texts that the sheets share, without their formats and readings. Raises UnderlagFel for too many."""
    texter: list[str] = []
    stig: list[str] = []

    def start(namn: str, _: dict[str, str]) -> None:
        stig.append(namn)
        if namn == _DELAD:
            texter.append("")
        if len(texter) > CELLER or len(stig) > DJUP:
            raise UnderlagFel([Anmarkning("arbetsboken", f"boken har fler än {CELLER} texter", gor=SPARA_OM)])

    def take(text: str) -> None:
        if stig[-1] == TEXT and texter and FONETIK not in stig:
            texter[-1] += text

    lasare = make_parser("arbetsboken")
    lasare.StartElementHandler, lasare.CharacterDataHandler = start, take
    lasare.EndElementHandler = lambda _: stig.pop()
    lasare.Parse(xml, True)
    return [unescape(text) for text in texter]
