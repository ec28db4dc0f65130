"""The settings are read key by key: one that is wrong is one finding, and neither hides nor invents another."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from fordelning.begrepp import HOGSTA_RAM_KR
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.schema import Schema, freeze, validate
from fordelning.tecken import check_texts
from fordelning.underlag.installningar import Installningar, KallaSchema, StatistikSchema, Undantag, name_columns
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import Ratext


@dataclass(frozen=True, slots=True)
class Lasta:
    """The settings that could be read, with stand-ins for the keys in `trasiga`, which could not."""

    installningar: Installningar | None = None
    trasiga: frozenset[str] = frozenset()


def read_installningar(ratext: Ratext) -> tuple[Lasta, list[Anmarkning]]:
    """The settings of a data set, and what is wrong with them, each finding in its cell when it has one.

    A wrong key is one finding: the other keys are read as they are, and a misspelt one as the one it was meant to be,
    so that no other check is lost or misled.
    """
    if not ratext.installningar_lasta:
        return Lasta(), []
    plats = ratext.installningar_plats
    funna = list(check_texts(_select_texts(ratext.installningar), plats))
    try:
        lasta = Lasta(validate(Installningar, ratext.installningar, plats, UnderlagFel))
    except UnderlagFel as fel:
        funna += fel.anmarkningar
        lasta = _read_rest(ratext.installningar)
    if lasta.installningar:
        funna += _find_misspelt(lasta.installningar, plats)
    sedda = {a.plats for a in ratext.anmarkningar}
    return lasta, [a for a in (_place(a, ratext.installningar_platser) for a in funna) if a.plats not in sedda]


def _select_texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keys whose values are texts; numbers written as text have their own reader."""
    return {nyckel: v for nyckel, v in data.items() if nyckel not in ("budgetar", "ram_kr", "kontrollsummor")}


_STALLFORETRADARE = {"budgetar": 2100, "ram_kr": HOGSTA_RAM_KR}
"""What stands for a required key that is missing or wrong; no check looks at it (`Lasta.trasiga`)."""


def _read_rest(data: Mapping[str, Any]) -> Lasta:
    """What is right in settings where something is wrong: wrong values are left out, misspelt keys are renamed."""
    rest, trasiga = copy.deepcopy(dict(data)), set[str]()
    rest |= {namn: name_columns(rest[namn]) for namn in ("kontrollsummor",) if namn in rest}
    for _ in range(len(str(data))):
        try:
            return Lasta(Installningar.model_validate({k: freeze(v) for k, v in rest.items()}), frozenset(trasiga))
        except ValidationError as fel:
            for f in fel.errors():
                trasiga.add(str(f["loc"][0]))
                _mend(rest, [str(del_) for del_ in f["loc"]], f["type"])
    return Lasta()


def _mend(rest: dict[str, Any], vag: list[str], typ: str) -> None:
    """Take away what an error is about, or give a misspelt key the name it was meant to have."""
    *avsnitt, nyckel = vag
    if not avsnitt and typ != "extra_forbidden" and nyckel in _STALLFORETRADARE:
        rest[nyckel] = _STALLFORETRADARE[nyckel]
        return
    if len(avsnitt) > 1 and avsnitt[0] == "kontrollsummor":
        vag, typ = vag[:2], ""  # a total without its tolerance would be another total
        *avsnitt, nyckel = vag
    mal: Any = rest
    for steg in avsnitt:
        if not isinstance(mal.get(steg), dict):
            mal.pop(steg, None)
            return
        mal = mal[steg]
    if typ == "missing":
        rest.pop(vag[0], None) if len(vag) < 3 else rest[vag[0]].pop(vag[1], None)
        return
    varde = mal.pop(nyckel, None)
    schema = _AVSNITT.get(".".join(avsnitt))
    lika = difflib.get_close_matches(nyckel, schema.model_fields, 1) if schema and typ == "extra_forbidden" else []
    if lika and lika[0] not in mal:
        mal[lika[0]] = varde


_AVSNITT: dict[str, type[Schema]] = {"": Installningar, "statistik": StatistikSchema, "undantag": Undantag}


def _place(anmarkning: Anmarkning, celler: Mapping[str, str]) -> Anmarkning:
    """In a workbook the finding gets the key's cell, or the first free row of the sheet, and says which key it is."""
    if not celler:
        return anmarkning
    nyckel = anmarkning.plats.rpartition("nyckel ")[2]
    plats = celler.get(anmarkning.plats, celler[""])
    vad = f"{nyckel} saknas" if anmarkning.vad == "nyckeln saknas" else f"{nyckel}: {anmarkning.vad}"
    return replace(anmarkning, plats=plats, vad=vad)


def _find_misspelt(installningar: Installningar, plats: str) -> Iterator[Anmarkning]:
    """A free key of a source, or its table, that is nearly one of ours: no estimate may lose its mark that way."""
    for namn, kalla in installningar.kallor.items():
        lika = difflib.get_close_matches(namn, TABELLER, 1, 0.8)
        if lika and namn not in TABELLER and lika[0] not in installningar.kallor:
            plats_dar = f"{plats}, avsnitt [kallor], nyckel {namn}"
            yield Anmarkning(plats_dar, "ingen tabell heter så", ", ".join(TABELLER), f"Menade du «{lika[0]}»?")
        for nyckel in kalla.model_extra or {}:
            if lika := difflib.get_close_matches(nyckel, KallaSchema.model_fields, 1, 0.8):
                vantat = ", ".join(KallaSchema.model_fields)
                gor = f"Menade du «{lika[0]}»?"
                yield Anmarkning(f"{plats}, avsnitt [kallor.{namn}], nyckel {nyckel}", "okänd nyckel", vantat, gor)
