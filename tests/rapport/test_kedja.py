"""The chain of calculation of fordelning.xlsx is worth what the engine says, in every model; else a fault of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.blad import Kolumn, Tal
from fordelning.blad.csv import make_records
from fordelning.blad.ord import tell_making
from fordelning.blad.tal import at, is_number
from fordelning.fel import BladFel, GolvFel
from fordelning.modell import Modell, read_modell
from fordelning.rapport.fordelning.bok import make_fordelning_bok
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.rapport.poster.fall import show_number
from fordelning.resultat import Resultat, allocate
from tests.rapport.rakna_om import evaluate
from tests.rapport.test_forklaring import SMA
from tests.slump import LASNINGAR, MED_SPARR, SJUKPENNING, change_model, draw_bygge, draw_modell, read_so
from tests.test_modellsteg import BYGGE, UTELAMNADE, write_modell
from tests.underlag_bygge import Bygge

MEDFINANSIERING = MED_SPARR.medfinansiering


def make_small() -> Resultat:
    return allocate(MED_SPARR, BYGGE.make())


def list_bill(k: Kedja) -> dict[tuple[str, str, str], float]:
    m = k.medfinansiering
    return dict(zip(zip(m.forbund.varden, m.part.varden, m.motpart.varden, strict=True), m.belopp.varden, strict=True))


@pytest.mark.parametrize("utan", UTELAMNADE, ids=lambda utan: "-".join(utan) or "inget")
def test_with_any_steps_left_out_the_sheets_give_the_engines_figures(utan: tuple[str, ...], tmp_path: Path) -> None:
    r = allocate(read_modell(write_modell(tmp_path, utan)), BYGGE.make())
    k = Kedja(r)
    assert k.tilldelning.tilldelning.varden.tolist() == r.tilldelning_kr.tolist()
    assert list_bill(k) == {(b.forbund_kod, b.part, b.motpart_kod): b.belopp_kr for b in r.bidrag}
    assert list(k.berakning.efter) == [s for s in r.modell.steg if s in r.bok.poster][-len(k.berakning.efter) - 1 : -1]


@settings(max_examples=25)
@given(draw_modell() | st.just(SJUKPENNING), draw_bygge(), st.sampled_from([1, 7, 1_000]), LASNINGAR)
def test_whatever_the_data_the_sheets_are_worth_what_the_engine_says(
    modell: Modell, bygge: Bygge, enhet: int, lasning: tuple[str, str, str]
) -> None:
    assume(bygge.ram_kr > 400_000 * len(bygge.forbund))  # the gate refuses a pot without room for the base grants
    modell = read_so(modell, *lasning) if modell.eget_kapital else modell
    try:
        r = allocate(change_model(modell, enhet), bygge.make())
    except GolvFel:
        assume(False)
    k = Kedja(r)
    assert k.tilldelning.begransas.varden.size == len(r.underlag.koder)
    for part, kolumn in (("region", k.tilldelning.region), ("kommun", k.tilldelning.kommuner)):
        alla = [kr for (_, p, _), kr in list_bill(k).items() if p == part]
        assert sum(alla) == kolumn.varden.sum()


def test_one_without_a_ceiling_may_have_the_whole_pot() -> None:
    """The base grants are above the pot, so λ is far below zero, and every larger λ gives the same amounts."""
    bygge = Bygge(1, enhet="tkr").add("A", 1_000, 100.0).add("B", 11_000, 1_100.0)
    for ram_kr in (1, 1_000, 799_999, 800_000):
        r = allocate(change_model(MED_SPARR, 1), replace(bygge, ram_kr=ram_kr).make())
        assert Kedja(r).tilldelning.tilldelning.varden.sum() == ram_kr


def test_a_party_that_the_sheet_gives_another_krona_is_a_fault_of_ours() -> None:
    r = make_small()
    fel = tuple(replace(b, belopp_kr=b.belopp_kr + (b.part == "region")) for b in r.bidrag)
    vars(r)["bidrag"] = fel
    with pytest.raises(BladFel, match="Medfinansiering, Bidrag, kr"):
        Kedja(r)


def test_a_grant_or_a_lambda_other_than_the_engines_is_a_fault_of_ours() -> None:
    r = make_small()
    match = replace(r.matchning, tilldelning_kr=r.tilldelning_kr + 1)
    with pytest.raises(BladFel, match="Tilldelning, kr"):
        Kedja(replace(r, matchning=match))
    sett = dict(r.bok.sett) | {"aterfordelning": {**r.bok.sett["aterfordelning"], "lambda_kr": np.array(1.0)}}
    with pytest.raises(BladFel, match="λ"):
        Kedja(replace(r, bok=replace(r.bok, sett=sett)))


class Exakt:
    """A teller that knows every figure but one, and shows all with every digit."""

    def __init__(self, okand: Tal) -> None:
        self.okand = okand

    def knows(self, t: Tal) -> bool:
        return isinstance(t, Kolumn) and t is not self.okand

    def show(self, t: Tal, i: int) -> str:
        return show_number(float(np.nan_to_num(at(t.varden, i))))


@pytest.mark.parametrize("lagsta", [None, 0.2])
@pytest.mark.parametrize("modell", [MED_SPARR, SJUKPENNING], ids=lambda m: m.fil.namn)
def test_every_column_of_the_calculation_is_told_as_what_it_is_worth(modell: Modell, lagsta: float | None) -> None:
    delar = modell.medfinansiering.model_copy(update={"lagsta_andel": lagsta})
    k = Kedja(allocate(modell.model_copy(update={"medfinansiering": delar}), SMA.make()))
    tabeller = (k.berakning, k.tilldelning, k.medfinansiering, k.medfinansiering.utrakning)
    for kolumn in (kol for t in tabeller for kol in t.kolumner if kol.ord is not None and kol.form != "nara"):
        for i in np.flatnonzero(is_number(kolumn.varden)).tolist():
            ord_ = tell_making(kolumn, i, Exakt(kolumn)).text
            assert float(evaluate(ord_)) == pytest.approx(kolumn.varden[i], rel=1e-9, abs=1e-6), (kolumn.rubrik, ord_)


def test_parameters_are_known_by_the_models_keys_and_what_is_left_of_a_whole_is_worked_out() -> None:
    k = Kedja(make_small())
    for avsnitt in MED_SPARR.avsnitt.values():
        for nyckel, varde in avsnitt:
            if isinstance(varde, int | float) and not isinstance(varde, bool):
                assert float(k.parametrar[nyckel].varden) == pytest.approx(varde), nyckel
    namn = k.parametrar.lista.tabell.cellnamn
    assert {"ram_kr", "belopp_kr", "andel_forsorjningsmatt", "hogsta_minskning_andel", "enhet_kr"} <= namn.keys()


def test_rows_stand_still_only_where_their_order_is_the_calculation() -> None:
    blad = make_fordelning_bok(Fordelningsgrund(make_small())).blad
    stilla = {ett.namn for ett in blad if ett.slag == "rakning" and isinstance(ett.delar[0], tuple)}
    assert stilla == {"Återfördelning", "Avrundning", "Erbjudande", "Diagramdata"}


def test_the_grants_are_the_records_of_tilldelning_csv() -> None:
    r = make_small()
    k = Kedja(r)
    rad = make_records(k.tilldelning)[0]
    assert list(rad) == [
        *("forbund_kod", "namn", "tilldelning_kr", "region_kr", "kommuner_kr", "totalt_kr"),
        *("golv_kr", "tak_kr", "begransas_av", "erbjudande_kr", "avstatt_kr", "tillkommit_kr", "lan"),
    ]


def test_a_share_of_the_state_other_than_the_laws_can_be_written() -> None:
    delar = MEDFINANSIERING.model_copy(update={"stat_andel": 0.4, "region_andel": 0.35, "kommun_andel": 0.25})
    modell = change_model(MED_SPARR, 1).model_copy(update={"medfinansiering": delar})
    assert Kedja(allocate(modell, BYGGE.make())).tilldelning.totalt.varden.size == 3
