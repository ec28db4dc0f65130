"""The gate: what regions have pledged, in one sum for all their förbund or förbund by förbund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.underlag.inlast import Inlast


def check_lists(inlast: Inlast) -> Iterator[Anmarkning]:
    """A sum that is shared by a list has the list: the region's pledges in medfinansiering."""
    lovat = _list_pledges(inlast)
    for rad in inlast.rader("regionmedel", "region_kod", "fordelning"):
        kod = rad.post.region_kod
        if rad.post.fordelning == "lista" and not lovat[kod] and _may_know_pledges(inlast):
            vad = f"region «{kod}» delar sin summa efter lista, men har ingen utfästelse"
            gor = f"Skriv en rad per förbund i medfinansiering (part region, motpart_kod {kod}), eller välj nyckel."
            yield Anmarkning(rad.at("fordelning"), vad, "regionens utfästelser i medfinansiering", gor)


def warn_region_sums(inlast: Inlast) -> Iterator[Anmarkning]:
    """A sum of a region that no förbund has; a list that leaves a förbund out, or sums to another amount."""
    lovat, medlemmar = _list_pledges(inlast), _find_forbund(inlast)
    for rad in inlast.rader("regionmedel", "region_kod", "fordelning", "utlovat_kr"):
        kod, plats = rad.post.region_kod, rad.at("utlovat_kr")
        if not medlemmar[kod]:
            vad = f"region «{kod}» har inget område i något förbund; summan används inte"
            yield Anmarkning(rad.at("region_kod"), vad, gor="Kontrollera koden.", allvar="varning")
        elif rad.post.fordelning == "lista" and lovat[kod] and _may_know_pledges(inlast):
            utan = sorted(medlemmar[kod] - lovat[kod].keys())
            if utan:
                vad = f"region «{kod}»: {', '.join(utan)} saknas i listan och räknas som 0 kr"
                gor = "Lägg till en rad per förbund i medfinansiering."
                yield Anmarkning(plats, vad, gor=gor, allvar="varning")
            yield from _compare_list(plats, kod, sum(lovat[kod].values()), rad.post.utlovat_kr)


def _compare_list(plats: str, kod: str, lista_kr: int, summa_kr: int) -> Iterator[Anmarkning]:
    if lista_kr != summa_kr:
        foljd = "delarna minskas i samma proportion"
        if lista_kr < summa_kr:
            foljd = f"{format_kr(summa_kr - lista_kr)} kr av summan delas inte ut"
        vad = f"region «{kod}»: listan är {format_kr(lista_kr)} kr men summan {format_kr(summa_kr)} kr; {foljd}"
        yield Anmarkning(plats, vad, gor="Rätta det belopp som är fel.", allvar="varning")


def warn_regions_beside_sums(inlast: Inlast) -> Iterator[Anmarkning]:
    """In a förbund where a region has one sum, another region that has pledged nothing counts as 0."""
    summor = {rad.post.region_kod: rad for rad in inlast.rader("regionmedel", "region_kod")}
    lovat = _list_pledges(inlast)
    for kod, rader in sorted(inlast.medlemmar.items()):
        regioner = {rad.post.region_kod for rad in rader} - {None, ""}
        har = sorted(regioner & summor.keys())
        utan = sorted(r for r in regioner - summor.keys() if kod not in lovat[r])
        if kod and har and utan and not any(kod in lovat[r] for r in regioner):
            vad = f"förbund {kod}: region {', '.join(utan)} har varken summa eller utfästelse och räknas som 0 kr"
            gor = "Skriv regionens utfästelse i medfinansiering, eller dess summa här."
            yield Anmarkning(summor[har[0]].at("utlovat_kr"), vad, gor=gor, allvar="varning")


def _may_know_pledges(inlast: Inlast) -> bool:
    return inlast.is_whole("medfinansiering", "forbund_kod", "part", "motpart_kod", "utlovat_kr")


def _list_pledges(inlast: Inlast) -> Mapping[str, Mapping[str, int]]:
    """What each region has pledged, by region and förbund."""
    lovat: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for rad in inlast.rader("medfinansiering", "forbund_kod", "part", "motpart_kod", "utlovat_kr"):
        if rad.post.part == "region":
            lovat[rad.post.motpart_kod][rad.post.forbund_kod] = rad.post.utlovat_kr
    return lovat


def _find_forbund(inlast: Inlast) -> Mapping[str, set[str]]:
    """The förbund in which each region has areas."""
    medlemmar: defaultdict[str, set[str]] = defaultdict(set)
    for kod, rader in inlast.medlemmar.items():
        for rad in rader:
            if kod and rad.post.region_kod:
                medlemmar[rad.post.region_kod].add(kod)
    return medlemmar


def list_summed_regions(inlast: Inlast) -> set[str]:
    """The regions that have one sum for all their förbund."""
    return {rad.post.region_kod for rad in inlast.rader("regionmedel", "region_kod")}
