"""Replies into the data set: äskanden, months, eget kapital and pledges in their tables. What is not answered stays.

The eget kapital of a reply is a forecast of the end of the year before: the figure that the förbund begins with, and
in kapital that year's prognos, whose costs follow; later years begin with what is then left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fordelning.ar.nytt_ar_nycklar import move_totals
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.kapital.bok import RANGORDNING
from fordelning.pengar import format_kr
from fordelning.svar.blankett import ASKANDE, MANADER, UTGAENDE
from fordelning.svar.las_blanketter import Blankettsvar, Inlasta, Svarsuppgift
from fordelning.underlag import Granskat, examine
from fordelning.underlag.lasning import SVAR
from fordelning.underlag.texter import Texter, Textpost, make_ratext

KOLUMNER = {ASKANDE: "askande_kr", MANADER: "manader", UTGAENDE: "eget_kapital_kr"}
"""An answer → the column of forbund that it goes to."""


@dataclass(frozen=True, slots=True, eq=False)
class Infort:
    """The new data set with the replies that were put in, and what it held before under the same answers."""

    granskat: Granskat
    lasta: Inlasta
    fore: Mapping[tuple[str, tuple[str, str, str]], str]

    @property
    def texter(self) -> Texter:
        return self.granskat.texter

    def locate(self, a: Anmarkning) -> Anmarkning:
        """A finding of a förbund's figure with the cell that it was answered in."""
        traff = re.search(r"förbund (\S+), kolumn (\w+)$", a.plats)
        svar = self.lasta.svar.get(traff[1]) if traff else None
        plats = [u.plats for u in svar.uppgifter if traff and KOLUMNER.get(u.falt) == traff[2]] if svar else []
        return replace(a, plats=plats[0]) if plats else a


@dataclass(slots=True)
class _Arbete:
    """The tables while the replies are put in, and where each new figure was read."""

    budgetar: int
    tabeller: dict[str, list[dict[str, str]]]
    platser: dict[tuple[str, int, str], str] = field(default_factory=dict)
    fore: dict[tuple[str, tuple[str, str, str]], str] = field(default_factory=dict)
    fel: dict[str, list[Anmarkning]] = field(default_factory=dict)


def put_in(granskat: Granskat, lasta: Inlasta, som_bok: bool = False) -> Infort:
    """The data set with the replies. A reply that the gate refuses, or that cannot be, is left out and told.

    Raises UnderlagFel when the data set cannot be used for a reason that is no reply's.
    """
    while True:
        arbete = _fill(granskat, lasta)
        if arbete.fel:
            lasta = lasta.refuse(arbete.fel)
            continue
        texter = _make_texts(granskat, arbete, lasta)
        nytt, funna = examine(make_ratext(texter, som_bok, arbete.platser))
        if nytt is not None:
            return Infort(nytt, lasta, arbete.fore)
        fel = [a for a in funna if a.allvar == "fel"]
        per_forbund = {kod: [a for a in fel if a.plats.startswith(f"{s.fil}, ")] for kod, s in lasta.svar.items()}
        nya = {kod: egna for kod, egna in per_forbund.items() if egna}
        if not nya:
            raise UnderlagFel(fel)
        lasta = lasta.refuse(nya)


def _fill(granskat: Granskat, lasta: Inlasta) -> _Arbete:
    tabeller = {namn: [dict(rad) for rad in rader] for namn, rader in granskat.texter.tabeller.items()}
    arbete = _Arbete(granskat.installningar.budgetar, tabeller)
    for kod, svar in lasta.svar.items():
        for uppgift in svar.uppgifter:
            if uppgift.falt in KOLUMNER:
                _fill_forbund(arbete, kod, uppgift)
            elif uppgift.part:
                _fill_pledge(arbete, kod, uppgift)
            if uppgift.falt == UTGAENDE:
                _fill_capital(arbete, kod, uppgift)
    return arbete


def _fill_forbund(arbete: _Arbete, kod: str, u: Svarsuppgift) -> None:
    kolumn = KOLUMNER[u.falt]
    nummer = next(i for i, rad in enumerate(arbete.tabeller["forbund"]) if rad["forbund_kod"] == kod)
    rad = arbete.tabeller["forbund"][nummer]
    arbete.fore[kod, u.nyckel] = rad[kolumn]
    rad[kolumn] = str(u.varde)
    arbete.platser["forbund", nummer, kolumn] = u.plats


