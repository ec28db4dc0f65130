"""Need per förbund and målgrupp (persons × the share in need), how many are reached, and published estimates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from fordelning.begrepp import Underlag, Vektor
from fordelning.fel import Anmarkning
from fordelning.pengar import divide, format_kr
from fordelning.schema import Avsnitt, Modellfil, Modellkalla, Schema, read_modellfil

Andel = Annotated[float, Field(ge=0, le=1)]
Antal = Annotated[float, Field(ge=0)]
AVRUNDNING_ANDEL = 0.01
"""A published figure this near its own source is that figure rounded."""
Tabell = NDArray[np.float64]
"""Persons, förbund × målgrupp, (F, G)."""


class Grupp(Schema):
    """A målgrupp of a published estimate: its persons, the share in need, and the rounded need that was published."""

    malgrupp_kod: str = Field(min_length=1)
    namn: str = Field(min_length=1)
    personer_antal: Antal
    andel_i_behov: Andel
    publicerat_antal: Antal
    fordelas_efter: Literal["invanare", "forsorjningsmatt"]
    annan_lasning_andel: Andel | None = None
    eget_underlag_antal: Antal | None = None
    """The figure that the source itself has the persons from, before it was rounded or mistaken."""

    def compute_need(self, annan_lasning: bool = False) -> float:
        """The need, unrounded; in the other reading where the source can be read in two ways."""
        andel = self.annan_lasning_andel if annan_lasning else None
        return self.personer_antal * (self.andel_i_behov if andel is None else andel)


class Publicerat(Schema):
    """A published number to compare with."""

    vad: str = Field(min_length=1)
    antal: Antal
    kalla: Modellkalla


class Schablon(Avsnitt):
    """A rule of thumb: the need as a share of the working-age population."""

    andel: Andel
    publicerat: tuple[Publicerat, ...] = ()


class Natt(Schema):
    """A published statement of how many are reached."""

    vad: str = Field(min_length=1)
    natt_antal: Antal
    behov_antal: Annotated[float, Field(gt=0)]
    publicerad_andel: Andel
    kalla: Modellkalla

    @property
    def andel(self) -> float:
        return self.natt_antal / self.behov_antal


class Skattning(Avsnitt, Modellfil):
    """Published estimates of need: per målgrupp, by rule of thumb, and how many are reached."""

    namn: str = Field(min_length=1)
    jamforelse_antal: Annotated[float, Field(gt=0)]
    publicerat_antal: Antal
    publicerad_andel: Andel
    grupp: tuple[Grupp, ...] = Field(min_length=1)
    schablon: Schablon
    natt: tuple[Natt, ...] = ()

    @model_validator(mode="after")
    def _name_groups_once(self) -> Self:
        koder = [grupp.malgrupp_kod for grupp in self.grupp]
        if dubbla := sorted({kod for kod in koder if koder.count(kod) > 1}):
            raise ValueError(f"malgrupp_kod {', '.join(dubbla)} står två gånger")
        return self

    def find_deviations(self) -> Iterator[Anmarkning]:
        """Groups whose persons are further from the source's own figure than rounding makes them: a share of 1 %."""
        for g in self.grupp:
            eget = g.eget_underlag_antal
            if eget is not None and abs(g.personer_antal - eget) > AVRUNDNING_ANDEL * eget:
                har, egen = format_kr(g.personer_antal), format_kr(eget)
                vad = f"källan räknar med {har} personer men har {egen} i sitt eget underlag"
                yield Anmarkning(f"{g.malgrupp_kod} {g.namn}", vad, allvar="varning")

    def sum_own_need(self) -> float:
        """The need of all groups by the source's own figures, unrounded."""
        egna = ((g.personer_antal if g.eget_underlag_antal is None else g.eget_underlag_antal, g) for g in self.grupp)
        return math.fsum(antal * g.andel_i_behov for antal, g in egna)

    def sum_need(self, annan_lasning: bool = False) -> float:
        """The need of all groups, unrounded."""
        return math.fsum(grupp.compute_need(annan_lasning) for grupp in self.grupp)


@dataclass(frozen=True, slots=True, eq=False)
class Behovslage:
    """Need and reach of every förbund. nan where it is not known: `personer_antal` (F, G), `deltagare_antal` (F,).

    `uppskattat`: the persons are an estimate, by the data set's own word or because they are the country's shared out
    (`utdelat`). The sums of the country include areas outside every förbund only in `riket_invanare_antal`.
    """

    koder: tuple[str, ...]
    malgrupper: tuple[str, ...]
    malgruppsnamn: tuple[str, ...]
    andel_i_behov: Vektor
    personer_antal: Tabell
    deltagare_antal: Vektor
    invanare_antal: Vektor
    riket_invanare_antal: float
    schablon_andel: float
    uppskattat: bool
    utdelat: bool
    anmarkningar: tuple[Anmarkning, ...]

    @property
    def behov_antal(self) -> Tabell:
        """Persons in need, (F, G)."""
        return self.personer_antal * self.andel_i_behov

    @property
    def behov_per_forbund_antal(self) -> Vektor:
        """Persons in need in the målgrupper that are known, (F,)."""
        return np.asarray(np.nansum(self.behov_antal, axis=1), np.float64)

    @property
    def natt_andel(self) -> Vektor:
        """The share of the need that is reached, (F,); nan where it is not known."""
        return compute_reach(self.deltagare_antal, self.behov_per_forbund_antal)

    @property
    def vet_deltagare(self) -> NDArray[np.bool_]:
        """The förbund whose participants are known, (F,)."""
        return ~np.isnan(self.deltagare_antal)

    @property
    def natt_tillsammans_andel(self) -> float:
        """The share that is reached in the förbund whose participants are known, together; nan where none is."""
        vet = self.vet_deltagare
        return float(compute_reach(self.deltagare_antal[vet].sum(), self.behov_per_forbund_antal[vet].sum()))

    @property
    def schablon_antal(self) -> Vektor:
        """The need by rule of thumb, (F,)."""
        return self.schablon_andel * self.invanare_antal


