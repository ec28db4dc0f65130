"""Model files: the method of a period as data. Every section names its source; what we assume is marked `antagande`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fordelning.begrepp import HOGSTA_RAM_KR
from fordelning.fel import Anmarkning, IngenModellFel, ModellFel
from fordelning.platser import list_models
from fordelning.schema import Avsnitt, Modellfil, Modellkalla, Schema, read_modellfil

Andel = Annotated[float, Field(ge=0, le=1)]

Partsandel = Annotated[float, Field(ge=0.01, le=0.98)]
"""A party pays at least a hundredth: below it a whole krona from one is more than all that exists from another."""

Stegnamn = Literal[
    "grundtilldelning", "fordelningsnyckel", "sjukpenningtak", "eget_kapital", "sparr", "medfinansiering",
    "aterfordelning", "avrundning",
]  # fmt: skip


class Grundtilldelning(Avsnitt):
    """The same base grant to every förbund, kr a year."""

    belopp_kr: int = Field(ge=0)


class Fordelningsnyckel(Avsnitt):
    """The key for the rest of the pot: weights of försörjningsmått and inhabitants."""

    andel_forsorjningsmatt: Andel
    andel_invanare: Andel

    @model_validator(mode="after")
    def _sum_to_one(self) -> Self:
        if abs(self.andel_forsorjningsmatt + self.andel_invanare - 1) > 1e-9:
            raise ValueError("andel_forsorjningsmatt och andel_invanare ska tillsammans vara 1")
        return self


class Trappsteg(Schema):
    """One step of the trappa: the reasonable share up to a size of yearly contributions; the last step has no limit."""

    andel: Andel
    upp_till_kr: int | None = Field(default=None, gt=0)


class EgetKapital(Avsnitt):
    """The reasonable level of eget kapital, and the state's part of what lies above it.

    That part is taken from what base and key give (`beraknat`), as a ceiling: the förbund then has no part of what
    others leave. Or from the amount that it ends with (`slutligt`): it shares what is left as all do, and has that
    much less.
    """

    trappa: tuple[Trappsteg, ...] = Field(min_length=1)
    statens_andel_av_overskott: Andel
    dras_fran: Literal["beraknat", "slutligt"] = "beraknat"

    @model_validator(mode="after")
    def _rise_to_no_limit(self) -> Self:
        granser = [steg.upp_till_kr for steg in self.trappa]
        if granser[-1] is not None or None in granser[:-1]:
            raise ValueError("trappans sista steg, och bara det, ska sakna upp_till_kr")
        if sorted(set(granser[:-1]), key=lambda g: g or 0) != granser[:-1]:
            raise ValueError("trappans gränser upp_till_kr ska stiga")
        return self


class Sparr(Avsnitt):
    """The largest share a förbund may lose from one year to the next."""

    hogsta_minskning_andel: Andel


class Sjukpenningtak(Avsnitt):
    """The largest share of the area's sjukpenning that the state may use (before 2016)."""

    hogsta_andel: Andel


class Medfinansiering(Avsnitt):
    """The shares of the state, the region(s) and the kommun(er).

    With `lagsta_andel` the shares are free down to it, 0 = altogether: who has pledged pays the pledge, who has not
    pays its share beside the state's, and no pledge may be less than that share of what all parties pay.
    """

    stat_andel: Partsandel
    region_andel: Partsandel
    kommun_andel: Partsandel
    lagsta_andel: Andel | None = None

    @model_validator(mode="after")
    def _sum_to_one(self) -> Self:
        if abs(self.stat_andel + self.region_andel + self.kommun_andel - 1) > 1e-9:
            raise ValueError("stat_andel, region_andel och kommun_andel ska tillsammans vara 1")
        if self.lagsta_andel is not None and self.lagsta_andel > min(self.region_andel, self.kommun_andel):
            raise ValueError("lagsta_andel ska vara högst region_andel och högst kommun_andel")
        return self


class Aterfordelning(Avsnitt):
    """Money that a bound frees or binds is shared by everyone who stands at no bound, in proportion to the key.

    All at once (`samtidigt`), or in rounds (`omgangar`): first the offer, or as much of it as is taken; what is left is
    shared by the key, round after round, on top of it. By all, or only by those who have an äskande.
    """

    ordning: Literal["samtidigt", "omgangar"] = "samtidigt"
    delas_av: Literal["alla", "askande"] = "alla"

    @model_validator(mode="after")
    def _leave_something_first(self) -> Self:
        if self.delas_av == "askande" and self.ordning == "samtidigt":
            raise ValueError("delas_av «askande» kräver ordning «omgangar»: först då finns det något som har lämnats")
        return self


class Avrundning(Avsnitt):
    """The unit of a grant, kr."""

    enhet_kr: int = Field(gt=0)


class Antagande(Schema):
    """An assumption that no section holds as a number."""

    text: str = Field(min_length=1)


class Darefter(Schema):
    """The time after a model for which no model is published: until when, and what is known of it."""

    till: date
    text: str = Field(min_length=1)
    kalla: Modellkalla


