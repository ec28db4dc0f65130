"""Random data sets for the property tests, drawn so that ties, bounds, zeros and odd sizes are common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from fordelning.fel import GolvFel
from fordelning.modell import Modell, Trappsteg, read_modell
from fordelning.resultat import Resultat, allocate
from tests.underlag_bygge import REGION, Bygge

MODELLER = Path(__file__).resolve().parent.parent / "models"
MED_SPARR = read_modell(MODELLER / "2016-01-01_statsbidrag.toml")
UTAN_SPARR = read_modell(MODELLER / "2018-01-01_statsbidrag.toml")
SJUKPENNING = read_modell(MODELLER / "2004-01-01_sjukpenning.toml")

INVANARE = st.sampled_from([1, 500, 1_000, 1_000, 2_500]) | st.integers(1, 300_000)
MATT = st.sampled_from([0.0, 100.0, 100.0, 250.5]) | st.decimals(0, 50_000, places=1).map(float)
KRONOR = st.integers(0, 12_000_000)


def change_model(
    modell: Modell,
    enhet_kr: int | None = None,
    belopp_kr: int | None = None,
    minskning: float | None = None,
    trappa: Sequence[Trappsteg] | None = None,
) -> Modell:
    """A model with some numbers changed."""
    andras: dict[str, dict[str, Any]] = {
        "avrundning": {"enhet_kr": enhet_kr},
        "grundtilldelning": {"belopp_kr": belopp_kr},
        "sparr": {"hogsta_minskning_andel": minskning},
        "eget_kapital": {"trappa": None if trappa is None else tuple(trappa)},
    }
    nya = {
        namn: getattr(modell, namn).model_copy(update=tal)
        for namn, tal in andras.items()
        if getattr(modell, namn) is not None and None not in tal.values()
    }
    return modell.model_copy(update=nya)


@st.composite
def draw_modell(draw: st.DrawFn) -> Modell:
    """One of the models, with the unit, the spärr and the trappa varied."""
    modell = draw(st.sampled_from([MED_SPARR, MED_SPARR, UTAN_SPARR]))
    trappa = draw(
        st.sampled_from(
            [
                [Trappsteg(andel=0.2)],
                [Trappsteg(upp_till_kr=5_000_000, andel=0.29), Trappsteg(andel=0.07)],
            ]
        )
    )
    minskning = draw(st.sampled_from([0.1, 0.1, 0.05, 0.5, 1.0]))
    return change_model(modell, draw(st.sampled_from([1, 1_000, 1_000])), minskning=minskning, trappa=trappa)


@st.composite
def draw_bygge(draw: st.DrawFn, hogst: int = 5, ram: st.SearchStrategy[int] | None = None) -> Bygge:
    """A data set of one to `hogst` förbund; the pot is drawn last, large enough for most floors.

    Five are enough for a rule to bind some, free others and tie two; the comparisons with the oracle have more.
    """
    bygge = Bygge(1, enhet="tkr")
    for kod in "ABCDEFGHIJ"[: draw(st.integers(1, hogst))]:
        antal = draw(st.integers(1, 3))
        invanare = draw(st.lists(INVANARE, min_size=antal, max_size=antal))
        matt = draw(st.lists(MATT, min_size=antal, max_size=antal))
        bygge = bygge.add(
            kod,
            invanare,
            matt,
            fjol=draw(st.just(0) | st.sampled_from([1_000_000, 2_000_001]) | KRONOR),
            kapital=draw(st.just(0) | st.integers(-1_000_000, 6_000_000)),
            regioner=draw(st.sampled_from([(REGION,), (REGION,), (REGION, "R2"), (None,)])),
            bidrag_fjol_kr=draw(st.none() | KRONOR),
            askande_kr=draw(st.none() | st.none() | KRONOR),
            manader=draw(st.none() | st.none() | st.integers(1, 12)),
        )
        bygge = draw(_draw_pledges(bygge, kod, antal))
    if sum(o.forsorjningsmatt for o in bygge.omraden) == 0:
        bygge = replace(bygge, omraden=tuple(replace(o, forsorjningsmatt=1.0) for o in bygge.omraden))
    golv = sum(f.tilldelning_fjol_kr for f in bygge.forbund)
    rammar = st.integers(max(golv // 2, 1), 2 * golv + 20_000_000) if ram is None else ram
    return replace(bygge, ram_kr=draw(rammar))


@st.composite
def _draw_pledges(draw: st.DrawFn, bygge: Bygge, kod: str, antal: int) -> Bygge:
    lovar = draw(st.sampled_from(["ingen", "ingen", "kommuner", "region", "alla"]))
    regioner = sorted({o.region_kod for o in bygge.omraden if o.forbund_kod == kod and o.region_kod})
    lovat = st.integers(0, 4_000_000)
    if lovar in ("kommuner", "alla"):
        bygge = bygge.pledge(kod, *draw(st.lists(lovat, min_size=1, max_size=antal)))
    if lovar in ("region", "alla") and regioner:
        bygge = bygge.pledge(kod, regioner_kr={r: draw(lovat) for r in regioner})
    return bygge


def read_so(modell: Modell, dras_fran: str, ordning: str, delas_av: str) -> Modell:
    """The model with other readings of how the excess is taken and of how money that is left goes round."""
    assert modell.eget_kapital is not None and modell.aterfordelning is not None
    nya = {
        "eget_kapital": modell.eget_kapital.model_copy(update={"dras_fran": dras_fran}),
        "aterfordelning": modell.aterfordelning.model_copy(update={"ordning": ordning, "delas_av": delas_av}),
    }
    return modell.model_copy(update=nya)


LASNINGAR = st.sampled_from(
    [
        (dras_fran, *ordning)
        for dras_fran in ("beraknat", "slutligt")
        for ordning in (("samtidigt", "alla"), ("omgangar", "alla"), ("omgangar", "askande"))
    ]
)


def try_allocate(modell: Modell, bygge: Bygge) -> Resultat:
    """The allocation; a draw whose floors exceed the pot is thrown away."""
    try:
        return allocate(modell, bygge.make())
    except GolvFel:
        assume(False)
        raise