def _fill_pledge(arbete: _Arbete, kod: str, u: Svarsuppgift) -> None:
    """The party's row, or a new one after the others."""
    rader, nyckel = arbete.tabeller["medfinansiering"], (kod, u.part, u.motpart_kod)
    nummer = next(
        (i for i, r in enumerate(rader) if (r["forbund_kod"], r["part"], r["motpart_kod"]) == nyckel), len(rader)
    )
    if nummer == len(rader):
        rader.append({"forbund_kod": kod, "part": u.part, "motpart_kod": u.motpart_kod, "utlovat_kr": ""})
    arbete.fore[kod, u.nyckel] = rader[nummer]["utlovat_kr"]
    rader[nummer]["utlovat_kr"] = str(u.varde)
    arbete.platser |= {("medfinansiering", nummer, kolumn): u.plats for kolumn in ("motpart_kod", "utlovat_kr")}


def _fill_capital(arbete: _Arbete, kod: str, u: Svarsuppgift) -> None:
    """The year before ends with what was answered. An utfall stands; so does a förbund without that year."""
    rader, ar = arbete.tabeller["kapital"], str(arbete.budgetar - 1)
    arets = {rad["typ"]: rad for rad in rader if (rad["forbund_kod"], rad["ar"]) == (kod, ar)}
    rad = next((arets[typ] for typ in RANGORDNING if typ in arets), None)
    if rad is None:
        return
    in_, intakter, kostnader = (int(rad[k]) for k in ("ingaende_kr", "intakter_kr", "kostnader_kr"))
    mer = int(u.varde) - (in_ + intakter - kostnader)
    if mer and (vad := _find_impossible(rad, ar, kostnader - mer, in_ + intakter)):
        arbete.fel.setdefault(kod, []).append(Anmarkning(u.plats, *vad))
    elif mer:
        ny = {**rad, "typ": "prognos", "kostnader_kr": str(kostnader - mer)}
        plats = rader.index(rad)
        rader[plats : plats + (rad["typ"] == "prognos")] = [ny]
        for senare in rader:
            if senare["forbund_kod"] == kod and int(senare["ar"]) > int(ar):
                senare["ingaende_kr"] = str(int(senare["ingaende_kr"]) + mer)


def _find_impossible(rad: Textpost, ar: str, kostnader_kr: int, hogst_kr: int) -> tuple[str, str, str] | None:
    """Why the year cannot end so: what is wrong, what was expected, and what to do."""
    if rad["typ"] == "utfall":
        utgaende = format_kr(hogst_kr - int(rad["kostnader_kr"]))
        vad = f"kapital har redan utfall för {ar}: {utgaende} kr"
        return vad, f"tomt, eller {utgaende}", "Lämna fältet tomt, eller rätta utfallet i underlaget."
    if kostnader_kr < 0:
        vad = f"eget kapital kan inte bli större än ingående och årets intäkter tillsammans, {format_kr(hogst_kr)} kr"
        return vad, "hela kronor", "Kontrollera beloppet."
    return None


def _make_texts(granskat: Granskat, arbete: _Arbete, lasta: Inlasta) -> Texter:
    efter = {namn: tuple(rader) for namn, rader in arbete.tabeller.items()}
    nycklar = {
        **granskat.nycklar,
        "kallor": _tell_sources(granskat.nycklar.get("kallor", {}), lasta.svar),
        "kontrollsummor": move_totals(granskat, efter),
    }
    return Texter(efter, nycklar)


def _tell_sources(kallor: Mapping[str, Any], svar: Mapping[str, Blankettsvar]) -> dict[str, Any]:
    """The sources of what was answered say so beside what they said before."""
    ny = {namn: dict(k) if isinstance(k, Mapping) else {"text": k} for namn, k in kallor.items()}
    ror: list[tuple[str, str, Callable[[Svarsuppgift], bool]]] = [
        ("forbund", "Äskanden, månader och eget kapital", lambda u: u.falt in KOLUMNER),
        ("medfinansiering", "Utfästelser", lambda u: bool(u.part)),
    ]
    for namn, vad, hor_till in ror:
        antal = sum(any(hor_till(u) for u in s.uppgifter) for s in svar.values())
        if antal:
            ny[namn] = {**ny.get(namn, {}), "svar": f"{vad} ur {antal} förbunds svar; se {SVAR}."}
    return ny
