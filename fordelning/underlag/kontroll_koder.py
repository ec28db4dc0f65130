"""The gate: codes of kommuner and areas, and the names that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kommuner import UPPHORDA, find_by_name, read_kommuner
from fordelning.underlag.tolkning import Rad

_FYRA = "kommun_kod är fyra siffror, t.ex. 0114"


def check_kommun_codes(inlast: Inlast) -> Iterator[Anmarkning]:
    """A kommun_kod is four digits, and the code of a kommun.

    A data set may be made up: some code in it then begins with a letter, and none is a real kommun's. Excel makes the
    code 0114 the number 114: a code of three digits has lost its zero. Where code and name say different things of a
    code of four digits, `check_names` tells.
    """
    for rad in _find_no_codes(inlast):
        if not (_is_four_digits(rad.post.kommun_kod) and _names_another(rad, inlast)):
            yield _refuse_code(rad, rad.post.kommun_kod)


def correct_codes(inlast: Inlast) -> Inlast:
    """What the other checks see: a kommun_kod that is none is read as the one that was probably meant.

    Where code and name are two kommuner's, nobody knows which was meant: the code misleads no check.
    """
    ratta = {
        id(rad): replace(rad, post=replace(rad.post, kommun_kod=menad))
        if menad
        else replace(rad, trasiga=rad.trasiga | {"kommun_kod"})
        for rad, menad in _find_wrong(inlast)
    }
    tabell = inlast.tabeller["omraden"]
    rader = tuple(ratta.get(id(rad), rad) for rad in tabell.rader)
    return replace(inlast, tabeller={**inlast.tabeller, "omraden": replace(tabell, rader=rader)}) if ratta else inlast


def _find_wrong(inlast: Inlast) -> Iterator[tuple[Rad, str]]:
    """The rows with a finding about their kommun_kod, and which code was meant, as far as that is known."""
    inga = _find_no_codes(inlast)
    funna = set(map(id, inga))
    yield from ((rad, _find_meant(rad)) for rad in inga)
    for rad in inlast.rader("omraden", "kommun_kod", "namn"):
        if id(rad) not in funna and _names_another(rad, inlast):
            yield rad, ""


def _find_meant(rad: Rad) -> str:
    """The code that was probably meant: the name's, else the digits'."""
    siffror = re.sub("[^0-9]", "", rad.post.kommun_kod)
    menad = find_by_name(rad.post.namn if "namn" not in rad.trasiga else None)
    return menad or next((k for k in (siffror, siffror.lstrip("0").zfill(4)) if k in read_kommuner()), "")


def _find_no_codes(inlast: Inlast) -> list[Rad]:
    """The rows whose kommun_kod is no kommun's, unless the data set is made up."""
    rader = inlast.rader("omraden", "kommun_kod")
    koder = {rad.post.kommun_kod for rad in rader}
    if any(kod[0].isalpha() for kod in koder) and koder.isdisjoint(read_kommuner()):
        return []
    return [rad for rad in rader if not _is_code(rad.post.kommun_kod, inlast)]


def _refuse_code(rad: Rad, kod: str) -> Anmarkning:
    """Why a kommun_kod is none, and which was probably meant."""
    siffror, namn = re.sub("[^0-9]", "", kod), rad.post.namn or rad.post.omrade_kod
    menad = _find_meant(rad)
    gor = f"Menade du «{menad}»?" if menad else ""
    if kod == siffror and f"0{siffror}" in read_kommuner():
        vad = f"koden «{kod}» för «{namn}» har tappat sin första nolla"
        gor = f"{gor} Formatera kolumnerna med koder som text, eller spara om källan.".strip()
    elif _is_four_digits(kod):
        vad, gor = f"«{kod}» för «{namn}» är ingen kommuns kod", gor or "Kontrollera koden; den kan ha upphört."
    else:
        vad, gor = f"«{kod}» för «{namn}» är ingen kommunkod", gor or "Skriv SCB:s kod för kommunen."
    return Anmarkning(rad.at("kommun_kod"), vad, _FYRA, gor)


def check_names(inlast: Inlast) -> Iterator[Anmarkning]:
    """A kommun's code and name belong together, however the name is written: it is not another kommun's.

    Two names that have changed places are one finding.
    """
    fel: dict[tuple[str, str], Rad] = {}
    for rad in inlast.rader("omraden", "kommun_kod", "namn"):
        if _is_four_digits(rad.post.kommun_kod) and _names_another(rad, inlast):
            fel.setdefault((rad.post.kommun_kod, find_by_name(rad.post.namn) or ""), rad)
    kommuner = read_kommuner()
    for (kommun_kod, kod), rad in fel.items():
        motsatt = fel.get((kod, kommun_kod))
        if motsatt is not None and kommun_kod > kod:
            continue
        egen = kommuner[kommun_kod].namn if kommun_kod in kommuner else "ingen kommun"
        vad = f"«{rad.post.namn}» har kod {kod}, inte {kommun_kod} ({egen})"
        if motsatt is not None:
            vad += f"; det är omvänt för «{motsatt.post.namn}» ({motsatt.at('namn')})"
        gor = "Kontrollera att raderna inte har bytt namn, kod eller siffror."
        yield Anmarkning(rad.at("namn"), vad, "kod och namn som hör ihop", gor)


def check_area_codes(inlast: Inlast) -> Iterator[Anmarkning]:
    """An area's code does not begin with the code of another kommun than its own, nor with one that lost its zero.

    A kommun_kod with a finding of its own says nothing of the area's.
    """
    felaktiga = {id(rad) for rad, _ in _find_wrong(inlast)}
    rader = [rad for rad in inlast.rader("omraden", "omrade_kod", "kommun_kod") if id(rad) not in felaktiga]
    kanda = {rad.post.kommun_kod for rad in rader} | read_kommuner().keys()
    for rad in rader:
        kod, kommun_kod = rad.post.omrade_kod, rad.post.kommun_kod
        forst = kod.partition("-")[0]
        tappad = kommun_kod in read_kommuner() and re.fullmatch("[0-9]{3,4}", forst) and not kod.startswith(kommun_kod)
        if kod != kommun_kod and not kod.startswith(f"{kommun_kod}-") and (forst in kanda or tappad):
            vantat = f"{kommun_kod}, eller {kommun_kod} följt av bindestreck och delens namn"
            vad = f"«{kod}» hör inte till kommun {kommun_kod}"
            yield Anmarkning(rad.at("omrade_kod"), vad, vantat, "Rätta den kod som är fel.")


def _is_four_digits(kod: str) -> bool:
    return re.fullmatch("[0-9]{4}", kod) is not None


def _is_code(kod: str, inlast: Inlast) -> bool:
    """Whether a code is a kommun's in the budget year."""
    upphord = UPPHORDA.get(kod)
    return kod in read_kommuner() or (upphord is not None and (inlast.budgetar or upphord.fran_ar) < upphord.fran_ar)


def _names_another(rad: Rad, inlast: Inlast) -> bool:
    """Whether the name is another kommun's than the code is."""
    kod = find_by_name(rad.post.namn) if "namn" not in rad.trasiga else None
    if kod is None or kod == rad.post.kommun_kod:
        return False
    upphord = UPPHORDA.get(rad.post.kommun_kod)
    return not (upphord is not None and upphord.ny_kod == kod and _is_code(rad.post.kommun_kod, inlast))
