"""Eget kapital: the years that were, the budget year as budget and as forecast, the plan years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fordelning.begrepp import Kapitalar
from fordelning.modell import EgetKapital
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.planar import INGEN_GRANS, PLATS, find_capital_row
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text

_RUBRIKER = (
    Rubrik("etikett", "År", 15, ar_tal=False),
    Rubrik("typ", "Slag", 10, ar_tal=False),
    Rubrik("ingaende", "Ingående", 13),
    Rubrik("intakter", "Intäkter", 13),
    Rubrik("kostnader", "Kostnader", 13),
    Rubrik("resultat", "Årets resultat", 13),
    Rubrik("utgaende", "Utgående", 13),
    Rubrik("bidrag", "Årets bidrag", 13),
    Rubrik("rimlig", "Rimlig nivå", 13),
    Rubrik("overskott", "Över rimlig nivå", 13),
    Rubrik("minskning", "Minskning av statens bidrag nästa år", 14),
    Rubrik("lagsta", "Lägsta tillåtna", 13),
    Rubrik("marginal", "Marginal till lägsta", 13),
)


@dataclass(frozen=True, slots=True)
class Kapitalrad:
    """A year ahead: its figures in kr, and the templates of the first four and of the lowest allowed."""

    etikett: str
    typ: str
    ingaende_kr: int
    intakter_kr: int
    kostnader_kr: int
    bidrag_kr: int
    rimlig_kr: float | None
    overskott_kr: float
    lagsta_kr: int
    formler: tuple[str, str, str, str]
    lagsta_formel: str

    @property
    def resultat_kr(self) -> int:
        return self.intakter_kr - self.kostnader_kr

    @property
    def utgaende_kr(self) -> int:
        return self.ingaende_kr + self.resultat_kr


def make_capital_chart(cell: str, storlek: tuple[int, int]) -> Diagram:
    """Eget kapital at the end of each year, and the reasonable level."""
    serier = (
        Serie("Eget kapital vid årets slut", "{ek.utgaende.alla}"),
        Serie("Rimlig nivå", "{ek.rimlig.alla}", "line", "#C55A11"),
    )
    return Diagram("Eget kapital och rimlig nivå", "{ek.etikett.alla}", serier, cell, storlek)


def make_capital_sheet(innehall: Innehall) -> Sida:
    """The sheet."""
    u = innehall.underlag
    h = len(u.historik)
    rader = [*map(_make_past_row, u.historik), *(_make_row(rad, u.regel) for rad in _list_years(innehall))]
    namn: dict[str, tuple[str, int | None]] = {
        "rimlig_niva_kr": ("rimlig", h),
        "utgaende_kapital_kr": ("utgaende", h),
        "prognos_utgaende_kapital_kr": ("utgaende", h + 1),
    }
    return make_sida(
        "Eget kapital",
        innehall.name_sheet("Eget kapital"),
        "Det som är över rimlig nivå minskar statens bidrag nästa år, och lika mycket från regioner och kommuner "
        "tillsammans. Nivån och andelen är antaganden, se Antaganden.",
        [Bit("ek", _RUBRIKER, rader, definierade=namn)],
        villkor=(
            Villkor("ek", ("overskott", "minskning"), "over 0", "gul"),
            Villkor("ek", ("marginal", "utgaende"), "under 0", "rod"),
        ),
        diagram=(make_capital_chart(f"A{len(rader) + 7}", (900, 320)),),
    )


def _make_past_row(rad: Kapitalar) -> Tabellrad:
    """A year that was; what was reasonable then is not judged by today's rule."""
    celler = (
        Cell(rad.ingaende_kr),
        Cell(rad.intakter_kr),
        Cell(rad.kostnader_kr),
        Cell(rad.intakter_kr - rad.kostnader_kr, "{intakter}-{kostnader}"),
        Cell(rad.utgaende_kr, "{ingaende}+{resultat}"),
    )
    return Tabellrad((text(str(rad.ar)), text(rad.typ), *celler, *(Cell(None),) * 6))


def _list_years(innehall: Innehall) -> Iterator[Kapitalrad]:
    """The budget year, its forecast, and the plan years, each carrying in what the plan's year before leaves."""
    u = innehall.underlag
    for t, ar in enumerate(innehall.budget.ar):
        typ = "plan" if t else "budget"
        fore = f"{{utgaende[{find_capital_row(u, t - 1)}]}}" if t else "eget_kapital_kr"
        intakter, kostnader, bidrag = (
            f"{{tp.a{t}[{PLATS[kod]}]}}" for kod in ("SUMMA-INTAKTER", "SUMMA-KOSTNADER", "BIDRAG")
        )
        yield Kapitalrad(
            f"{ar.ar} {typ}",
            typ,
            ar.ingaende_kr,
            ar.intakter_kr,
            ar.kostnader_kr,
            ar.bidrag_kr,
            ar.rimlig_kr,
            ar.overskott_kr,
            ar.lagsta_kapital_kr,
            (fore, intakter, kostnader, bidrag),
            f"{{pf.a{t}[3]}}",
        )
        if t == 0:
            yield _make_forecast(innehall)


def _make_forecast(innehall: Innehall) -> Kapitalrad:
    u, lage, plan = innehall.underlag, innehall.lage, innehall.plan
    intakter, ovrigt = f"{{pm.ar[{plan.summa_intakter}]}}", f"{{pm.ar[{plan.intakter - 1}]}}"
    return Kapitalrad(
        f"{u.budgetar} prognos",
        "prognos",
        u.eget_kapital_kr,
        lage.prognos_intakter_kr,
        lage.prognos_kostnader_kr,
        lage.prognos_bidrag_kr,
        lage.prognos_rimlig_kr,
        lage.prognos_overskott_kr,
        u.ramar[0].lagsta_kapital_kr,
        ("eget_kapital_kr", intakter, f"{{pm.ar[{plan.summa_kostnader}]}}", f"{intakter}-{ovrigt}"),
        "{pf.a0[3]}",
    )


def _make_row(rad: Kapitalrad, regel: EgetKapital | None) -> Tabellrad:
    """A year ahead. The trappa's step is the first that holds the year's contributions."""
    steg = len(regel.trappa) if regel else 0
    niva = f"1+SUMPRODUCT(--({{tr.grans[0:{steg - 1}]}}<{{bidrag}}))" if steg > 1 else "1"
    overskott, andel = rad.overskott_kr, regel.statens_andel_av_overskott if regel else 0.0
    celler = (
        Cell(rad.ingaende_kr, rad.formler[0]),
        Cell(rad.intakter_kr, rad.formler[1]),
        Cell(rad.kostnader_kr, rad.formler[2]),
        Cell(rad.resultat_kr, "{intakter}-{kostnader}"),
        Cell(rad.utgaende_kr, "{ingaende}+{resultat}"),
        Cell(rad.bidrag_kr, rad.formler[3]),
        Cell(
            INGEN_GRANS if rad.rimlig_kr is None else rad.rimlig_kr,
            f"{{bidrag}}*INDEX({{tr.andel.alla}},{niva})" if regel else "",
        ),
        Cell(overskott, "MAX(0,{utgaende}-{rimlig})" if regel else ""),
        Cell(andel * overskott, "statens_andel_av_overskott*{overskott}" if regel else ""),
        Cell(rad.lagsta_kr, rad.lagsta_formel),
        Cell(rad.utgaende_kr - rad.lagsta_kr, "{utgaende}-{lagsta}"),
    )
    return Tabellrad((text(rad.etikett), text(rad.typ), *celler))
