"""Two plans beside each other: insats by insats and year, and what is said of a file that is no plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fordelning.blad import Tabell
from fordelning.blad.terminal import BREDD
from fordelning.cli import app
from fordelning.kommandon.utskrift import TABELLRAD
from fordelning.planfil import PlanfilFel, Planinsats, read_planfil
from fordelning.rapport.plan.blad_mot import Motplan
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.bok import write_plans
from tests.kommando import read_csv
from tests.rapport.plan_bygge import MED_PLAN, OMOJLIGT, grund, plan, write_underlag


def run(tmp_path: Path, *argument: str) -> Result:
    inputs = write_underlag(tmp_path)
    allt = ["optimera", inputs, "--forbund", MED_PLAN, "--ar", "2", "--snabb", "--ut", str(tmp_path / "ny"), *argument]
    return CliRunner().invoke(app, allt)


@pytest.fixture(scope="module")
def tidigare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("tidigare")
    write_plans(plan(), grund(), mapp)
    return mapp / "plan.json"


def test_a_plan_is_read_back_as_it_was_made(tidigare: Path) -> None:
    last, gjord = read_planfil(tidigare), plan().bilder[0].plan
    forbund = last.find(MED_PLAN)
    assert forbund is not None and last.budgetar == (2026, 2027)
    assert sum(i.kostnad_kr for i in forbund.insatser) == pytest.approx(gjord.kostnad_kr)
    assert sum(i.nytta for i in forbund.insatser) == pytest.approx(gjord.nytta, abs=1e-4)
    assert [ar.utgaende_kr for ar in forbund.kapital] == pytest.approx([rad.utgaende_kr for rad in gjord.kapital])
    omojlig = last.find(OMOJLIGT)
    assert omojlig is not None and omojlig.insatser == () and omojlig.nytta is None


def test_a_plan_compared_with_itself_is_the_same(tmp_path: Path, tidigare: Path) -> None:
    svar = run(tmp_path, "--mot", str(tidigare))
    assert svar.exit_code == 0, svar.output
    assert "Planerna är lika." in svar.stdout
    data = json.loads((tmp_path / "ny" / "plan.json").read_text("utf-8"))
    assert data["mot"]["sha256"] == read_planfil(tidigare).fil.sha256


def test_an_insats_tried_as_decided_is_told_and_the_differences_sum_to_the_plans(
    tmp_path: Path, tidigare: Path
) -> None:
    svar = run(tmp_path, "--mot", str(tidigare), "--besluta", "S1", "--besluta", "S2")
    assert svar.exit_code == 0, svar.output
    data = json.loads((tmp_path / "ny" / "plan.json").read_text("utf-8"))
    assert any("prövas som beslutad" in text for text in data["varningar"]) or "lika" in svar.stdout
    rader = read_csv(tmp_path / "ny" / "plan_mot.csv")
    andra, (ny,) = read_planfil(tidigare).find(MED_PLAN), data["forbund"]
    assert andra is not None
    for falt, da, nu in (("nytta", andra.nytta, ny["nytta"]), ("kostnad_kr", andra.kostnad_kr, ny["kostnad_kr"])):
        assert sum(float(rad[falt]) for rad in rader) == pytest.approx(nu, abs=0.01)
        assert sum(float(rad[f"skillnad_{falt}"]) for rad in rader) == pytest.approx(nu - (da or 0.0), abs=0.01)
    assert {rad["insats_kod"] for rad in rader} >= {"S1", "S2"}


def test_an_unknown_insats_to_decide_is_answered_with_the_nearest(tmp_path: Path) -> None:
    for kod, nara in (("S11", "S1"), ("i2", "I2")):
        svar = run(tmp_path, "--besluta", kod)
        assert (svar.exit_code, f"Menade du «{nara}»?" in svar.output) == (1, True)


def test_a_folder_of_a_plan_is_answered_with_the_file_in_it(tmp_path: Path, tidigare: Path) -> None:
    svar = run(tmp_path, "--mot", str(tidigare.parent))
    assert svar.exit_code == 1 and f"Ange {tidigare}." in svar.output


@pytest.mark.parametrize(
    ("innehall", "text"),
    [
        ("forbund_kod;ar", "är ingen plan"),
        ("[]", "är ingen plan"),
        ('{"forbund": [{"forbund_kod": "A1"}], "budgetar": 2026}', "är ingen plan"),
        ('{"forbund": [], "budgetar": [2026]}', "för kort"),
        ('{"forbund": [{"forbund_kod": "A1"}], "budgetar": [2026]}', "saknas"),
    ],
)
def test_a_file_that_is_no_plan_is_told_so(tmp_path: Path, innehall: str, text: str) -> None:
    fil = tmp_path / "plan.json"
    fil.write_text(innehall, "utf-8")
    with pytest.raises(PlanfilFel, match=text):
        read_planfil(fil)
    svar = run(tmp_path, "--mot", str(fil))
    assert svar.exit_code == 1 and not (tmp_path / "ny").exists()


def test_a_plan_of_another_forbund_is_no_comparison(tmp_path: Path, tidigare: Path) -> None:
    data: dict[str, Any] = json.loads(tidigare.read_text("utf-8"))
    data["forbund"] = [data["forbund"][1]]
    annan = tmp_path / "annan.json"
    annan.write_text(json.dumps(data), "utf-8")
    svar = run(tmp_path, "--mot", str(annan))
    assert svar.exit_code == 1 and f"saknar {MED_PLAN}" in svar.output


def test_an_impossible_plan_is_no_comparison_and_a_changed_one_is_told(tmp_path: Path, tidigare: Path) -> None:
    data: dict[str, Any] = json.loads(tidigare.read_text("utf-8"))
    (plan_,) = [f for f in data["forbund"] if f["forbund_kod"] == MED_PLAN]
    plan_["insatser"] = plan_["insatser"][1:]
    andrad = tmp_path / "andrad.json"
    andrad.write_text(json.dumps(data), "utf-8")
    svar = run(tmp_path, "--mot", str(andrad))
    assert svar.exit_code == 0 and "ändrad efter att den skrevs)\n" in svar.stdout
    assert max(len(rad) for rad in svar.stdout.splitlines() if TABELLRAD.search(rad.strip())) <= BREDD
    assert "Det som är lika visas inte, men är med i summan." in svar.stdout
    summa = next(rad for rad in svar.stdout.splitlines() if rad.startswith("  Summa")).split()
    assert float(summa[2].replace(",", ".")) == pytest.approx(sum(i.deltagare_antal for i in read_forbund(tidigare)))
    plan_ |= {"insatser": [], "kapital": [], "status": "omojlig", "nytta": None, "kostnad_kr": None}
    andrad.write_text(json.dumps(data), "utf-8")
    svar = run(tmp_path, "--mot", str(andrad))
    assert svar.exit_code == 1 and f"{MED_PLAN} har ingen möjlig plan" in svar.output
    svar = run(tmp_path, "--mot", str(tidigare), "--forbund", OMOJLIGT)
    assert svar.exit_code == 1 and "Ingen jämförelse med plan.json: ingen plan är möjlig." in svar.stdout


def test_a_struktur_insats_that_starts_has_a_cost_and_no_participants_not_even_none_of_them(
    tmp_path: Path, tidigare: Path
) -> None:
    data: dict[str, Any] = json.loads(tidigare.read_text("utf-8"))
    (plan_,) = [f for f in data["forbund"] if f["forbund_kod"] == MED_PLAN]
    borta = [i for i in plan_["insatser"] if i["inriktning"] == "struktur"]
    plan_["insatser"] = [i for i in plan_["insatser"] if i["inriktning"] == "individ"]
    (tmp_path / "utan.json").write_text(json.dumps(data), "utf-8")
    svar = run(tmp_path, "--mot", str(tmp_path / "utan.json"))
    rader = [
        rad.split()
        for rad in svar.stdout.split("Mot utan.json")[1].splitlines()
        if rad.startswith(("  Samverkan ", "  Kartläggning ")) and " – " in rad
    ]
    assert borta and [rad[1:4] for rad in rader] == [[str(i["ar"]), "–", "–"] for i in borta], svar.output
    i_fil = [rad for rad in read_csv(tmp_path / "ny" / "plan_mot.csv") if rad["inriktning"] == "struktur"]
    assert {rad["deltagare_antal"] for rad in i_fil} == {"0"} and all(
        float(rad["skillnad_kostnad_kr"]) for rad in i_fil
    )


def read_forbund(fil: Path) -> tuple[Planinsats, ...]:
    forbund = read_planfil(fil).find(MED_PLAN)
    assert forbund is not None
    return forbund.insatser


def test_only_years_that_both_plans_have_are_compared_and_it_is_told(tmp_path: Path, tidigare: Path) -> None:
    svar = run(tmp_path, "--mot", str(tidigare), "--ar", "1")
    assert svar.exit_code == 0, svar.output
    assert "Bara gemensamma år jämförs: den andra planen är för 2026–2027." in svar.stdout
    assert {rad["ar"] for rad in read_csv(tmp_path / "ny" / "plan_mot.csv")} == {"2026"}
    data: dict[str, Any] = json.loads(tidigare.read_text("utf-8"))
    (tmp_path / "gammal.json").write_text(json.dumps(data | {"budgetar": [2020, 2021]}), "utf-8")
    svar = run(tmp_path, "--mot", str(tmp_path / "gammal.json"))
    assert svar.exit_code == 1 and "minst ett gemensamt år" in svar.output


def test_an_own_method_is_used_and_named_and_a_bad_one_is_told(tmp_path: Path, tidigare: Path) -> None:
    egen = tmp_path / "egen.toml"
    grund = Path("models/insatsplan.toml").read_text("utf-8")
    egen.write_text(grund.replace("diskontering_andel = 0.03", "diskontering_andel = 0.10"), "utf-8")
    svar = run(tmp_path, "--metod", str(egen))
    assert svar.exit_code == 0, svar.output
    assert "Metod: egen.toml (SHA-256 " in svar.stdout
    data = json.loads((tmp_path / "ny" / "plan.json").read_text("utf-8"))
    assert data["metod"]["fil"] == "egen.toml"
    assert any("10 % lägre" in text for text in data["antaganden"])
    for metod, olika in ((egen, True), (Path("models/insatsplan.toml"), False)):
        jamfort = run(tmp_path, "--metod", str(metod), "--mot", str(tidigare), "--skriv-over")
        assert ("har en annan metod, insatsplan.toml" in " ".join(jamfort.stdout.split())) == olika
    egen.write_text("diskontering_andel = 2", "utf-8")
    svar = run(tmp_path, "--metod", str(egen))
    assert svar.exit_code == 1 and "egen.toml" in svar.output


def test_the_tables_of_the_plans_are_made_once_for_the_terminal_and_the_files(
    tmp_path: Path, tidigare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gjorda: list[str] = []

    def count(slag: type[Tabell]) -> None:
        make = slag.__init__

        def make_and_count(self: Tabell, *argument: Any) -> None:
            gjorda.append(slag.__name__)
            make(self, *argument)

        monkeypatch.setattr(slag, "__init__", make_and_count)

    count(Planval)
    count(Motplan)
    assert run(tmp_path, "--mot", str(tidigare)).exit_code == 0
    assert gjorda == ["Planval", "Motplan"]
