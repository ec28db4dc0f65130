"""The gate: insatser, their effects, and the frames of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast, show
from fordelning.underlag.ratext import Forslag
from fordelning.underlag.referenser import list_places

_ORDNADE = (
    ("insatser", "fran_ar", "till_ar"),
    ("insatser", "minst_antal", "hogst_antal"),
    ("planering", "struktur_minst_andel", "struktur_hogst_andel"),
)
"""Table, the smallest, the largest."""


def check_limits_in_order(inlast: Inlast) -> Iterator[Anmarkning]:
    """The smallest is not larger than the largest: years, volumes and shares."""
    for tabell, lagst, hogst in _ORDNADE:
        for rad in inlast.rader(tabell, lagst, hogst):
            a, b = getattr(rad.post, lagst), getattr(rad.post, hogst)
            if a is not None and b is not None and a > b:
                vad = f"{lagst} {show(a)} är större än {hogst} {show(b)}"
                yield Anmarkning(rad.at(lagst), vad, f"högst {show(b)}", "Rätta det ena värdet.")


def check_effects_have_insats(inlast: Inlast) -> Iterator[Anmarkning]:
    """An effect belongs to an insats of its own förbund; one insats that is missing is one finding."""
    may_be_run = inlast.make_lookup("insatser", "forbund_kod", "insats_kod")
    saknade: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for rad in inlast.rader("effekter", "forbund_kod", "insats_kod"):
        nyckel = rad.post.forbund_kod, rad.post.insats_kod
        if not may_be_run(*nyckel):
            saknade[nyckel].append(rad.at("insats_kod"))
    egna: defaultdict[str, set[str]] = defaultdict(set)
    for rad in inlast.rader("insatser", "forbund_kod", "insats_kod"):
        egna[rad.post.forbund_kod].add(rad.post.insats_kod)
    forslag = Forslag()
    for (forbund_kod, kod), platser in saknade.items():
        vad = f"insats «{kod}» finns inte i förbund {forbund_kod}{list_places(platser)}"
        vantat = f"en insats ur förbundets egna rader i {inlast.at_table('insatser')}"
        yield Anmarkning(platser[0], vad, vantat, forslag.find(kod, egna[forbund_kod]) or "Rätta koden.")


def _find_kinds(inlast: Inlast) -> dict[tuple[str, str], str]:
    """The inriktning of every insats, by förbund and code."""
    rader = inlast.rader("insatser", "forbund_kod", "insats_kod", "inriktning")
    return {(rad.post.forbund_kod, rad.post.insats_kod): rad.post.inriktning for rad in rader}


def check_effects(inlast: Inlast) -> Iterator[Anmarkning]:
    """An effect says what its kind of insats needs: individ a share per målgrupp; a share lies between −1 and 1."""
    inriktning = _find_kinds(inlast)
    for rad in inlast.rader("effekter", "forbund_kod", "insats_kod", "malgrupp_kod", "effekt_andel"):
        andel = rad.post.effekt_andel
        individ = inriktning.get((rad.post.forbund_kod, rad.post.insats_kod)) == "individ"
        for kolumn in ("malgrupp_kod", "effekt_andel"):
            if individ and getattr(rad.post, kolumn) is None:
                vad = f"en individinriktad insats behöver {kolumn}"
                yield Anmarkning(rad.at(kolumn), vad, "malgrupp_kod och effekt_andel ifyllda", "Fyll i värdet.")
        if andel is not None and abs(andel) > 1:
            yield Anmarkning(rad.at("effekt_andel"), f"«{show(andel)}» är ingen andel", "högst 1, t.ex. 0,15")


def warn_unused_effects(inlast: Inlast) -> Iterator[Anmarkning]:
    """`effekt_antal` is only for struktur, a share and how sure it is only for individ: the other is not used."""
    inriktning = _find_kinds(inlast)
    for rad in inlast.rader("effekter", "forbund_kod", "insats_kod", "effekt_andel", "osakerhet", "effekt_antal"):
        slag = inriktning.get((rad.post.forbund_kod, rad.post.insats_kod))
        for kolumn in {"individ": ("effekt_antal",), "struktur": ("effekt_andel", "osakerhet")}.get(slag or "", ()):
            if not getattr(rad.post, kolumn):
                continue
            vad = f"{kolumn} används inte för en insats med inriktning {slag}"
            yield Anmarkning(rad.at(kolumn), vad, gor="Kontrollera inriktningen, eller töm cellen.", allvar="varning")
