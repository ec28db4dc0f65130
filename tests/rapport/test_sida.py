"""The page as a file: whole in itself, the same bytes twice, small, and its states are the engine's."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

import fordelning as f
from fordelning.analys.lage import Fall
from fordelning.analys.modelltext import format_forslag, make_template
from fordelning.analys.parametrar import AndringFel
from fordelning.analys.reglage import add_sparr, compute_states, make_reglage
from fordelning.cli import app
from fordelning.filer.sigill import read_seal
from fordelning.rapport.sida.bok import make_sida
from fordelning.rapport.sida.karta import classify_change, classify_level, place_kommuner, read_karta
from fordelning.rapport.sida.tabeller import make_lantabell
from fordelning.rapport.sida.tillstand import TECKEN, encode, fill_gaps, make_states
from tests.exempel import read_case
from tests.kommando import read_csv
from tests.underlag_bygge import Bygge

ROT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def exempel() -> Fall:
    return read_case()


@pytest.fixture(scope="module")
def sida(exempel: Fall) -> str:
    return make_sida(exempel)


def decode(text: str, form: tuple[int, int, int]) -> NDArray[np.int64]:
    """What the page's script reads: signs to differences, differences summed along both sliders."""
    tal, varde, vikt = list[int](), 0, 1
    for tecken in text:
        n = TECKEN.index(tecken)
        if n >= 32:
            tal += [0] * (n - 31)
            continue
        varde += n % 16 * vikt
        vikt *= 16
        if n < 16:
            tal.append(-(varde + 1) // 2 if varde % 2 else varde // 2)
            varde, vikt = 0, 1
    a, s, forbund = form
    return np.array(tal).reshape(forbund, a, s).cumsum(axis=1).cumsum(axis=2).transpose(1, 2, 0)


def read_data(sida: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', sida, re.DOTALL)
    data: dict[str, Any] = json.loads(text)
    return data


def test_the_page_is_the_same_bytes_twice_and_small_enough_to_mail(exempel: Fall, sida: str) -> None:
    assert make_sida(exempel) == sida
    assert len(sida.encode()) < 400_000


def test_nothing_in_the_page_is_fetched_from_anywhere(sida: str) -> None:
    assert re.findall(r'(?:src|href|action|data|srcset)="(?!#|data:,")[^"]*"', sida) == []
    assert re.findall(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(|sendBeacon", sida) == []
    assert "default-src 'none'" in sida


def test_every_figure_has_a_title_and_a_table(sida: str) -> None:
    figurer = re.findall(r"<figure>.*?</figure>", sida, re.DOTALL)
    assert len(figurer) == 80 + 5
    assert all(re.search(r"<svg [^>]*><title>[^<]+</title>.*<table", figur, re.DOTALL) for figur in figurer)
    for svg in re.findall(r"<svg.*?</svg>", sida, re.DOTALL):
        ElementTree.fromstring(svg)
        assert 'style="' not in svg


def test_what_the_page_says_is_in_it_without_its_script(exempel: Fall, sida: str) -> None:
    text = re.sub(r"<script.*?</script>", "", sida, flags=re.DOTALL).replace("\u00a0", " ")
    r = exempel.allocate()
    for forbund, kr in zip(r.underlag.forbund, r.tilldelning_kr, strict=True):
        assert forbund.namn.replace("&", "&amp;") in text
        assert f"{kr:,.0f}".replace(",", " ") in text
    for fil in (*r.underlag.filer, r.modell.fil):
        assert fil.sha256 in text
    for mening in (a.text for a in r.modell.antaganden):
        assert mening in text


def test_the_sums_of_the_lan_foot_and_a_forbund_across_a_border_has_its_own_row(exempel: Fall, sida: str) -> None:
    r, t = exempel.allocate(), make_lantabell(exempel.allocate())
    lan, antal, i_ar, fjol, *_ = (k.varden for k in t.kolumner)
    assert (antal.sum(), i_ar.sum()) == (len(r.koder), r.tilldelning_kr.sum())
    assert fjol.sum() == r.underlag.tilldelning_fjol_kr.sum()
    assert any(", " in namn for namn in lan) and "Summor per län" in sida


def test_every_state_of_the_page_is_what_the_engine_gives(exempel: Fall, sida: str) -> None:
    data, t = read_data(sida), compute_states(exempel)
    form = (len(t.reglage[0].varden), len(t.reglage[1].varden), len(exempel.koder))
    pa_sidan = decode(data["tillstand"], form) * data["enhet"]
    assert data["saknas"] == []
    assert (pa_sidan == t.tilldelning_kr).all()
    a, s = (r.varden for r in t.reglage)
    med_sparr = read_case("forslag/sparr_kvar")
    for i, j in ((0, 0), (15, 10), (20, 20), (3, 7)):
        ett = med_sparr.change(andel_forsorjningsmatt=a[i], hogsta_minskning_andel=s[j])
        assert (pa_sidan[i, j] == ett.allocate().tilldelning_kr).all()
    mitten = [r["valt"] for r in data["reglage"]]
    assert (pa_sidan[mitten[0], mitten[1]] == exempel.allocate().tilldelning_kr).all()
    assert data["reglage"][1]["steg"][mitten[1]] == "ingen spärr"


def fill_template(mall: dict[str, Any], valda: list[int], steg: tuple[int, int]) -> str:
    """The model file of a state as the page's script puts it together."""
    rader = mall["varianter"]["".join(str(int(i != valt)) for i, valt in zip(steg, valda, strict=True))]
    return re.sub(
        "([\x01\x02])([0-9])",
        lambda m: mall["former"][(vem := ord(m[1]) - 1)][int(m[2])][steg[vem]],
        "\n".join(mall["rader"][n] for n in rader),
    )


@pytest.mark.parametrize(
    "val", [[], ["statens_andel_av_overskott=0:1:3", "trappa.1.andel=0:0,4:3"], ["ram_kr=300000000:400000000:3"]]
)
def test_the_model_file_of_a_state_says_what_its_sliders_do(val: list[str], exempel: Fall) -> None:
    t, bas = compute_states(exempel, val), add_sparr(exempel)
    mall = make_states(t, make_template(exempel, t))["modellfil"]
    valda, sista = [r.valt for r in t.reglage], [len(r.varden) - 1 for r in t.reglage]
    for i, j in ((0, 0), (valda[0], 1), (1, valda[1]), (1, 0), (0, sista[1]), (sista[0], 2)):
        andrat = {r.namn: r.varden[n] for r, n in zip(t.reglage, (i, j), strict=True) if n != r.valt}
        assert not andrat or fill_template(mall, valda, (i, j)) == format_forslag(bas.change(andrat))


def test_a_link_opened_in_the_command_line_gives_the_states_amounts(exempel: Fall, sida: str, tmp_path: Path) -> None:
    data, t = read_data(sida), compute_states(exempel)
    fil = tmp_path / "lage.toml"
    fil.write_text(fill_template(data["modellfil"], [r["valt"] for r in data["reglage"]], (14, 3)), encoding="utf-8")
    svar = CliRunner().invoke(app, ["fordela", "exempel-2026", "--modell", str(fil), "--ut", str(tmp_path / "ut")])
    assert svar.exit_code == 0, svar.output
    rader = read_csv(tmp_path / "ut" / "tilldelning.csv")
    assert [int(rad["tilldelning_kr"]) for rad in rader] == t.tilldelning_kr[14, 3].tolist()


def test_a_state_that_cannot_be_paid_is_told_as_such(exempel: Fall) -> None:
    fall = Fall(Bygge(10_000_000).add("A", fjol=8_000_000).add("B", fjol=2_000_000).make(), exempel.modell)
    t = compute_states(fall, ["ram_kr=5000000:12000000:5", "hogsta_minskning_andel=0:0,2:5"])
    gar = t.tilldelning_kr[..., 0] >= 0
    ram, sparr = (np.array(r.varden) for r in t.reglage)
    assert (gar == (ram[:, None] >= 10_000_000 * (1 - sparr) - 1e-6)).all()
    kr, saknas = fill_gaps(t.tilldelning_kr)
    assert sorted(saknas) == np.flatnonzero(~gar.ravel()).tolist()
    assert (decode(encode(kr), kr.shape)[gar] == t.tilldelning_kr[gar]).all()


@pytest.mark.parametrize(
    ("val", "svar"),
    [
        (["spar"], "går|kan varieras"),
        (["ram_kr", "ram=1:2"], "samma värde"),
        (["ram_kr=2:1"], "från:till:antal"),
        (["ram_kr=1:2:99"], "2–60 steg"),
        (["a", "b", "c"], "högst två"),
        (["trappa"], "inget tal"),
        (["ram_kr=1:9000:60", "belopp_kr=0:9000:60"], "för många"),
    ],
)
def test_a_slider_that_cannot_be_made_is_refused_in_words(val: list[str], svar: str, exempel: Fall) -> None:
    with pytest.raises(AndringFel, match=svar):
        compute_states(exempel, val)


def test_a_slider_holds_the_value_of_the_case_among_its_steps(exempel: Fall) -> None:
    for namn in (
        "ram_kr",
        "belopp_kr",
        "statens_andel_av_overskott",
        "enhet_kr",
        "andel_invanare=0,1:0,9:5",
        "trappa.1.andel",
    ):
        r = make_reglage(exempel, namn)
        assert list(r.varden) == sorted(set(r.varden)) and 0 <= r.valt < len(r.varden)


@pytest.mark.parametrize("val", [["sparr × andel_forsorjningsmatt"], ["sparr, ram=339000000,5:340000000:3"], ["sparr"]])
def test_two_sliders_may_stand_in_one_text_and_a_section_for_its_only_number(val: list[str], exempel: Fall) -> None:
    assert compute_states(exempel, val).reglage[0].namn == "hogsta_minskning_andel"


def test_a_slider_of_what_follows_another_stands_beside_the_other_usual_one(exempel: Fall) -> None:
    t = compute_states(exempel, ["andel_invanare=0,1:0,5:3"])
    assert [r.namn for r in t.reglage] == ["andel_invanare", "hogsta_minskning_andel"]


def test_the_reasonable_level_can_be_varied(exempel: Fall) -> None:
    t = compute_states(exempel, ["trappa.1.andel=0:0,4:3", "ram_kr=300000000:400000000:3"])
    ett = exempel.change(trappa=[{"andel": 0.4}], ram_kr=350e6).allocate()
    assert (
        t.tilldelning_kr[t.reglage[0].varden.index(0.4), t.reglage[1].varden.index(350e6)] == ett.tilldelning_kr
    ).all()


def test_the_map_has_the_290_kommuner_and_shows_where_each_belongs(exempel: Fall, sida: str) -> None:
    kommuner = read_csv(ROT / "inputs/kallor/kommuner.csv")
    assert sorted(read_karta()["banor"]) == sorted(rad["kommun_kod"] for rad in kommuner)
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", bana) for bana in read_karta()["banor"].values())
    u = exempel.underlag
    lagen = place_kommuner(u)
    assert len(lagen.delar["1480"]) == 4 and list(lagen.delar) == ["1480"]
    assert len(re.findall("<li>Göteborg, ", sida)) == 4
    assert sum(map(len, lagen.hela)) + len(lagen.blandade) + len(lagen.utanfor) == 290
    assert {o.forbund_kod for o in u.omraden if o.kommun_kod in lagen.utanfor} == {None}


def test_a_kommun_that_forbund_share_or_that_is_partly_outside_has_no_ones_colour(exempel: Fall) -> None:
    u = exempel.underlag
    delar = [o for o in u.omraden if o.kommun_kod == "1480"]
    for andra in ("SF-0101", None):
        omraden = tuple(replace(o, forbund_kod=andra) if o is delar[0] else o for o in u.omraden)
        lagen = place_kommuner(replace(u, omraden=omraden))
        assert lagen.blandade == ("1480",)
        assert lagen.delar["1480"][0] == (delar[0].namn, 0 if andra else None)


def test_classes_hold_about_as_many_and_change_has_its_sign() -> None:
    niva = classify_level(np.arange(100.0))
    assert [niva.klass.count(i) for i in range(5)] == [20] * 5
    assert classify_level(np.array([5.0, 5.0, np.nan])).klass[2] == -1
    assert classify_change(np.array([-0.2, -0.05, -0.01, 0.0, 0.01, 0.05, 0.2, np.nan])).klass == (*range(7), -1)


def test_a_small_data_set_of_new_forbund_and_codes_that_are_no_kommuner_has_a_page_too(exempel: Fall) -> None:
    fall = Fall(Bygge(1_000_000).add("A").add("B", invanare=0, matt=0).make(), exempel.modell)
    sidan = make_sida(fall)
    assert "Inga områden i underlaget är kommuner" in sidan
    assert not re.search(r"\bnan\b", re.sub(r"<(script|style)>.*?</\1>", "", sidan, flags=re.DOTALL))


def test_the_measures_of_evenness_are_those_of_rattvisa(exempel: Fall, sida: str) -> None:
    matt = f.measure_equity(exempel).matt["tilldelning_per_invanare"]
    assert f"Tilldelningen Gini {matt.gini:.3f} och Theil {matt.theil:.3f}".replace(".", ",") in sida
    fatt = re.findall(r"<tr><th>50 % av invånarna</th><td>([\d,]+)", sida)
    assert float(fatt[0].replace(",", ".")) / 100 == pytest.approx(np.interp(0.5, *matt.lorenz.T), abs=1e-4)


def test_names_are_text_and_never_markup(exempel: Fall) -> None:
    u = Bygge(1_000_000).add("A").make()
    u = replace(u, forbund=tuple(replace(x, namn='<b>&"</script>') for x in u.forbund))
    sida = make_sida(Fall(u, exempel.modell))
    assert "<b>" not in sida and "&lt;b&gt;&amp;" in sida
    assert read_data(sida)["namn"] == ['<b>&"</script>']


def test_the_command_writes_one_sealed_file_and_guards_what_is_there(tmp_path: Path) -> None:
    fil, underlag = tmp_path / "sida.html", Bygge(1_000_000).add("A").write(tmp_path / "underlag")

    def run(*mer: str, till: Path = fil) -> int:
        return CliRunner().invoke(app, ["sida", str(underlag), "--ut", str(till), *mer]).exit_code

    assert run() == 0
    forst = fil.read_bytes()
    assert read_seal(fil).skick == "orord"
    assert run() == 0 and fil.read_bytes() == forst
    fil.write_bytes(forst.replace(b"Tilldelning", b"tilldelning"))
    assert run() == 1
    assert run("--skriv-over") == 0
    assert run("--reglage", "spar") == 1
    assert run(till=tmp_path / "sida.htm") == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["sida.html", "underlag"]


def test_a_page_that_knows_last_year_shows_each_change_by_cause_and_is_still_small(exempel: Fall) -> None:
    bolja = 1 + 0.05 * np.sin(np.arange(80))
    fjol = exempel.change(
        ram_kr=330e6,
        andel_forsorjningsmatt=0.7,
        forsorjningsmatt=exempel.underlag.forsorjningsmatt * bolja,
        invanare_antal=exempel.underlag.invanare_antal / bolja,
        eget_kapital_kr=exempel.underlag.eget_kapital_kr * 0.8,
    )
    b = f.bridge(fjol, exempel)
    sidan = make_sida(exempel, brygga=b)
    assert len(sidan.encode()) < 400_000
    for i, kod in enumerate(b.koder):
        (kort,) = re.findall(rf'id="forbund-{kod}".*?</table>', sidan, re.DOTALL)
        belopp = [int(re.sub(r"[+\s]", "", v).replace("−", "-")) for v in re.findall("<td>([^<]*)", kort)]
        assert belopp == [b.fore_kr[i], *(v for v in b.belopp_kr[i] if v), b.efter_kr[i]]
