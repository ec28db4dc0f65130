"""A CSV file as text: UTF-8 or cp1252, comma or semicolon, every field with its line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER, RADER
from fordelning.teckenkod import KODNINGAR, detect, show_words
from fordelning.underlag.ratext import Textrad, Texttabell, check_header, clean, find_invisible

_OLASBAR, _KODNINGAR = "filens tecken går inte att läsa", "UTF-8 eller cp1252"
_SPARA_OM = "Spara om filen i Excel som «CSV UTF-8 (kommaavgränsad)»."


_SEP = re.compile(r"""\s*"?\s*sep=([,;\t])\s*"?[\s,;]*""", re.IGNORECASE)
"""Excel's own line for the delimiter, which a program that quotes every field has put within quotation marks."""


def read_csv(namn: str, plats: str, data: bytes, anmarkningar: list[Anmarkning]) -> Texttabell:
    """The table `namn` from the bytes of a file. Rows that do not fit the header are findings and left out.

    Raises UnderlagFel when nothing of it can be read.
    """
    text = _decode(plats, data)
    _check_size(plats, text)
    skiljetecken, forsta = _find_delimiter(plats, text)
    fyllda = list(_number_rows(plats, text, skiljetecken, forsta))
    if not fyllda:
        raise UnderlagFel([_report_empty(plats)])
    (rubrikrad, rubrikfalt), *innehall = fyllda
    rubriker = [rubrik.lower() for rubrik in rubrikfalt]
    while not rubriker[-1]:
        rubriker.pop()
    rubrikplats = f"{plats} rad {rubrikrad}"
    check_header(namn, rubrikplats, rubriker)
    rader, losa = [], set[str]()
    for nummer, falt in innehall:
        while len(falt) > len(rubriker) and not falt[-1]:
            falt.pop()
        if len(falt) == len(rubriker):
            rader.append(_make_row(f"{plats} rad {nummer}", rubriker, falt, anmarkningar))
        else:
            anmarkningar.append(_report_length(f"{plats} rad {nummer}", falt, rubriker, skiljetecken))
            losa.update(falt)
    platser = dict.fromkeys(rubriker, rubrikplats)
    return Texttabell(namn, plats, tuple(rubriker), platser, rubrikplats, tuple(rader), frozenset(losa), not losa)


def _decode(plats: str, data: bytes) -> str:
    """The file as text: UTF-8 with or without BOM, UTF-16 with, or what is clearly cp1252 (`teckenkod`)."""
    bedomning = detect(data)
    if b"\x00" in data and bedomning.kodning != "utf-16":
        vad = "filen är ingen textfil i UTF-8 eller cp1252"
        raise UnderlagFel([Anmarkning(plats, vad, "en CSV-fil", _SPARA_OM)])
    try:
        if bedomning.kodning:
            return data.decode(bedomning.kodning)
    except UnicodeDecodeError:
        raise UnderlagFel([Anmarkning(plats, _OLASBAR, _KODNINGAR, _SPARA_OM)]) from None
    trolig = bedomning.trolig
    if trolig != "cp1252":
        vad = f"{_OLASBAR} säkert; de är troligen sparade som {KODNINGAR[trolig]}"
    else:
        vad = f"{_OLASBAR} säkert; de kan vara sparade på flera sätt"
    ord_ = show_words(data, tuple(dict.fromkeys((trolig, "cp1252", "cp437", "mac_roman"))))
    raise UnderlagFel([Anmarkning(plats, f"{vad}: {ord_}", _KODNINGAR, _SPARA_OM)])


def _check_size(plats: str, text: str) -> None:
    """Rows and fields below the limits, counted without parsing. Raises UnderlagFel."""
    rader = 1 + max(text.count("\n"), text.count("\r"))
    falt = rader + text.count(";") + text.count(",")
    if rader > RADER or falt > 2 * CELLER:
        gor = "Ta bort tomma rader och kolumner, och tabeller som inte hör till underlaget."
        vad = f"filen har för många rader eller fält ({rader} rader)"
        raise UnderlagFel([Anmarkning(plats, vad, f"högst {RADER} rader och {2 * CELLER} fält", gor)])


def _find_delimiter(plats: str, text: str) -> tuple[str, int]:
    """The delimiter of the header, and the line it is to be looked for from: Excel may put `sep=;` first."""
    rader = io.StringIO(text, newline=None).read().split("\n")
    angivet = _SEP.fullmatch(rader[0])
    forsta = 2 if angivet else 1
    rubrikrad = next((rad for rad in rader[forsta - 1 :] if rad.strip(" \t,;")), "")
    if not rubrikrad:
        raise UnderlagFel([_report_empty(plats)])
    if angivet:
        return angivet[1], forsta
    if "\t" in rubrikrad and not {",", ";"} & set(rubrikrad):
        raise UnderlagFel([Anmarkning(plats, "fälten skiljs åt av tabb", "komma eller semikolon", _SPARA_OM)])
    return (";" if rubrikrad.count(";") > rubrikrad.count(",") else ","), forsta


def _number_rows(plats: str, text: str, skiljetecken: str, forsta: int) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the number of its first line."""
    rader = io.StringIO(text, newline="")
    for _ in range(forsta - 1):
        rader.readline()
    lasare = csv.reader(rader, delimiter=skiljetecken, strict=True)
    nummer = forsta
    while True:
        try:
            falt = next(lasare)
        except StopIteration:
            return
        except csv.Error:
            vad = "raden går inte att dela i fält; ett citattecken är inte stängt, eller står mitt i ett fält"
            gor = "Kontrollera citattecknen; ett citattecken inne i en text skrivs dubbelt."
            raise UnderlagFel([Anmarkning(f"{plats} rad {nummer}", vad, "varje fält för sig", gor)]) from None
        if any(rensade := [clean(cell) for cell in falt]):
            yield nummer, rensade
        nummer = forsta + lasare.line_num


def _make_row(plats: str, rubriker: Sequence[str], falt: Sequence[str], anmarkningar: list[Anmarkning]) -> Textrad:
    platser = {kolumn: f"{plats}, kolumn {kolumn}" for kolumn in rubriker}
    trasiga = set()
    for kolumn, text in zip(rubriker, falt, strict=True):
        if brist := find_invisible(text):
            trasiga.add(kolumn)
            anmarkningar.append(Anmarkning(platser[kolumn], brist, "text i UTF-8 eller cp1252", "Skriv om cellen."))
    return Textrad(dict(zip(rubriker, falt, strict=True)), platser, frozenset(trasiga))


def _report_empty(plats: str) -> Anmarkning:
    return Anmarkning(plats, "filen är tom", "en rubrikrad och en rad per post")


def _report_length(plats: str, falt: Sequence[str], rubriker: Sequence[str], skiljetecken: str) -> Anmarkning:
    gor = "Lägg till de skiljetecken som saknas; en tom cell har också sitt skiljetecken."
    if len(falt) > len(rubriker):
        exempel = "ett decimalkomma" if skiljetecken == "," else "en trappning som 1;0,75;0,5"
        gor = f"Ett fält som innehåller skiljetecknet, t.ex. {exempel}, ska stå inom citattecken."
    return Anmarkning(
        plats, f"raden har {len(falt)} fält men rubrikraden {len(rubriker)}", f"{len(rubriker)} fält", gor
    )