def read_skattning(fil: Path) -> Skattning:
    """The published estimates from their file. Raises ModellFel with every fault found."""
    return read_modellfil(Skattning, fil)


def compute_need(underlag: Underlag, skattning: Skattning) -> Behovslage:
    """Need per förbund and målgrupp as the data set has it; without behov.csv the published estimate shared out."""
    utdelat = not underlag.behov
    koder, namn, andelar, personer = _share_out(underlag, skattning) if utdelat else _collect(underlag)
    return Behovslage(
        koder=underlag.koder,
        malgrupper=koder,
        malgruppsnamn=namn,
        andel_i_behov=andelar,
        personer_antal=personer,
        deltagare_antal=count_participants(underlag),
        invanare_antal=underlag.invanare_antal,
        riket_invanare_antal=float(sum(o.invanare_antal for o in underlag.omraden)),
        schablon_andel=skattning.schablon.andel,
        uppskattat=utdelat or underlag.is_estimated("behov"),
        utdelat=utdelat,
        anmarkningar=tuple(_find_gaps(underlag)),
    )


def count_participants(underlag: Underlag) -> Vektor:
    """Today's participants in individinriktade insatser, (F,); nan where no insats of the förbund tells."""
    antal: defaultdict[str, list[float]] = defaultdict(list)
    for insats in underlag.insatser:
        if insats.inriktning == "individ" and insats.idag_antal is not None:
            antal[insats.forbund_kod].append(insats.idag_antal)
    return np.array([math.fsum(antal[kod]) if kod in antal else np.nan for kod in underlag.koder])


def compute_reach(deltagare_antal: Vektor, behov_antal: Vektor) -> Vektor:
    """The share of the need that is reached, (...); nan where participants are not known or there is no need."""
    return divide(deltagare_antal, behov_antal)


_Delar = tuple[tuple[str, ...], tuple[str, ...], Vektor, Tabell]


def _collect(u: Underlag) -> _Delar:
    """Målgrupper, their names and shares, and persons per förbund and målgrupp; nan where there is no row."""
    kolumn = {m.malgrupp_kod: j for j, m in enumerate(u.malgrupper)}
    rad = {kod: i for i, kod in enumerate(u.koder)}
    personer = np.full((len(rad), len(kolumn)), np.nan)
    for b in u.behov:
        personer[rad[b.forbund_kod], kolumn[b.malgrupp_kod]] = b.personer_antal
    andelar = np.array([m.andel_i_behov for m in u.malgrupper])
    return tuple(kolumn), tuple(m.namn for m in u.malgrupper), andelar, personer


def _share_out(u: Underlag, skattning: Skattning) -> _Delar:
    """The country's persons of each målgrupp shared out by its proxy; areas outside every förbund keep their part."""
    grupper = sorted(skattning.grupp, key=lambda g: g.malgrupp_kod)
    vikter = {
        "invanare": u.invanare_antal / math.fsum(o.invanare_antal for o in u.omraden),
        "forsorjningsmatt": u.forsorjningsmatt / math.fsum(o.forsorjningsmatt for o in u.omraden),
    }
    personer = np.stack([g.personer_antal * vikter[g.fordelas_efter] for g in grupper], axis=-1)
    andelar = np.array([g.andel_i_behov for g in grupper])
    return tuple(g.malgrupp_kod for g in grupper), tuple(g.namn for g in grupper), andelar, personer


def _find_gaps(u: Underlag) -> Iterator[Anmarkning]:
    """Missing rows: what is not known is left out of the sums, and said."""
    finns = {(b.forbund_kod, b.malgrupp_kod) for b in u.behov}
    for kod in u.koder if finns else ():
        saknas = [m.malgrupp_kod for m in u.malgrupper if (kod, m.malgrupp_kod) not in finns]
        if saknas:
            vad = f"förbund {kod} har ingen rad för {', '.join(saknas)}; det behovet räknas inte"
            yield Anmarkning("behov", vad, gor="Lägg till en rad per målgrupp.", allvar="varning")
    utan = sum(i.inriktning == "individ" and i.idag_antal is None for i in u.insatser)
    if utan:
        vad = f"{utan} individinriktade insatser saknar idag_antal; deras deltagare räknas inte"
        yield Anmarkning("insatser", vad, gor="Fyll i antalet deltagare i dag.", allvar="varning")
