"""The gate: areas, their kommuner and their inhabitants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kommuner import find_by_name, read_kommuner
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


def check_inhabitants(inlast: Inlast) -> Iterator[Anmarkning]:
    """An area of a förbund has inhabitants: a 0 is a figure that was lost."""
    for rad in inlast.rader("omraden", "invanare_antal"):
        if rad.post.invanare_antal == 0 and rad.post.forbund_kod:
            vad = f"«{rad.post.namn or rad.post.omrade_kod}» har 0 invånare"
            yield Anmarkning(rad.at("invanare_antal"), vad, "minst 1", "Kontrollera uttaget.")


def check_own_key(inlast: Inlast) -> Iterator[Anmarkning]:
    """The key that a förbund's kommuner have agreed is whole: a weight for every area, one of them more than 0."""
    lasta = inlast.rader("omraden", "forbund_kod", "medfinansiering_vikt")
    rader: defaultdict[str, list[Rad]] = defaultdict(list)
    for rad in lasta if inlast.is_whole("omraden", "forbund_kod", "medfinansiering_vikt") else ():
        rader[rad.post.forbund_kod or ""].append(rad)
    rader.pop("", None)
    for kod, egna in sorted(rader.items()):
        utan = [rad for rad in egna if rad.post.medfinansiering_vikt is None]
        if utan and len(utan) < len(egna):
            namnda = ", ".join(f"«{rad.post.omrade_kod}»" for rad in utan)
            vad = f"förbund {kod}: {namnda} saknar vikt, men andra områden i förbundet har"
            gor = "Fyll i alla, eller töm alla: då delar kommunerna efter invånare."
            yield Anmarkning(utan[0].at("medfinansiering_vikt"), vad, "en vikt för varje område i förbundet", gor)
        elif not utan and not any(rad.post.medfinansiering_vikt for rad in egna):
            vad, gor = f"förbund {kod}: alla vikter är 0", "Rätta vikterna, eller töm dem."
            yield Anmarkning(egna[0].at("medfinansiering_vikt"), vad, "minst en vikt över 0", gor)


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
        if kod in kommuner and find_by_name(rad.post.namn) == kod and rad.post.region_kod is None and kod != _GOTLAND:
            vad = f"«{rad.post.namn}» har ingen region och räknas som en kommun med regionens uppgifter"
            yield Anmarkning(rad.at("region_kod"), vad, "regionens kod", "Fyll i koden.", "varning")


def warn_no_need(inlast: Inlast) -> Iterator[Anmarkning]:
    """A försörjningsmått of 0 is rarely a true figure."""
    for rad in inlast.rader("omraden", "forsorjningsmatt", "forbund_kod"):
        if rad.post.forsorjningsmatt == 0 and rad.post.forbund_kod:
            vad = f"«{rad.post.namn}» har försörjningsmått 0"
            yield Anmarkning(rad.at("forsorjningsmatt"), vad, gor="Kontrollera uttaget.", allvar="varning")
