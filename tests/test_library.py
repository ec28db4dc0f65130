"""The library in Python: a case is read, changed, allocated over scenarios, compared, drawn, planned and explained."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fordelning as f
from fordelning.analys.jamforelse import NYTT, UPPHORT
from fordelning.analys.lage import choose_for_years
from fordelning.analys.parametrar import list_parameters
from fordelning.analys.uppgifter import KOLUMNER
from fordelning.begrepp import Underlag
from fordelning.blad.csv import write_csv
from fordelning.fel import FordelningFel, ModellFel
from fordelning.modell import Modell
from fordelning.rapport.fordelning.kedja import Kedja
from tests.exempel import read_case
from tests.slump import MED_SPARR, UTAN_SPARR, draw_bygge
from tests.underlag_bygge import Bygge

ROT = Path(__file__).resolve().parent.parent
FALL = read_case()
KOD = FALL.koder[8]
F = len(FALL.koder)


TILLDELNING = ["forbund_kod", "namn", "tilldelning_kr", "region_kr", "kommuner_kr"]
TILLDELNING += ["totalt_kr", "golv_kr", "tak_kr", "begransas_av", "erbjudande_kr", "avstatt_kr"]
TILLDELNING += ["tillkommit_kr", "lan"]
"""The columns of tilldelning.csv."""


def make_fall(modell: Modell = MED_SPARR) -> f.Fall:
    """A has pledges, B an excess, C an äskande, D a spärr; nothing limits E and F."""
    bygge = Bygge(35_000_000).add("A", (900, 500), (120.0, 80.0), 5_000_000, 600_000)
    bygge = bygge.add("B", 2_000, 300.0, 6_000_000, 2_600_000, bidrag_fjol_kr=11_000_000)
    bygge = bygge.add("C", 700, 90.0, 4_000_000, 100_000, askande_kr=3_500_000).pledge("A", 900_000, 500_000)
    bygge = bygge.add("D", 1_500, 150.0, 8_000_000).add("E", 1_000, 120.0).add("F", 3_001, 77.0)
    return f.Fall(bygge.make(), modell)


@pytest.mark.langsam
def test_the_five_lines_of_the_manual_work_in_a_bare_interpreter() -> None:
    rader = [
        "import fordelning as f",
        'fall = f.read("exempel-2026")',
        "r = fall.allocate()",
        "s = fall.change(andel_forsorjningsmatt=0.5, ram_kr=350e6).allocate()",
        "print(f.compare(r, s).tabell().andring_kr.sum())",
        "print(len(f.draw(fall, 100, fro=1, forsorjningsmatt=0.05).summarize()))",
    ]
    kod = "\n".join(rader)
    svar = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, encoding="utf-8", check=False)
    assert svar.stdout.split() == ["11000000", str(F)], svar.stderr


def test_the_public_names_are_there_and_each_says_what_it_takes() -> None:
    assert set(f.__all__) <= set(dir(f))
    for namn in set(f.__all__) - {"__version__"}:
        assert len(getattr(f, namn).__doc__) > 50, namn
    with pytest.raises(AttributeError, match="lasin"):
        f.lasin  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("namn", sorted(set(f.__all__) - {"plan"}))
def test_a_public_name_is_no_room(namn: str) -> None:
    assert not (ROT / "fordelning" / namn).exists() and not (ROT / "fordelning" / f"{namn}.py").exists()


def test_reading_takes_a_name_or_a_path_and_a_model_by_name_path_or_itself() -> None:
    sparr = f.read_modell("2016-01-01_statsbidrag")
    fil = ROT / "models" / "2016-01-01_statsbidrag.toml"
    for modell in (sparr, fil):
        fall = f.read(ROT / "inputs" / "exempel-2026", modell=modell)
        assert fall.modell == sparr and any("gäller inte 2026" in v for v in fall.varningar)
    with pytest.raises(f.UnderlagFel, match="finns-inte"):
        f.read("finns-inte")
    with pytest.raises(ModellFel, match="2018-01-01_statsbidrag"):
        f.read_modell("2017")


def test_a_table_has_the_columns_and_figures_of_the_file(tmp_path: Path) -> None:
    r = FALL.allocate()
    write_csv(Kedja(r).tilldelning, tmp_path / "tilldelning.csv")
    last = pd.read_csv(tmp_path / "tilldelning.csv")
    assert list(r.tabell().columns) == list(last.columns)
    assert list(last.columns) == TILLDELNING
    r.tabell().to_csv(tmp_path / "egen.csv", index=False, lineterminator="\n")
    assert (tmp_path / "egen.csv").read_bytes() == (tmp_path / "tilldelning.csv").read_bytes()


def test_a_file_of_scenarios_is_run_as_the_command_does(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[[rutnat]]\nvad = 'ram_kr'\nvarden = [340_000_000, 350_000_000]\n", "utf-8")
    s = f.sweep("exempel-2026", tmp_path / "s.toml")
    dyrare = FALL.change(ram_kr=350e6).allocate().tilldelning_kr
    assert (s.antal, s.obetalbara, s.rum[0].tilldelning_kr[1].tolist()) == (2, 0, dyrare.tolist())
    assert pd.DataFrame(s.spann).forbund_kod.tolist() == [*FALL.koder] and "2 scenarier" in repr(s)
    with pytest.raises(FordelningFel, match="finns"):
        f.sweep("exempel-2026", tmp_path / "ingen.toml")


def test_a_case_and_its_results_say_what_they_are_in_a_line() -> None:
    skiftad = FALL.change(ram_kr=[340e6, 341e6])
    for sak in (FALL, FALL.allocate(), skiftad, skiftad.allocate(), f.draw(FALL, 3, forsorjningsmatt=0.1)):
        assert "\n" not in repr(sak) and len(repr(sak)) < 200
    assert "2 scenarier" in repr(skiftad) and "ram_kr" in repr(skiftad)
    assert "80 förbund" in repr(f.compare(FALL.allocate(), FALL.change(ram_kr=340e6).allocate()))


def test_a_case_never_changes() -> None:
    fore = FALL.allocate().tilldelning_kr
    FALL.change(ram_kr=400e6, forsorjningsmatt={KOD: 1.0}, belopp_kr=0).allocate()
    assert (FALL.allocate().tilldelning_kr == fore).all() and FALL.andringar == ()
    with pytest.raises(FrozenInstanceError):
        FALL.modell = UTAN_SPARR  # type: ignore[misc]


@pytest.mark.parametrize(
    ("namn", "varden"),
    [
        ("belopp_kr", [0, 400_000, 1_000_000]),
        ("andel_forsorjningsmatt", [0.0, 0.5, 1.0]),
        ("andel_invanare", [0.0, 0.3]),
        ("hogsta_minskning_andel", [0.0, 0.1, 0.5]),
        ("sparr__hogsta_minskning_andel", [0.0, 0.1]),
        ("eget_kapital.statens_andel_av_overskott", [0.0, 0.5, 1.0]),
        ("enhet_kr", [1, 1_000, 25_000]),
        ("trappa", [[{"andel": 0.1}], [{"andel": 0.9}]]),
        ("ram_kr", [30e6, 41_000_500.0, 60e6]),
        ("forsorjningsmatt", [{"A": 10.0}, {"A": 900.0}]),
        ("eget_kapital_kr", [{"B": -1.0}, {"B": 9e6}]),
        ("askande_kr", [{"C": 1e6}, {"C": None}]),
        ("tilldelning_fjol_kr", [{"D": 0.0}, {"D": 9e6}]),
        ("kommuner_utlovat_kr", [{"A": 1e6}, {"A": None}]),
    ],
)
def test_scenarios_give_what_each_of_them_gives_alone(namn: str, varden: list[Any]) -> None:
    fall = make_fall()
    ensamma = [fall.change({namn: varde}).allocate() for varde in varden]
    skiftad = fall.change({namn: stack_values(varden)})
    assert skiftad.scenarier == len(varden)
    alla = skiftad.allocate()
    assert alla.tilldelning_kr.tolist() == [r.tilldelning_kr.tolist() for r in ensamma]
    assert alla.begransas_av.tolist() == [r.begransas_av.tolist() for r in ensamma]
    assert np.ravel(alla.ej_fordelat_kr).tolist() == [r.ej_fordelat_kr for r in ensamma]
    per_scenario = [t.drop(columns="scenario").reset_index(drop=True) for _, t in alla.tabell().groupby("scenario")]
    for tabell, ensam in zip(per_scenario, ensamma, strict=True):
        pd.testing.assert_frame_equal(tabell, ensam.tabell(), check_dtype=False)
    assert len({tuple(r.tilldelning_kr) for r in ensamma}) > 1 or namn == "andel_invanare"


@pytest.mark.langsam
@settings(max_examples=30, deadline=None)
@given(
    bygge=draw_bygge(),
    andelar=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    minskning=st.lists(st.sampled_from([0.0, 0.1, 0.7, 1.0]), min_size=3, max_size=3),
    enheter=st.lists(st.sampled_from([1, 1_000]), min_size=3, max_size=3),
    rimliga=st.lists(st.sampled_from([0.0, 0.2, 0.7]), min_size=3, max_size=3),
)
def test_any_scenarios_of_parameters_are_what_each_is_alone(
    bygge: Bygge, andelar: list[float], minskning: list[float], enheter: list[int], rimliga: list[float]
) -> None:
    fall = f.Fall(bygge.make(), MED_SPARR)

    def change(andel: Any, mindre: Any, enhet: Any, rimlig: Any) -> np.ndarray[Any, Any]:
        trappa = [{"upp_till_kr": 4_000_000, "andel": rimlig}, {"andel": 0.2}]
        nya = {"andel_forsorjningsmatt": andel, "hogsta_minskning_andel": mindre, "enhet_kr": enhet, "trappa": trappa}
        return fall.change(nya, belopp_kr=1_000).allocate().tilldelning_kr

    skiftar = [np.array(v) for v in (andelar, minskning, enheter, rimliga)]
    try:
        ensamma = [change(*v).tolist() for v in zip(andelar, minskning, enheter, rimliga, strict=True)]
    except FordelningFel as fel:
        with pytest.raises(type(fel)):
            change(*skiftar)
    else:
        assert change(*skiftar).tolist() == ensamma


def stack_values(varden: list[Any]) -> Any:
    """The values of several changes as one change over scenarios."""
    if isinstance(varden[0], list):
        return [{"andel": np.array([v[0]["andel"] for v in varden])}]
    if isinstance(varden[0], dict):
        return {kod: [v[kod] for v in varden] for kod in varden[0]}
    return np.array(varden)


def test_the_steps_of_the_trappa_may_differ_between_scenarios() -> None:
    fall, granser = make_fall(), np.array([5_000_000, 20_000_000])
    trappa = [{"upp_till_kr": granser, "andel": 0.05}, {"andel": np.array([0.9, 0.9])}]
    alla = fall.change(trappa=trappa).allocate().tilldelning_kr
    for i, grans in enumerate(granser.tolist()):
        ensam = fall.change(trappa=[{"upp_till_kr": grans, "andel": 0.05}, {"andel": 0.9}]).allocate()
        assert alla[i].tolist() == ensam.tilldelning_kr.tolist()
    assert alla[0].tolist() != alla[1].tolist()


def test_a_figure_in_a_step_of_the_trappa_has_a_name() -> None:
    fall = make_fall()
    for namn in ("trappa.1.andel", "eget_kapital.trappa.1.andel", "trappa__1__andel"):
        assert fall.change({namn: 0.1}).modell.eget_kapital == fall.change(trappa=[{"andel": 0.1}]).modell.eget_kapital
    alla = fall.change({"trappa.1.andel": [0.1, 0.3]}).allocate().tilldelning_kr
    assert alla[1].tolist() == fall.change(trappa=[{"andel": 0.3}]).allocate().tilldelning_kr.tolist()
    assert f.draw(fall, 10, trappa__1__andel=(0.1, 0.3)).resultat.scenarier == 10
    with pytest.raises(f.UnderlagFel, match=r"trappa\.2\.andel"):
        fall.change({"trappa.2.andel": 0.1})


def test_changes_of_scenarios_go_together_when_they_are_as_many() -> None:
    fall = make_fall().change(hogsta_minskning_andel=[0.5, 0.6], ram_kr=np.array([[30e6], [32e6]]))
    fall = fall.change(forsorjningsmatt=np.tile(make_fall().underlag.forsorjningsmatt, (2, 1)), enhet_kr=1)
    assert fall.scenarier == 2 and fall.allocate().tilldelning_kr.sum(axis=1).tolist() == [30e6, 32e6]
    with pytest.raises(f.UnderlagFel, match="2 och 3 scenarier"):
        fall.change(belopp_kr=[1, 2, 3])
    with pytest.raises(f.UnderlagFel, match=r" 2, 3 och 4 scenarier"):
        fall.change(belopp_kr=[1, 2, 3], enhet_kr=[1] * 4)


def test_the_share_of_inhabitants_follows_unless_it_is_given() -> None:
    m = FALL.change(andel_forsorjningsmatt=0.6).modell.fordelningsnyckel
    assert m.andel_invanare == pytest.approx(0.4)
    assert FALL.change(andel_invanare=0.6).modell.fordelningsnyckel.andel_forsorjningsmatt == pytest.approx(0.4)
    with pytest.raises(f.UnderlagFel, match="tillsammans vara 1"):
        FALL.change(andel_forsorjningsmatt=0.6, andel_invanare=0.6)


@pytest.mark.parametrize(
    ("namn", "nara"),
    [
        ("andel_forsorjningmatt", "andel_forsorjningsmatt"),
        ("ram", "ram_kr"),
        ("forsorjningsmat", "forsorjningsmatt"),
        ("hogsta_minskning", "hogsta_minskning_andel"),
        ("grundtilldelning__belop_kr", "grundtilldelning__belopp_kr"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(namn: str, nara: str) -> None:
    with pytest.raises(f.UnderlagFel, match=f"«{namn}» finns inte.*(?s:.*)«{nara}»"):
        make_fall().change({namn: 1})


def test_a_parameter_of_a_rule_that_the_model_lacks_is_refused_in_words() -> None:
    with pytest.raises(f.UnderlagFel, match=r"inget avsnitt \[sparr\]"):
        FALL.change(sparr__hogsta_minskning_andel=0.2)


@pytest.mark.parametrize(
    ("andring", "vad"),
    [
        ({"andel_forsorjningsmatt": 1.2}, "utanför gränsen"),
        ({"andel_forsorjningsmatt": np.array([0.2, 0.4, 1.2])}, "scenario 2"),
        ({"andel_forsorjningsmatt": [0.2, float("nan")]}, "scenario 1"),
        ({"belopp_kr": [400_000, 400_000.5]}, "scenario 1.*heltal"),
        ({"enhet_kr": 0}, "utanför gränsen"),
        ({"enhet_kr": [1_000, 10**9]}, "mer än ramen"),
        ({"belopp_kr": "400"}, "inget heltal"),
        ({"belopp_kr": None}, "inget heltal"),
        ({"belopp_kr": np.ones((2, 2))}, r"\(2, 2\)"),
        ({"belopp_kr": []}, "."),
        ({"trappa": [{"andel": 0.2, "upp_till_kr": 5}]}, "sista steg"),
        ({"trappa": [{"andel": [0.2, 3.0]}]}, "scenario 1"),
        ({"steg": ["avrundning"]}, "steg"),
        ({"ram_kr": 0}, "ram_kr"),
        ({"ram_kr": [1e8, float("inf")]}, "ram_kr"),
        ({"ram_kr": "mycket"}, "ram_kr"),
        ({"forsorjningsmatt": {"X": 1.0}}, "förbund X finns inte"),
        ({"forsorjningsmatt": {"A": "x"}}, "inte bara tal"),
        ({"forsorjningsmatt": [1.0, 2.0]}, r"\(2,\)"),
        ({"forsorjningsmatt": 0}, "0 i hela landet"),
        ({"invanare_antal": {"B": -5}}, "förbund B"),
        ({"invanare_antal": [[1, 2, 3, 4, 5, 6], [1, 2, float("nan"), 4, 5, 6]]}, "förbund C, scenario 1"),
        ({"eget_kapital_kr": {"A": None}}, "förbund A"),
        ({"manader_andel": 2}, "högst 1"),
        ({"askande_kr": True}, "askande_kr"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_place(andring: dict[str, Any], vad: str) -> None:
    with pytest.raises(f.UnderlagFel, match=f"(?s){vad}"):
        make_fall().change(andring)


def test_every_fault_of_a_change_is_told_at_once() -> None:
    with pytest.raises(f.UnderlagFel) as fel:
        make_fall().change(ram_kr=-1, belopp_kr=-1, forsorjningsmatt=-1, hogsta_minskning_andel=7)
    assert len(fel.value.anmarkningar) == 4


@pytest.mark.parametrize("modell", [MED_SPARR, UTAN_SPARR])
def test_every_parameter_and_every_column_can_be_changed(modell: Modell) -> None:
    fall = make_fall(modell)
    for namn, p in list_parameters(modell).items():
        varde = modell.steg if not p.avsnitt else getattr(getattr(modell, p.avsnitt), p.nyckel)
        assert (fall.change({namn: varde}).allocate().tilldelning_kr == fall.allocate().tilldelning_kr).all(), namn
    for namn in KOLUMNER:
        assert (fall.change({namn: getattr(fall.underlag, namn)}).allocate().tilldelning_kr).tolist() == (
            fall.allocate().tilldelning_kr.tolist()
        ), namn


def test_a_column_is_given_by_code_for_all_in_order_or_as_a_series() -> None:
    ny = np.arange(1.0, F + 1)
    former = (ny, list(ny), dict(zip(FALL.koder, ny, strict=True)), pd.Series(ny[::-1], index=FALL.koder[::-1]))
    for form in former:
        assert FALL.change(forsorjningsmatt=form).underlag.forsorjningsmatt.tolist() == ny.tolist()
    assert (FALL.change(eget_kapital_kr=0).underlag.eget_kapital_kr == 0).all()


@pytest.mark.parametrize(
    ("namn", "varde"),
    [(namn, 0.5 if namn == "manader_andel" else 120_000.0) for namn in KOLUMNER],
)
def test_the_records_follow_a_column_so_that_every_reader_of_them_does(namn: str, varde: float) -> None:
    u = make_fall().change({namn: {"A": varde}}).underlag
    assert getattr(u, namn)[0] == pytest.approx(varde)
    igen = f.Fall(rebuild(u), MED_SPARR)
    assert getattr(igen.underlag, namn)[0] == pytest.approx(varde)
    assert igen.allocate().tilldelning_kr.tolist() == f.Fall(u, MED_SPARR).allocate().tilldelning_kr.tolist()


def rebuild(u: Underlag) -> Underlag:
    """The Underlag with its vectors made anew from its records."""
    make_vectors = importlib.import_module("fordelning.underlag.sammanstallning").make_vectors
    return replace(u, **make_vectors(u.forbund, u.omraden, u.utfastelser))


def test_contributions_that_are_not_given_follow_the_grant_of_last_year() -> None:
    fall = make_fall().change(tilldelning_fjol_kr=np.array([[1e6, 2e6, 3e6, 1e6, 0, 0], [4e6, 5e6, 6e6, 1e6, 0, 0]]))
    assert fall.underlag.bidrag_fjol_kr.tolist() == [[2e6, 11e6, 6e6, 2e6, 0, 0], [8e6, 11e6, 12e6, 2e6, 0, 0]]


def test_a_changed_model_is_a_proposal_without_a_file_of_its_own() -> None:
    m = FALL.change(belopp_kr=500_000).change(enhet_kr=1).modell
    assert (m.status, m.fil.sha256) == ("forslag", "") and m.fil.namn.endswith(".toml, ändrad")
    assert FALL.change(ram_kr=1e9).modell == FALL.modell


def test_a_case_warns_of_what_it_is_not_of_what_it_was() -> None:
    liten = FALL.change(ram_kr=float(FALL.underlag.ram_kr) / 10)
    assert liten.varningar != FALL.varningar
    assert liten.change(ram_kr=float(FALL.underlag.ram_kr)).varningar == FALL.varningar
    assert any("räkneexempel" in v for v in f.read("exempel-2026", "2016-01-01_statsbidrag").varningar)


def test_a_comparison_foots_with_new_and_closed_forbund() -> None:
    a = f.Fall(Bygge(10_000_000).add("A", 5_000).add("B", 3_000).make(), UTAN_SPARR).allocate()
    b = f.Fall(Bygge(12_000_000).add("B", 3_000).add("C", 4_000).make(), UTAN_SPARR).allocate()
    t = f.compare(a, b).tabell()
    assert list(t.columns[:5]) == ["forbund_kod", "namn", "a_kr", "b_kr", "andring_kr"]
    assert t["forbund_kod"].tolist() == ["A", "B", "C"] and t["slag"].tolist() == [UPPHORT, "kvar", NYTT]
    assert (t["a_kr"] + t["andring_kr"] == t["b_kr"]).all()
    assert (t["a_kr"].sum(), t["b_kr"].sum(), t["andring_kr"].sum()) == (10_000_000, 12_000_000, 2_000_000)


def test_scenarios_are_compared_with_one_decision_or_with_as_many() -> None:
    r, s = FALL.allocate(), FALL.change(ram_kr=[340e6, 350e6]).allocate()
    t = f.compare(r, s).tabell()
    assert t.groupby("scenario")["andring_kr"].sum().tolist() == [1_000_000, 11_000_000] and len(t) == 2 * F
    assert not f.compare(s, s).andring_kr.any()


def test_draws_depend_on_the_seed_the_column_and_the_code_only() -> None:
    en = f.draw(FALL, 20, fro=3, forsorjningsmatt=0.05, eget_kapital_kr=0.2)
    igen = f.draw(FALL, 20, fro=3, eget_kapital_kr=0.2, forsorjningsmatt=0.05)
    assert (en.resultat.tilldelning_kr == igen.resultat.tilldelning_kr).all()
    annan = f.draw(FALL, 20, fro=4, forsorjningsmatt=0.05, eget_kapital_kr=0.2)
    assert (en.resultat.tilldelning_kr != annan.resultat.tilldelning_kr).any()


def test_a_draw_of_a_forbund_is_the_same_whoever_else_there_is() -> None:
    def draw_a(bygge: Bygge) -> list[float]:
        fall = f.Fall(bygge.add("A", 1_000, 100.0).make(), UTAN_SPARR)
        dragna = f.draw(fall, 5, fro=3, forsorjningsmatt=0.05).resultat.underlag
        return [float(v) for v in dragna.forsorjningsmatt[:, dragna.koder.index("A")]]

    assert draw_a(Bygge(10_000_000)) == draw_a(Bygge(10_000_000).add("Ö", 500, 10.0).add("0", 500, 10.0))


def test_draws_are_the_same_on_every_machine() -> None:
    dragna = f.draw(FALL, 3, fro=1, ram_kr=0.01, forsorjningsmatt=0.05).resultat.underlag
    assert (dragna.ram_kr / FALL.underlag.ram_kr).round(9).tolist() == [0.986744357, 1.000755583, 0.996765879]
    faktorer = dragna.forsorjningsmatt[:, 0] / FALL.underlag.forsorjningsmatt[0]
    assert faktorer.round(9).tolist() == [0.953531174, 0.980955692, 1.025619358]


def test_draws_have_mean_one_and_the_spread_that_was_asked_for() -> None:
    u = f.draw(FALL, 4_000, fro=2, forsorjningsmatt=0.05, askande_kr=0.3).resultat.underlag
    faktorer = u.forsorjningsmatt / FALL.underlag.forsorjningsmatt
    assert faktorer.mean() == pytest.approx(1, abs=5e-4) and faktorer.std() == pytest.approx(0.05, abs=5e-4)
    assert (np.isinf(u.askande_kr) == np.isinf(FALL.underlag.askande_kr)).all()


def test_draws_are_summed_up_in_a_row_per_forbund() -> None:
    t = f.draw(FALL, 50, forsorjningsmatt=0.05).summarize()
    assert t["forbund_kod"].tolist() == list(FALL.koder)
    assert t["tilldelning_kr"].tolist() == FALL.allocate().tilldelning_kr.tolist()
    ordning = t[["minst_kr", "p10_kr", "median_kr", "p90_kr", "mest_kr"]].to_numpy()
    assert (np.diff(ordning, axis=1) >= 0).all() and t["medel_kr"].sum() == pytest.approx(339e6)
    assert t["andel_tak"].between(0, 1).all() and t["rang"].min() == 1 and (t["andel_samma_rang"] <= 1).all()
    utan = f.draw(FALL, 5).summarize()
    assert (utan["minst_kr"] == utan["tilldelning_kr"]).all() and (utan["standardavvikelse_kr"] == 0).all()


def test_a_model_value_is_drawn_evenly_between_bounds_and_kronor_are_whole() -> None:
    d = f.draw(FALL, 200, fro=3, andel_forsorjningsmatt=(0.6, 0.9), belopp_kr=(300_000, 500_000))
    nyckel = np.ravel(d.resultat.modell.fordelningsnyckel.andel_forsorjningsmatt)
    belopp = np.ravel(d.resultat.modell.grundtilldelning.belopp_kr)  # type: ignore[union-attr]
    assert 0.6 <= nyckel.min() < 0.65 < 0.85 < nyckel.max() <= 0.9 and (belopp % 1 == 0).all()
    assert (d.resultat.tilldelning_kr.sum(axis=1) == FALL.underlag.ram_kr).all()


def test_the_share_of_draws_at_a_floor_and_at_a_ceiling_is_what_limits_each_grant() -> None:
    fall = make_fall()
    t = f.draw(fall, 40, forsorjningsmatt=0.1).summarize().set_index("forbund_kod")
    begransas = f.draw(fall, 40, forsorjningsmatt=0.1).resultat.begransas_av
    for i, kod in enumerate(fall.koder):
        assert t.loc[kod, "andel_golv"] == (begransas[:, i] == "sparr").mean()
        assert t.loc[kod, "andel_tak"] == np.isin(begransas[:, i], ["askande", "kommuner", "eget kapital"]).mean()


@pytest.mark.parametrize(
    ("mer", "vad"),
    [
        ({"forsorjningsmatt": (0.1, 0.2)}, "mellan gränser"),
        ({"belopp_kr": (5, 1)}, "minst, högst"),
        ({"andel_forsorjningsmatt": (0.5, 2.0)}, "högst 1"),
        ({"forsorjningsmat": 0.1}, "Menade du «forsorjningsmatt»"),
        ({"forsorjningsmatt": -0.1}, "en andel"),
        ({"forsorjningsmatt": "5 %"}, "en andel"),
        ({"andel_forsorjningsmatt": 0.1}, "finns inte att dra"),
        ({"antal": 0}, "antal"),
        ({"fro": -1}, "fro"),
        ({"fro": 1.5}, "fro"),
    ],
)
def test_what_cannot_be_drawn_is_refused(mer: dict[str, Any], vad: str) -> None:
    with pytest.raises(f.UnderlagFel, match=vad):
        f.draw(FALL, **mer)


def test_what_needs_one_decision_refuses_scenarios_in_words() -> None:
    skiftad = FALL.change(ram_kr=[339e6, 340e6])
    for gor in (
        lambda: f.draw(skiftad, 3),
        lambda: f.roll_forward(skiftad),
        lambda: f.need(skiftad),
        lambda: f.plan(skiftad, KOD),
        lambda: f.explain(skiftad, KOD),
        lambda: f.explain(skiftad.allocate(), KOD),
    ):
        with pytest.raises(f.UnderlagFel, match="2 scenarier"):
            gor()


def test_a_grant_is_explained_from_a_case_or_its_result() -> None:
    text = f.explain(FALL, KOD)
    assert text == f.explain(FALL.allocate(), KOD) and KOD in text
    assert "0,5" in f.explain(FALL.change(andel_forsorjningsmatt=0.5), KOD)
    with pytest.raises(FordelningFel, match=f"Menade du «{KOD}»"):
        f.explain(FALL, KOD + "X")


def test_years_ahead_follow_a_change_of_data_and_of_the_model() -> None:
    assert [ar.kapital.ar for ar in f.roll_forward(FALL, 2).ar] == [2026, 2027]
    halva = f.roll_forward(FALL.change(forsorjningsmatt={KOD: FALL.underlag.forsorjningsmatt[8] / 2}), 2)
    hela = f.roll_forward(FALL, 2)
    for ar in (0, 1):
        assert halva.ar[ar].resultat.tilldelning_kr[8] < hela.ar[ar].resultat.tilldelning_kr[8]
    andrad = FALL.change(belopp_kr=0)
    assert choose_for_years(andrad)(2030) is andrad.modell and choose_for_years(FALL)(2016).sparr is not None
    with pytest.raises(f.UnderlagFel, match="antal_ar"):
        f.roll_forward(FALL, 0)


def test_need_is_that_of_the_case() -> None:
    assert f.need(FALL).behov_antal.shape[0] == F


def test_a_plan_is_made_whatever_python_has_found_under_the_name() -> None:
    importlib.import_module("fordelning.plan.losning")
    rum: Any = importlib.import_module("fordelning.plan")
    for planera in (f.plan, rum):
        plan = planera(FALL, "SF-0901", 1)
        assert plan.status == "optimal" and {rad.forbund_kod for rad in plan.rader} == {"SF-0901"}
    with pytest.raises(f.UnderlagFel, match="finns inte"):
        f.plan(FALL, "SF-0000")


def read_examples() -> list[tuple[str, str]]:
    """The worked examples of docs/library.md: Python, and what it prints."""
    text = (ROT / "docs" / "library.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)


@pytest.mark.langsam
def test_the_worked_examples_print_what_the_chapter_says(capsys: pytest.CaptureFixture[str]) -> None:
    exempel = read_examples()
    assert len(exempel) >= 5
    namn: dict[str, Any] = {}
    for kod, vantat in exempel:
        exec(kod, namn)
        assert capsys.readouterr().out == vantat
