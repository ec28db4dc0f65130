"""What a change does: the grant of those it touches and of the others, the base grants, and what every party pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fordelning.ar.tillampning import Grupp
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner


@dataclass(frozen=True, slots=True)
class Rad:
    """An amount before and after, whole kronor."""

    namn: str
    fore_kr: int
    efter_kr: int

    @property
    def andring_kr(self) -> int:
        return self.efter_kr - self.fore_kr


@dataclass(frozen=True, slots=True)
class Verkan:
    """Grants by group, then of all others; what each party of the groups pays; base grants and förbund in number."""

    tilldelning: tuple[Rad, ...]
    parter: tuple[Rad, ...]
    grund_fore_kr: int
    grund_efter_kr: int
    antal_fore: int
    antal_efter: int


def compare(fore: Resultat, efter: Resultat, grupper: Sequence[Grupp]) -> Verkan:
    """Two allocations, before the changes and after them."""
    a, b = _grants(fore), _grants(efter)
    rader = [Rad(_name(g), sum(a[kod] for kod in g.fore), sum(b[kod] for kod in g.efter)) for g in grupper]
    andra = Rad(
        "Övriga förbund",
        sum(a.values()) - sum(rad.fore_kr for rad in rader),
        sum(b.values()) - sum(rad.efter_kr for rad in rader),
    )
    summa = Rad("Summa", sum(a.values()), sum(b.values()))
    return Verkan(
        (*rader, andra, summa),
        tuple(_compare_parties(fore, efter, grupper)),
        _base(fore),
        _base(efter),
        len(fore.underlag.koder),
        len(efter.underlag.koder),
    )


def _name(g: Grupp) -> str:
    fore = [kod for kod in g.fore if kod not in g.efter]
    return " + ".join(g.efter or g.fore) + (f" (före: {', '.join(fore)})" if fore and g.efter else "")


def _grants(r: Resultat) -> dict[str, int]:
    return {kod: int(kr) for kod, kr in zip(r.underlag.koder, r.tilldelning_kr.tolist(), strict=True)}


def _base(r: Resultat) -> int:
    return round(float(r.bok.poster["grundtilldelning"].sum())) if "grundtilldelning" in r.bok.poster else 0


def _compare_parties(fore: Resultat, efter: Resultat, grupper: Sequence[Grupp]) -> list[Rad]:
    """Every kommun and region that pays to a förbund of the groups, over all förbund it pays to."""
    a, b = _bills(fore), _bills(efter)
    berorda = _list_parties(fore, {k for g in grupper for k in g.fore})
    berorda |= _list_parties(efter, {k for g in grupper for k in g.efter})
    namn = {("region", r.region_kod): r.namn for r in efter.underlag.regioner}
    namn |= {("kommun", o.kommun_kod): o.namn for o in efter.underlag.omraden if o.omrade_kod == o.kommun_kod}
    namn |= {("kommun", kod): kommun.namn for kod, kommun in read_kommuner().items() if ("kommun", kod) not in namn}
    ordning = sorted(berorda, key=lambda part: (part[0] == "region", part[1]))
    return [Rad(_label(part, namn), a.get(part, 0), b.get(part, 0)) for part in ordning]


def _label(part: tuple[str, str], namn: Mapping[tuple[str, str], str]) -> str:
    """A kommun without a region pays in its place too."""
    slag, kod = part
    eget = namn.get(part) or namn.get(("kommun", kod), "")
    return f"{kod} {eget}" if slag == "kommun" or part in namn else f"{kod} {eget} i regionens ställe"


def _bills(r: Resultat) -> dict[tuple[str, str], int]:
    summor: dict[tuple[str, str], int] = {}
    for bidrag in r.bidrag:
        nyckel = bidrag.part, bidrag.motpart_kod
        summor[nyckel] = summor.get(nyckel, 0) + bidrag.belopp_kr
    return summor


def _list_parties(r: Resultat, koder: set[str]) -> set[tuple[str, str]]:
    return {(b.part, b.motpart_kod) for b in r.bidrag if b.forbund_kod in koder and b.part != "stat"}