class Modell(Modellfil):
    """A fördelningsmodell: its period, its steps in order, and a section per step.

    `ram_kr`: the pot that a proposal is about, instead of that of the data. The pot is decided for a year, not by a
    model, so a fastställd model has none.
    """

    namn: str = Field(min_length=1)
    status: Literal["historik", "faststalld", "forslag"]
    ram_kr: int | None = Field(default=None, ge=1, le=HOGSTA_RAM_KR)
    galler_fran: date
    galler_till: date | None = None
    steg: tuple[Stegnamn, ...]
    grundtilldelning: Grundtilldelning | None = None
    fordelningsnyckel: Fordelningsnyckel
    sjukpenningtak: Sjukpenningtak | None = None
    eget_kapital: EgetKapital | None = None
    sparr: Sparr | None = None
    medfinansiering: Medfinansiering
    aterfordelning: Aterfordelning | None = None
    avrundning: Avrundning
    antaganden: tuple[Antagande, ...] = ()
    darefter: Darefter | None = None

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        fel = list(_find_faults(self))
        if fel:
            raise ValueError("; ".join(fel))
        return self

    @property
    def avsnitt(self) -> dict[str, Avsnitt]:
        """The sections that the file has, by name."""
        return {namn: v for namn in type(self).model_fields if isinstance(v := getattr(self, namn), Avsnitt)}

    def holds(self, budgetar: int) -> bool:
        """Whether the model's period holds the budget year."""
        return self.galler_fran.year <= budgetar and (self.galler_till is None or budgetar <= self.galler_till.year)

    def leaves_open(self, budgetar: int) -> bool:
        """Whether the year is one after the model's end that the file says no model is published for."""
        if self.darefter is None or self.galler_till is None:
            return False
        return self.galler_till.year < budgetar <= self.darefter.till.year


def _find_faults(m: Modell) -> Iterator[str]:
    """What makes the steps and sections of a model contradict each other (Swedish)."""
    if m.galler_till is not None and m.galler_till < m.galler_fran:
        yield "galler_till är före galler_fran"
    if m.darefter is not None and (m.galler_till is None or m.darefter.till <= m.galler_till):
        yield "[darefter] ska sluta efter galler_till"
    if m.ram_kr is not None and m.status != "forslag":
        yield "ram_kr kan bara stå i ett förslag: ramen beslutas för ett år, i underlaget"
    if len(set(m.steg)) != len(m.steg):
        yield "samma steg står två gånger i steg"
    if m.steg[-2:] != ("aterfordelning", "avrundning"):
        yield "steg ska sluta med aterfordelning, avrundning"
    if "fordelningsnyckel" not in m.steg:
        yield "steg saknar fordelningsnyckel"
    for namn in m.steg:
        if namn != "aterfordelning" and getattr(m, namn) is None:
            yield f"steg nämner {namn} men avsnittet [{namn}] saknas"
    if m.medfinansiering.lagsta_andel is not None and "medfinansiering" not in m.steg:
        yield "lagsta_andel kräver medfinansiering i steg"
    granser = [s for s in m.steg if s in ("eget_kapital", "sparr", "medfinansiering", "sjukpenningtak")]
    if "fordelningsnyckel" in m.steg and any(m.steg.index(s) < m.steg.index("fordelningsnyckel") for s in granser):
        yield "golv och tak ska stå efter fordelningsnyckel i steg"
    if {"grundtilldelning", "fordelningsnyckel"} <= set(m.steg) and m.steg[0] != "grundtilldelning":
        yield "grundtilldelning ska stå först i steg: nyckeln delar det som är kvar"
    if {"eget_kapital", "sparr"} <= set(m.steg) and m.steg.index("sparr") < m.steg.index("eget_kapital"):
        yield "eget_kapital ska stå före sparr i steg"


def read_modell(fil: Path) -> Modell:
    """A fördelningsmodell from its file. Raises ModellFel with every fault found."""
    return read_modellfil(Modell, fil)


def choose_modell(mapp: Path, budgetar: int, val: str | None = None, flagga: str = "--modell") -> Modell:
    """The model named by `val` (a path, or a name in the folder of models), else the one whose period holds the year.

    Raises ModellFel when there is none, with the models that exist; `flagga` is where `val` was given.
    """
    if val is not None:
        for kandidat in (Path(val), mapp / val, mapp / f"{val}.toml"):
            if os.path.exists(kandidat) and not os.path.isdir(kandidat):
                return read_modell(kandidat)
        finns = ", ".join(list_models(mapp))
        raise ModellFel([Anmarkning(flagga, f"«{val}» finns inte", f"en fil, eller ett av: {finns}")])
    modeller = [read_modell(fil) for fil in sorted(mapp.glob("[0-9]*.toml"))]
    for modell in reversed(modeller):
        if modell.holds(budgetar):
            return modell
    perioder = ", ".join(f"{m.fil.namn} ({m.galler_fran}–{m.galler_till or ''})" for m in modeller)
    luckor = [m.darefter.text for m in modeller if m.darefter and m.leaves_open(budgetar)]
    vad = f"ingen modell är publicerad för {budgetar}. {luckor[0]}" if luckor else f"ingen modell gäller {budgetar}"
    gor = "Ange en modell med --modell; svaret blir ett räkneexempel."
    raise IngenModellFel([Anmarkning("models/", vad.removesuffix("."), perioder, gor)])
