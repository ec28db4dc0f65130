"""The gate: areas, their kommuner and their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kommuner import read_kommuner
from fordelning.underlag.tolkning import Rad

_GOTLAND = "0980"
"""The one kommun with a region's tasks (kommunallagen: Gotland is outside every region)."""


def check_parts_of_kommuner(inlast: Inlast) -> Iterator[Anmarkning]:
    """A kommun that is divided is not also there whole: its inhabitants would count twice."""
    omraden: defaultdict[str, list[Rad]] = defaultdict(list)
    for rad in inlast.rader("omraden", "omrade_kod", "kommun_kod"):
        omraden[rad.post.kommun_kod].append(rad)
    for kommun_kod, rader in omraden.items():
        hela = [rad for rad in rader if rad.post.omrade_kod == kommun_kod]
        if hela and len(rader) > 1:
            delar = ", ".join(f"«{r.post.omrade_kod}»" for r in rader if r not in hela)
            vad = f"kommun «{kommun_kod}» står både hel och i delar ({delar})"
            gor = "Annars räknas invånarna två gånger."
            yield Anmarkning(hela[0].at("omrade_kod"), vad, "antingen hela kommunen eller dess delar", gor)


def check_area_codes(inlast: Inlast) -> Iterator[Anmarkning]:
    """An area's code does not begin with the code of another kommun than its own."""
    rader = inlast.rader("omraden", "omrade_kod", "kommun_kod")
    kanda = {rad.post.kommun_kod for rad in rader} | read_kommuner().keys()
    for rad in rader:
        kod, kommun_kod = rad.post.omrade_kod, rad.post.kommun_kod
        if kod != kommun_kod and not kod.startswith(f"{kommun_kod}-") and kod.partition("-")[0] in kanda:
            vantat = f"{kommun_kod}, eller {kommun_kod} följt av bindestreck och delens namn"
            vad = f"«{kod}» hör inte till kommun {kommun_kod}"
            yield Anmarkning(rad.at("omrade_kod"), vad, vantat, "Rätta den kod som är fel.")


def check_inhabitants(inlast: Inlast) -> Iterator[Anmarkning]:
    """An area of a förbund has inhabitants: a 0 is a figure that was lost."""
    for rad in inlast.rader("omraden", "invanare_antal"):
        if rad.post.invanare_antal == 0 and rad.post.forbund_kod:
            vad = f"«{rad.post.namn or rad.post.omrade_kod}» har 0 invånare"
            yield Anmarkning(rad.at("invanare_antal"), vad, "minst 1", "Kontrollera uttaget.")


def check_lost_zeros(inlast: Inlast) -> Iterator[Anmarkning]:
    """Excel makes the code 0114 the number 114."""
    kommuner = read_kommuner()
    for rad in inlast.rader("omraden", "kommun_kod", "namn"):
        hel = f"0{rad.post.kommun_kod}"
        if hel in kommuner and _plain_name(rad.post.namn) == _plain_name(kommuner[hel].namn):
            vad = f"koden «{rad.post.kommun_kod}» för «{rad.post.namn}» har tappat sin första nolla"
            gor = f"Menade du «{hel}»? Formatera kolumnerna med koder som text, eller spara om källan."
            yield Anmarkning(rad.at("kommun_kod"), vad, "fyra siffror", gor)


def check_names(inlast: Inlast) -> Iterator[Anmarkning]:
    """A kommun's code and name belong together: the name must not be that of another kommun.

    Two names that have changed places are one finding. A code that is no kommun's is only a fault where the figures
    show that the data set is Sweden.
    """
    kommuner = read_kommuner()
    koder = {_plain_name(kommun.namn): kod for kod, kommun in kommuner.items()}
    riket = bool(inlast.kanda_invanare)
    fel: dict[tuple[str, str], Rad] = {}
    for rad in inlast.rader("omraden", "kommun_kod", "namn"):
        kod, kommun_kod = koder.get(_plain_name(rad.post.namn)), rad.post.kommun_kod
        nollfel = f"0{kommun_kod}" == kod
        if kod is not None and kod != kommun_kod and not nollfel and (kommun_kod in kommuner or riket):
            fel.setdefault((kommun_kod, kod), rad)
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


def warn_missing_kommuner(inlast: Inlast) -> Iterator[Anmarkning]:
    """Where the data set is Sweden, kommuner without a row may have been lost on the way."""
    if not inlast.kanda_invanare or not inlast.is_whole("omraden", "kommun_kod"):
        return
    kommuner = read_kommuner()
    har = {rad.post.kommun_kod for rad in inlast.rader("omraden")}
    saknas = sorted(kommuner.keys() - har)
    if saknas and len(saknas) < len(kommuner) / 2:
        namn = ", ".join(f"{kod} {kommuner[kod].namn}" for kod in saknas[:10]) + (" …" if len(saknas) > 10 else "")
        vad = f"{len(saknas)} av {len(kommuner)} kommuner har ingen rad: {namn}"
        gor = "Kontrollera att ingen har fallit bort; en kommun utanför alla förbund kan också stå med, utan förbund."
        yield Anmarkning(inlast.at_table("omraden"), vad, gor=gor, allvar="varning")


def warn_without_region(inlast: Inlast) -> Iterator[Anmarkning]:
    """Of the kommuner of Sweden only Gotland has a region's tasks; another without a region pays both quarters."""
    kommuner = read_kommuner()
    for rad in inlast.rader("omraden", "region_kod", "kommun_kod", "namn"):
        kod = rad.post.kommun_kod
        egen = kod in kommuner and _plain_name(rad.post.namn) == _plain_name(kommuner[kod].namn)
        if egen and rad.post.region_kod is None and kod != _GOTLAND:
            vad = f"«{rad.post.namn}» har ingen region och räknas som en kommun med regionens uppgifter"
            yield Anmarkning(rad.at("region_kod"), vad, "regionens kod", "Fyll i koden.", "varning")


def warn_no_need(inlast: Inlast) -> Iterator[Anmarkning]:
    """A försörjningsmått of 0 is rarely a true figure."""
    for rad in inlast.rader("omraden", "forsorjningsmatt", "forbund_kod"):
        if rad.post.forsorjningsmatt == 0 and rad.post.forbund_kod:
            vad = f"«{rad.post.namn}» har försörjningsmått 0"
            yield Anmarkning(rad.at("forsorjningsmatt"), vad, gor="Kontrollera uttaget.", allvar="varning")


def _plain_name(namn: str | None) -> str:
    """A kommun's name in small letters, without «kommun» or «stad»: Lunds kommun → lund."""
    text = (namn or "").casefold().strip()
    kort = re.sub(r"\s+(kommun|stad)$", "", text)
    return kort.removesuffix("s") if kort != text else text
