"""A table that somebody downloaded: title lines above, footnotes below, kommuner down, figures to the right.

The column of areas is the one with most kommuner, and of codes where at least half have one. The header is the rows
between the titles and the first area: a row of it where a column of figures has text. What stands in an empty cell of a
column of names is what stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning
from fordelning.statistik.indelning import RIKET, Indelning
from fordelning.statistik.kub import HAMTA_OM, Kub, StatistikFel, Tal, Uttag, refuse
from fordelning.statistik.poster import TIDSFALT, Post, make_cube, split_heading
from fordelning.statistik.rutnat import Ruta, Rutnat
from fordelning.underlag.tal import MELLANRUM, may_be_thousands, parse_number

_TECKEN = re.compile(r"\.{1,4}|:|[-–\u2212]|x|X|…|\*|Sekretess|sekretess")
_DIMENSIONER = re.compile(
    r"(?i)(.*(kod|_kod|code)|år|ar|tid|period|månad|manad|kvartal|kön|kon|ålder|alder|.*åldersgrupp.*)"
)
_TABELL = re.compile(r"\b(TAB[0-9]{3,5}|[A-Z]{2}[0-9]{4}[A-Z0-9]{2,6})\b")
_DATUM = re.compile(r"(?i)(?:uppdaterad|updated)[^0-9]{0,80}([0-9]{4}-?[0-9]{2}-?[0-9]{2})")


class _Form(NamedTuple):
    """Where things stand: the column of areas, the first row with one, the columns of names and of figures."""

    omrade: int
    forst: int
    namn: Sequence[int]
    tal: Sequence[int]


def read_table(rutnat: Rutnat, fil: Fil, indelning: Indelning) -> Kub:
    """The table as a cube. Raises StatistikFel with every fault of its rows."""
    rader = [rad for rad in rutnat.rader if any(r.text for r in rad)]
    form = _find_form(rader, indelning, fil.namn)
    rubriker = _read_header(rader[: form.forst], form)
    poster, fel, utelamnat, noter, namn = list[Post](), list[Anmarkning](), dict[str, None](), list[str](), {}
    senast, omrade, trasiga = dict[int, str](), "", set[str]()
    for rad in rader[form.forst :]:
        if not any(_at(rad, k).text for k in form.tal):
            noter += [r.text for r in rad if r.text]
            continue
        ruta = _at(rad, form.omrade)
        if ruta.text:
            omrade, fynd = _read_area(ruta, indelning)
            fel += [a for a in fynd if ruta.text not in trasiga]
            trasiga |= {ruta.text} if fynd else set()
            utelamnat |= {ruta.text: None} if not omrade and not fynd else {}
            if omrade and (text := _name_beside(rad, form, indelning)) and not fynd:
                namn[omrade] = text
        senast |= {k: _at(rad, k).text for k in form.namn if _at(rad, k).text}
        if omrade:
            falt = {rubriker[k]["namn"]: senast.get(k, "") for k in form.namn}
            poster += [_make_post(_at(rad, k), omrade, falt | rubriker[k], fel) for k in form.tal]
    fel += _find_thousands(rader[form.forst :], form)
    if fel:
        raise StatistikFel(fel)
    titlar = [r.text for rad in rader[: form.forst] if _is_title(rad, form) for r in rad if r.text]
    return make_cube(_describe(fil, titlar, noter, list(utelamnat)), poster, namn, indelning)


def _is_title(rad: Sequence[Ruta], form: _Form) -> bool:
    """A row above the header: it has text, but none over the figures, nor in more than two cells."""
    return not any(_at(rad, k).text for k in form.tal) and sum(bool(r.text) for r in rad) <= 2


def _at(rad: Sequence[Ruta], kolumn: int) -> Ruta:
    return rad[kolumn] if kolumn < len(rad) else Ruta("", rad[-1].plats if rad else "")


def _find_form(rader: Sequence[Sequence[Ruta]], indelning: Indelning, namn: str) -> _Form:
    """Raises StatistikFel when no column has kommuner, or none has figures."""
    bredd = max((len(rad) for rad in rader), default=0)
    tider = {k for rad in rader for k, ruta in enumerate(rad) if ruta.text.casefold() in TIDSFALT}
    kolumner = [k for k in range(bredd) if k not in tider]
    kod, namnet = (
        max(((find, k, _count_areas(rader, k, find)) for k in kolumner), key=lambda v: v[2], default=(find, 0, 0))
        for find in (indelning.recognize, indelning.find_name)
    )
    find, omrade, antal = kod if 2 * kod[2] >= namnet[2] else namnet
    if not antal:
        gor = "Välj en tabell per kommun, med kommunernas koder."
        raise refuse(namn, "ingen kolumn har kommuner", "en kolumn med kommunkoder, t.ex. «0114 Upplands Väsby»", gor)
    forst = next(i for i, rad in enumerate(rader) if _starts(_at(rad, omrade).text, indelning))
    inne = [rad for rad in rader[forst:] if find(_at(rad, omrade).text)] or rader[forst:]
    rubriker = [next((t for rad in reversed(rader[:forst]) if (t := _at(rad, k).text)), "") for k in range(bredd)]
    tal = [
        k
        for k in range(bredd)
        if k != omrade
        and any(_at(rad, k).text for rad in inne)
        and all(_is_figure(_at(rad, k)) for rad in inne if _at(rad, k).text)
        and not _DIMENSIONER.fullmatch(rubriker[k])
    ]
    if not tal:
        raise StatistikFel(_find_spoilt([[_at(rad, k) for rad in inne] for k in range(bredd) if k != omrade], namn))
    namnkolumner = [k for k in range(bredd) if k != omrade and k not in tal and any(_at(r, k).text for r in inne)]
    return _Form(omrade, forst, namnkolumner, tal)


def _find_spoilt(kolumner: Sequence[Sequence[Ruta]], namn: str) -> list[Anmarkning]:
    """Why no column has figures: the cells that are none in the last column where most are, or that none has any."""
    ifyllda = [[ruta for ruta in kolumn if ruta.text] for kolumn in kolumner]
    nastan = [k for k in ifyllda if sum(map(_is_figure, k)) * 2 > len(k)]
    fel = [ruta for ruta in nastan[-1] if not _is_figure(ruta)] if nastan else []
    if not fel:
        return [Anmarkning(namn, "ingen kolumn har tal för kommunerna", "en kolumn med tal per kommun", HAMTA_OM)]
    gor = "Rätta cellen, eller ladda ned filen på nytt."
    return [Anmarkning(ruta.plats, f"«{ruta.text}» är inget tal", "ett tal, t.ex. 12345", gor) for ruta in fel]


def _count_areas(rader: Sequence[Sequence[Ruta]], kolumn: int, find: Callable[[str], str | None]) -> int:
    """How many kommuner a column has."""
    return len({o for rad in rader if (o := find(_at(rad, kolumn).text)) not in (None, RIKET)})


def _starts(text: str, indelning: Indelning) -> bool:
    """Whether a cell is an area: a kommun, the country, a county, or a code that has lost its zero."""
    tappad = "nolla" in indelning.describe_fault(text)
    return tappad or indelning.find_name(text) is not None or re.fullmatch("[0-9]{2}( .+)?", text) is not None


def _is_figure(ruta: Ruta) -> bool:
    return bool(ruta.brist[0]) or _read_number(ruta.text) is not None or _TECKEN.fullmatch(ruta.text) is not None


def _read_number(text: str) -> Decimal | None:
    """A number as Swedish tables write it: 1 234,5."""
    if parse_number(text) is None:
        return None
    return Decimal(re.sub(MELLANRUM, "", text).replace(",", ".").replace("\u2212", "-"))


def _read_header(ovan: Sequence[Sequence[Ruta]], form: _Form) -> Mapping[int, dict[str, str]]:
    """What each column is about: `namn` of a column of names; measure, time and further levels of one of figures."""
    nivaer = [rad for rad in ovan if any(_at(rad, k).text for k in form.tal)]
    if len(nivaer) > 1 and sum(bool(r.text) for r in nivaer[0]) == 1 and len(form.tal) > 1:
        nivaer = nivaer[1:]  # a title that happens to stand above the figures
    rubriker: dict[int, dict[str, str]] = {}
    for k in form.namn:
        text = next((t for rad in reversed(ovan) if (t := _at(rad, k).text)), "")
        rubriker[k] = {"namn": text or f"kolumn {k + 1}"}
    for k in form.tal:
        falt: dict[str, str] = {}
        for nummer, rad in enumerate(nivaer, 1):
            text = next((t for j in range(k, min(form.tal) - 1, -1) if (t := _at(rad, j).text)), "")
            nya = split_heading(text)
            falt |= {f"rubrik {nummer}" if f in falt and falt[f] != v else f: v for f, v in nya.items()}
        rubriker[k] = falt
    return rubriker


def _read_area(ruta: Ruta, indelning: Indelning) -> tuple[str, list[Anmarkning]]:
    """The kommun of a cell, "" when it is something else, and what is wrong with its code or name."""
    kod = indelning.find_name(ruta.text)
    vad = (
        ruta.brist[0] or indelning.describe_fault(ruta.text) or (kod and indelning.describe_name(kod, ruta.text)) or ""
    )
    gor = ruta.brist[1] or "Rätta koden, eller ladda ned filen på nytt och öppna den med koderna som text."
    return kod or "", [Anmarkning(ruta.plats, vad, "SCB:s kod, fyra siffror, och kommunens namn", gor)] if vad else []


def _name_beside(rad: Sequence[Ruta], form: _Form, indelning: Indelning) -> str:
    """The name of a kommun in the column after its code."""
    text = next((_at(rad, k).text for k in form.namn if k > form.omrade and _at(rad, k).text), "")
    return text if text and indelning.find_name(text) is not None else ""


def _make_post(ruta: Ruta, omrade: str, falt: Mapping[str, str], fel: list[Anmarkning]) -> Post:
    """The figure of a cell; what is no number is a finding."""
    tal: Tal = _read_number(ruta.text)
    if tal is None and ruta.text:
        tal = ruta.text
        if ruta.brist[0] or not _TECKEN.fullmatch(ruta.text):
            vad, gor = ruta.brist if ruta.brist[0] else (f"«{ruta.text}» är inget tal", "Ladda ned filen på nytt.")
            fel.append(Anmarkning(ruta.plats, vad, "ett tal, t.ex. 12345", gor))
    return Post(omrade, {k: v for k, v in falt.items() if k != "namn"}, tal, ruta.plats)


def _find_thousands(rader: Sequence[Sequence[Ruta]], form: _Form) -> list[Anmarkning]:
    """«12.345» may be thousands: it is refused where no number of the table shows that the sign is a decimal sign."""
    rutor = [ruta for rad in rader for k in form.tal if (ruta := _at(rad, k)).skriven and {*".,"} & {*ruta.text}]
    tal = [ruta for ruta in rutor if _read_number(ruta.text) is not None]
    if not tal or not all(may_be_thousands(ruta.text) for ruta in tal):
        return []
    vad, gor = f"«{tal[0].text}» kan vara tusental eller ha tre decimaler", "Skriv tusental utan punkt och komma."
    return [Anmarkning(tal[0].plats, vad, "ett tal som bara kan läsas på ett sätt", gor)]


def _describe(fil: Fil, titlar: Sequence[str], noter: Sequence[str], utelamnat: Sequence[str]) -> Uttag:
    text = " ".join([*titlar, *noter])
    tabell, datum = _TABELL.search(text), _DATUM.search(text)
    utgivare = next((u for u in ("SCB", "Statistiska centralbyrån", "Försäkringskassan") if u in text), "")
    visade = ", ".join(utelamnat[:5]) + (" …" if len(utelamnat) > 5 else "")
    sagt = (f"{len(utelamnat)} rader som inte är kommuner ({visade})",) if utelamnat else ()
    titel = max(titlar, key=len, default="")
    return Uttag(
        fil,
        titel=titel,
        tabell=tabell[1] if tabell else "",
        uppdaterad=datum[1] if datum else "",
        utgivare="SCB" if utgivare.startswith("Stat") else utgivare,
        noter=tuple(noter),
        utelamnat=sagt,
    )
