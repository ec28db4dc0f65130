"""scenarier: each of thousands is what it is alone; draws repeat; what cannot be is told at once; the files say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import fordelning as f
from fordelning.analys.betalbart import compute_payable
from fordelning.analys.lage import Fall
from fordelning.blad.excel import write_bok
from fordelning.fel import AnmarkningarFel, GolvFel
from fordelning.rapport.analys.bok import make_analys_bok
from fordelning.rapport.analys.scenarier import list_bases, make_scenariodel
from fordelning.svep.kontroll import check_scenarios
from fordelning.svep.resultat import Svepresultat, count_insatser, summarize_plans
from fordelning.svep.sammanfattning import summarize_points, summarize_spans
from fordelning.svep.scenariofil import Osakert, Rutnat, Scenariefil
from fordelning.svep.utgang import warn_fixed_contributions
from tests.exempel import read_case
from tests.kommando import read_csv, run
from tests.libreoffice import find_differences
from tests.ringar import find_circle
from tests.slump import MED_SPARR, read_so
from tests.sortering import check_sorting
from tests.svep.svepdata import make_bygge, make_space, make_values, write_toml

ROT = Path(__file__).resolve().parents[2]
MYCKET = """
dragningar = 20
[[rutnat]]
vad = "sparr.hogsta_minskning_andel"
fran = 0.05
till = 0.15
antal = 3
[[rutnat]]
vad = "askande_kr"
forbund = "C"
varden = [1_500_000, 2_500_000]
[[dragning]]
vad = "askande_kr"
spridning_andel = 0.1
[[dragning]]
vad = "forsorjningsmatt"
spridning_andel = 0.2
gemensam = true
[[dragning]]
vad = "invanare_antal"
celler_antal = 400
[[dragning]]
vad = "ram_kr"
minst = 19_000_000
hogst = 21_000_000
"""


def test_each_of_many_scenarios_is_what_it_is_alone(tmp_path: Path) -> None:
    rum = make_space(tmp_path, MYCKET)
    assert rum.varden.antal == rum.nummer.size == 120
    for s in (0, 19, 20, 77, 119):
        ensam = rum.varden.fall.change(rum.varden.take_one(s)).allocate()
        assert ensam.tilldelning_kr.tolist() == rum.tilldelning_kr[s].tolist()
        assert (ensam.begransas_av == "sparr").tolist() == rum.vid_golv[s].tolist()
        assert np.isin(ensam.begransas_av, ["askande", "eget kapital"]).tolist() == rum.vid_tak[s].tolist()
    assert rum.vid_golv.any() and rum.vid_tak.any() and not rum.vid_tak.all()


def test_blocks_and_the_library_give_the_same_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'dragningar = 30\nfro = 7\ndragning = [{vad = "forsorjningsmatt", spridning_andel = 0.1}]'
    rum = make_space(tmp_path, text)
    monkeypatch.setattr("fordelning.svep.berakning.BLOCK", 7)
    assert (make_space(tmp_path, text).tilldelning_kr == rum.tilldelning_kr).all()
    dragna = f.draw(rum.varden.fall, 30, fro=7, forsorjningsmatt=0.1)
    assert (dragna.resultat.tilldelning_kr == rum.tilldelning_kr).all()
    t, spann = dragna.summarize(), summarize_spans([rum])
    for kolumn in ("p10_kr", "median_kr", "p90_kr", "andel_golv", "andel_tak", "rang", "andel_samma_rang"):
        assert t[kolumn].tolist() == [getattr(rad, kolumn) for rad in spann]


def test_a_figure_in_a_step_of_the_trappa_varies_as_any_model_value(tmp_path: Path) -> None:
    text = '[[rutnat]]\nvad = "trappa.1.andel"\nvarden = [0.1, 0.3]\n[[rutnat]]\nvad = "belopp_kr"\nfaktorer = [1, 0.5]'
    rum = make_space(tmp_path, text)
    for s, andel in enumerate((0.1, 0.1, 0.3, 0.3)):
        ensam = rum.varden.fall.change(trappa=[{"andel": andel}], belopp_kr=400_000 if s % 2 == 0 else 200_000)
        assert ensam.allocate().tilldelning_kr.tolist() == rum.tilldelning_kr[s].tolist()
        assert rum.varden.fall.change(rum.varden.take_one(s)).modell.eget_kapital == ensam.modell.eget_kapital


def test_the_grid_goes_through_every_combination_and_each_point_has_the_same_draws(tmp_path: Path) -> None:
    v = make_values(tmp_path, MYCKET)
    alla = v.take(np.arange(v.antal))
    assert np.unique(alla["sparr.hogsta_minskning_andel"]).tolist() == [0.05, 0.1, 0.15]
    ramar = alla["ram_kr"].reshape(6, 20)
    assert (ramar == ramar[0]).all() and (ramar % 1 == 0).all() and np.unique(ramar[0]).size == 20
    c = alla["askande_kr"][:, v.fall.koder.index("C")].reshape(6, 20)
    assert c[1] == pytest.approx(c[0] / 1_500_000 * 2_500_000) and np.isinf(alla["askande_kr"][:, 0]).all()


def test_a_common_factor_is_the_same_for_all_and_noise_is_as_large_as_its_cells_make_it(tmp_path: Path) -> None:
    v = make_values(tmp_path, MYCKET.replace("dragningar = 20", "dragningar = 2000"))
    dragna = v.take(np.arange(2000))
    faktorer = dragna["forsorjningsmatt"] / v.fall.underlag.forsorjningsmatt
    assert np.ptp(faktorer, axis=1).max() < 1e-12 and faktorer.std() == pytest.approx(0.2, abs=0.02)
    brus = dragna["invanare_antal"] - v.fall.underlag.invanare_antal
    per_figur = v.brus.standardavvikelse_antal * 20  # the root of 400 cells
    ett, tva = v.fall.koder.index("B"), v.fall.koder.index("A")  # one kommun, and two
    assert brus[:, ett].std() == pytest.approx(per_figur, rel=0.1)
    assert brus[:, tva].std() == pytest.approx(per_figur * np.sqrt(2), rel=0.1)


def test_a_draw_is_the_same_whatever_else_is_varied(tmp_path: Path) -> None:
    hel = make_values(tmp_path, MYCKET)
    bara = make_values(tmp_path, 'dragningar = 20\ndragning = [{vad = "invanare_antal", celler_antal = 400}]')
    assert (hel.take(np.arange(20))["invanare_antal"] == bara.take(np.arange(20))["invanare_antal"]).all()
    annat = make_values(tmp_path, 'fro = 2\ndragningar = 20\ndragning = [{vad = "invanare_antal", celler_antal = 400}]')
    assert (annat.take(np.arange(20))["invanare_antal"] != bara.take(np.arange(20))["invanare_antal"]).any()


def test_scenarios_whose_floors_exceed_the_pot_are_counted_and_the_others_stand(tmp_path: Path) -> None:
    rum = make_space(tmp_path, 'rutnat = [{vad = "ram_kr", varden = [5_000_000, 9_000_000, 20_000_000]}]')
    assert rum.obetalbara == 2 and rum.nummer.tolist() == [2] and rum.tilldelning_kr.sum() == 20_000_000
    with pytest.raises(GolvFel):
        rum.varden.fall.change(rum.varden.take_one(0)).allocate()
    inga = make_space(tmp_path, 'rutnat = [{vad = "ram_kr", varden = [5_000_000, 6_000_000]}]')
    assert np.isnan([r.median_kr for r in summarize_spans([inga])]).all()
    assert "2 går inte att besluta" in make_scenariodel(make_sweep(inga)).svar


def test_floors_that_only_the_offer_has_are_counted_too() -> None:
    """In rounds the offer is divided first, without the parties' ceilings: C's floor is then more than it asks for."""
    i_omgangar = read_so(MED_SPARR, "beraknat", "omgangar", "alla")
    fall = Fall(make_bygge().make(), i_omgangar)
    utan_tak = Fall(make_bygge().make(), MED_SPARR).change(askande_kr=np.inf)
    ramar = np.arange(9_000_000.0, 20_000_000.0, 250_000.0)

    def count(ett: Fall) -> int:
        return compute_payable(ramar.size, lambda kvar: ett.change(ram_kr=ramar[kvar]).allocate())[0].size

    assert 0 < count(fall) == count(utan_tak) < count(Fall(fall.underlag, MED_SPARR)) < ramar.size


def test_the_spans_are_the_percentiles_of_each_forbund(tmp_path: Path) -> None:
    rum = make_space(tmp_path, MYCKET)
    for j, rad in enumerate(summarize_spans([rum])):
        egna = rum.tilldelning_kr[:, j]
        assert (rad.p10_kr, rad.median_kr, rad.p90_kr) == tuple(np.percentile(egna, [10, 50, 90]))
        assert (rad.andel_golv, rad.andel_tak) == (rum.vid_golv[:, j].mean(), rum.vid_tak[:, j].mean())
        assert rum.bas is not None and rad.tilldelning_kr == rum.bas.tilldelning_kr[j]
        storre = (rum.tilldelning_kr > egna[:, None]).sum(axis=1) + (rum.tilldelning_kr[:, :j] == egna[:, None]).sum(1)
        assert rad.andel_samma_rang == (storre + 1 == rad.rang).mean()
    punkter = summarize_points([rum])
    assert [p.varden for p in punkter][:3] == [(0.05, 1.5e6), (0.05, 2.5e6), (0.1, 1.5e6)]
    assert punkter[0].golv_antal == rum.vid_golv[:20].sum(axis=1).mean()


@settings(max_examples=25)
@given(fel=st.dictionaries(st.sampled_from(["vad", "varden", "faktorer", "fran", "till", "antal"]), st.just(2)))
def test_an_axis_is_given_in_one_way_or_refused(fel: dict[str, int]) -> None:
    data = {k: "ram_kr" if k == "vad" else (2.0,) if k in ("varden", "faktorer") else v for k, v in fel.items()}
    satt = [{"varden"} <= fel.keys(), {"faktorer"} <= fel.keys(), {"fran", "till", "antal"} <= fel.keys()]
    delvis = {"fran", "till", "antal"} & fel.keys() not in (set(), {"fran", "till", "antal"})
    if "vad" in fel and sum(satt) == 1 and not delvis:
        assert Rutnat.model_validate(data)
    else:
        with pytest.raises(ValueError):
            Rutnat.model_validate(data)


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("", "inget varieras"),
        ("dragningar = 5", "anges tillsammans"),
        ("plan = 1\nrutnat = [{vad = 'ram_kr', varden = [1]}]", "true eller false"),
        ("[[rutnat]]\nvad = 'ram_kr'\nvardn = [1]", "[rutnat] nr 1, nyckel vardn: okänd nyckel\n  "),
        ("[[rutnt]]\nvad = 'ram_kr'", "Menade du «rutnat»"),
        ("[[rutnat]]\nvad = 'ram_k'\nvarden = [1]", "[rutnat] nr 1, nyckel vad: «ram_k» finns inte att ändra"),
        ("[[rutnat]]\nvad = 'hogsta_andel'\nvarden = [1]", "Modellen har inget avsnitt [sjukpenningtak]"),
        ("[[rutnat]]\nvad = 'trappa'\nvarden = [1]", "t.ex. trappa.1.andel"),
        ("[[rutnat]]\nvad = 'trappa.2.andel'\nvarden = [1]", "«trappa.2.andel» finns inte"),
        ("[[rutnat]]\nvad = 'trappa.1.andel'\nvarden = [2]", "högst 1"),
        ("[[rutnat]]\nvad = 'askande_kr'\nforbund = 'CC'\nvarden = [1]", "förbundet «CC» finns inte"),
        ("[[rutnat]]\nvad = 'ram_kr'\nforbund = 'C'\nvarden = [1]", "är ett enda tal"),
        ("[[rutnat]]\nvad = 'andel_forsorjningsmatt'\nvarden = [0.5, 1.5]", "högst 1"),
        ("[[rutnat]]\nvad = 'invanare_antal'\nvarden = [-1]", "minst 0"),
        ("dragningar = 2\n[[dragning]]\nvad = 'belopp_kr'\nspridning_andel = 0.1", "Ange minst och hogst"),
        ("dragningar = 2\n[[dragning]]\nvad = 'askande_kr'\nminst = 1\nhogst = 2", "Ange spridning_andel"),
        ("dragningar = 2\n[[dragning]]\nvad = 'askande_kr'\nceller_antal = 2", "inget brus"),
        ("[[rutnat]]\nvad = 'ram_kr'\nvarden = [1]\n[[rutnat]]\nvad = 'ram_kr'\nvarden = [2]", "står 2 gånger"),
        ("dragningar = 100000\n[[dragning]]\nvad='ram_kr'\nspridning_andel=0.1\n[[rutnat]]\nvad='belopp_kr'\n"
         "varden=[1,2]", "det blir 200_000 scenarier"),
        ("[[alternativ]]\nnamn = 'x'\n[[alternativ]]\nnamn = 'x'", "flera alternativ heter x"),
        ("[[alternativ]]\nnamn = 'x'\n[[alternativ.sla_ihop]]\nforbund = ['A']\ntill = 'A'", "[alternativ] nr 1, "),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_told_with_its_place(text: str, svar: str, tmp_path: Path) -> None:
    with pytest.raises(AnmarkningarFel) as fel:
        v = make_values(tmp_path, text)
        check_scenarios([v], "scenarier.toml")
    assert svar in str(fel.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "dragningar = 2\n[[rutnat]]\nvad = 'ram_k'\nvarden = [1]\n[[dragning]]\nvad = 'askande'\nspridning_andel = 1"
    with pytest.raises(AnmarkningarFel, match="2 fel") as fel:
        check_scenarios([make_values(tmp_path, text)], "s.toml")
    assert "ram_kr" in str(fel.value) and "askande_kr" in str(fel.value)


def make_sweep(*rum: object) -> Svepresultat:
    return Svepresultat(rum[0].varden.fil, "scenarier.toml", "0" * 64, rum)  # type: ignore[attr-defined, arg-type]


@pytest.fixture(scope="module")
def ut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("scenarier")
    svar = run("scenarier", "exempel-2026", ROT / "inputs" / "scenarier-exempel.toml", "--ut", mapp)
    assert svar.exit_code == 0, svar.output
    assert "6\u00a0000 scenarier i 2 alternativ" in svar.output
    return mapp


def test_the_file_has_a_row_per_forbund_that_any_alternative_has(ut: Path) -> None:
    rader = read_csv(ut / "scenarier.csv")
    assert [*rader[0]] == ["forbund_kod", "p10_kr", "median_kr", "p90_kr", "andel_golv", "andel_tak"]
    koder = [rad["forbund_kod"] for rad in rader]
    assert koder == sorted({*read_case().koder, "SF-0190"})
    assert all(float(r["p10_kr"]) <= float(r["median_kr"]) <= float(r["p90_kr"]) for r in rader)


def test_a_merger_that_cannot_be_made_is_told_under_its_alternative(tmp_path: Path) -> None:
    text = '[[alternativ]]\nnamn = "x"\n[[alternativ.sla_ihop]]\nforbund = ["SF-0101", "SF-9999"]\ntill = "SF-0101"'
    svar = run("scenarier", "exempel-2026", write_toml(tmp_path, text), "--ut", tmp_path / "ut")
    assert svar.exit_code == 1 and "alternativ «x»" in svar.output and "SF-9999" in svar.output
    assert not (tmp_path / "ut").exists()


def test_contributions_that_are_fixed_in_a_plan_are_told() -> None:
    u = make_bygge().make()
    fast = replace(u, planering=(replace(u.planering[0], bidrag_kr=1.0), *u.planering[1:]))
    assert [*warn_fixed_contributions(u, 1)] == []
    assert "1 förbund har egna bidrag (A)" in str(*warn_fixed_contributions(fast, 1))


def test_a_cluster_is_refused_where_nothing_is_planned(tmp_path: Path) -> None:
    fil = write_toml(tmp_path, 'rutnat = [{vad = "ram_kr", varden = [1]}]')
    svar = run("scenarier", "exempel-2026", fil, "--kluster", "tcp://127.0.0.1:1")
    assert svar.exit_code == 2 and "plan = true" in svar.output


@pytest.fixture(scope="module")
def bok(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of a sweep with plans, told by hand."""
    mapp = tmp_path_factory.mktemp("scenariobok")
    s = make_sweep(make_space(mapp, MYCKET))
    plan = {"forbund_kod": "A", "nytta": 10.5, "insatser": ["I1", "I2"]}
    planer = [{"planer": [plan]}, {"planer": [{**plan, "nytta": None, "insatser": []}]}]
    s = Svepresultat(s.fil, s.filnamn, s.fil_sha256, s.rum, None, planer)
    write_bok(make_analys_bok("Scenarier", [make_scenariodel(s)], list_bases(s)), mapp / "analys.xlsx")
    assert summarize_plans(planer)[0].andel_med_plan == 0.5
    assert [a.andel_i_plan for a in count_insatser(planer)] == [0.5, 0.5]
    return mapp / "analys.xlsx"


def test_the_book_tells_what_varied_and_has_no_circles(bok: Path) -> None:
    blad = load_workbook(bok, read_only=True).sheetnames
    assert blad[0] == "Osäkrast" and {"Scenarier", "Rutnät", "Per punkt", "Planer", "Vad som varierar"} <= {*blad}
    assert find_circle(bok) == []


@pytest.mark.libreoffice
def test_the_book_is_worth_the_same_in_another_program_and_when_it_is_sorted(bok: Path, tmp_path: Path) -> None:
    assert check_sorting(bok, tmp_path) == []
    assert find_differences(bok, tmp_path / "omraknad" / "osorterad.xlsx") == []


def test_the_schema_takes_what_the_manual_shows() -> None:
    assert Scenariefil(dragningar=1, dragning=(Osakert(vad="ram_kr", spridning_andel=0.1),)).ar == 3
