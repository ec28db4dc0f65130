"""The sweep of plans: the same bytes whatever runs it; a killed worker or a broken run costs what was in hand."""

from __future__ import annotations

import importlib
import os
import pickle
import signal
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fordelning.fel import Anmarkning, FordelningFel, GolvFel, UnderlagFel
from fordelning.filer import FilFel
from fordelning.svep import svepet
from fordelning.svep.korning import SvepFel, run_pieces
from fordelning.svep.planer import Planuppgift, make_base_key, make_key, plan_scenario
from fordelning.svep.svepet import list_tasks, plan_all
from fordelning.tillagg import TillaggFel
from tests.svep.svepdata import die_once, make_bygge, make_metod, make_space, turn_round

SVEP = """
plan = true
ar = 1
dragningar = 4
rutnat = [{ vad = "ram_kr", varden = [20_000_000, 21_000_000] }]
dragning = [{ vad = "eget_kapital_kr", spridning_andel = 0.2 }]
"""


def run_here(
    arbete: Callable[[Planuppgift], dict[str, Any]], uppgifter: Sequence[Planuppgift], _: str | None, ta_emot: Any
) -> None:
    """In this process, one after the other, backwards."""
    for uppgift in reversed(uppgifter):
        ta_emot(arbete(uppgift))


@pytest.fixture
def har(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svepet, "run_pieces", run_here)


@pytest.fixture(scope="module")
def facit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The result files as this process makes them."""
    mapp = tmp_path_factory.mktemp("facit")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(svepet, "run_pieces", run_here)
        plan_all([make_space(mapp, SVEP)], make_metod(), mapp / "svep")
    return read_all(mapp / "svep")


def read_all(mapp: Path) -> dict[str, bytes]:
    return {fil.name: fil.read_bytes() for fil in mapp.iterdir()}


def test_the_cores_of_this_computer_give_the_same_bytes_though_a_process_is_killed(
    facit: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(svepet, "plan_scenario", partial(die_once, str(tmp_path / "dog")))
    planer = plan_all([make_space(tmp_path, SVEP)], make_metod(), tmp_path / "svep")
    assert read_all(tmp_path / "svep") == facit and len(facit) == len(planer) == 8
    assert (tmp_path / "dog").exists()


def test_a_cluster_of_two_workers_gives_the_same_bytes_though_one_is_killed_in_the_middle_and_a_lost_cluster_is_told(
    facit: dict[str, bytes], tmp_path: Path, loopback: None
) -> None:
    distributed: Any = importlib.import_module("distributed")
    val = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 50, "threads_per_worker": 1}
    with distributed.LocalCluster(n_workers=2, **val) as kluster:
        offer = [w.pid for w in kluster.workers.values()]

        def kill_one(text: str, klara: int, alla: int) -> None:
            if klara == 1:
                os.kill(offer[0], signal.SIGKILL)

        rum, adress = [make_space(tmp_path, SVEP)], kluster.scheduler_address
        plan_all(rum, make_metod(), tmp_path / "svep", adress, steg=kill_one)
        with pytest.raises(SvepFel, match="svarar inte längre"):
            plan_all(rum, make_metod(), tmp_path / "igen", adress, steg=lambda *_: kluster.close())
    assert len(read_all(tmp_path / "igen")) < len(facit)
    assert read_all(tmp_path / "svep") == facit


def test_a_broken_sweep_goes_on_with_what_is_missing(
    facit: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "svep").mkdir()
    for namn in sorted(facit)[2:]:
        (tmp_path / "svep" / namn).write_bytes(facit[namn])
    gjorda = list[str]()

    def count(uppgift: Planuppgift) -> dict[str, Any]:
        gjorda.append(f"{uppgift.nyckel}.json")
        return plan_scenario(uppgift)

    monkeypatch.setattr(svepet, "run_pieces", run_here)
    monkeypatch.setattr(svepet, "plan_scenario", count)
    plan_all([make_space(tmp_path, SVEP)], make_metod(), tmp_path / "svep")
    assert sorted(gjorda) == sorted(facit)[:2] and read_all(tmp_path / "svep") == facit


def test_a_result_that_somebody_has_changed_is_refused_and_done_again_only_when_asked(
    facit: dict[str, bytes], tmp_path: Path, har: None
) -> None:
    (tmp_path / "svep").mkdir()
    for namn, data in facit.items():
        (tmp_path / "svep" / namn).write_bytes(data)
    rord = tmp_path / "svep" / min(facit)
    rord.write_bytes(rord.read_bytes().replace(b'"optimal"', b'"omojlig"'))
    with pytest.raises(FilFel, match=rord.name):
        plan_all([make_space(tmp_path, SVEP)], make_metod(), tmp_path / "svep")
    plan_all([make_space(tmp_path, SVEP)], make_metod(), tmp_path / "svep", skriv_over=True)
    assert read_all(tmp_path / "svep") == facit


def test_the_name_of_a_result_follows_everything_that_decides_it_and_nothing_else(tmp_path: Path) -> None:
    ett, annat = [*list_tasks([make_space(tmp_path, SVEP)], make_metod())][:2]
    grund = make_base_key(ett.fall, make_metod(), 1)
    assert make_key(grund, ett.andring) == ett.nyckel != annat.nyckel
    assert grund != make_base_key(ett.fall, make_metod(), 2)
    assert grund != make_base_key(ett.fall, make_metod().model_copy(update={"heltal": True}), 1)
    assert grund != make_base_key(ett.fall.change(eget_kapital_kr={"A": 0}), make_metod(), 1)
    assert grund != make_base_key(ett.fall.change(belopp_kr=300_000), make_metod(), 1)


def test_the_order_of_the_rows_changes_neither_the_names_nor_the_results(
    facit: dict[str, bytes], tmp_path: Path, har: None
) -> None:
    rum = make_space(tmp_path, SVEP, turn_round(make_bygge()))
    plan_all([rum], make_metod(), tmp_path / "svep")
    assert read_all(tmp_path / "svep") == facit


@pytest.mark.parametrize(
    "fel",
    [UnderlagFel([Anmarkning("planering.csv", "saknar rad", "en rad")]), GolvFel(2.0, 1.0, 0.5), SvepFel("Text.")],
)
def test_a_message_of_a_worker_comes_as_it_was(fel: FordelningFel) -> None:
    kommet = pickle.loads(pickle.dumps(fel))
    assert type(kommet) is type(fel) and str(kommet) == str(fel) and vars(kommet) == vars(fel)


@pytest.mark.parametrize(("saknas", "kluster"), [("joblib", None), ("distributed", "tcp://127.0.0.1:1")])
def test_an_extra_that_is_not_installed_is_told_with_how_to_install_it(
    saknas: str, kluster: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    riktig = importlib.import_module

    def refuse(namn: str, paket: str | None = None) -> Any:
        if namn.split(".")[0] == saknas:
            raise ImportError(namn)
        return riktig(namn, paket)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(TillaggFel, match=rf"pip install 'fordelning\[{'kluster' if kluster else 'svep'}\]'"):
        run_pieces(plan_scenario, [], kluster, lambda svar: None)


def test_a_cluster_that_does_not_answer_is_told(loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fordelning.svep.korning.ANSLUTNING_S", 0.2)
    for adress in ("tcp://127.0.0.1:1", "ingen adress"):
        with pytest.raises(SvepFel, match="svarar inte"):
            run_pieces(plan_scenario, [], adress, lambda svar: None)
