"""Changes of förbund and areas: every table follows, what is a rule is told, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.fel import Anmarkning
from fordelning.kommandon.utskrift import TABELLRAD
from fordelning.underlag import Granskat, examine, read_checked, read_underlag
from fordelning.underlag.texter import make_ratext
from tests.ar.aret import change, finish, get_rows, list_refusals, make_granskat, make_texter
from tests.kommando import read_csv, run
from tests.underlag.prov import Prov

SLA_IHOP = '[[sla_ihop]]\nforbund = ["A", "B"]\ntill = "AB"\nnamn = "Alfabeta"\n'
DELA = '[[dela]]\nforbund = "B"\ntill = { B = ["K03-NORR"], N = ["K04"] }\n'


@pytest.fixture(scope="module")
def granskat() -> Granskat:
    return make_granskat(Prov())


def test_a_merger_by_hand(granskat: Granskat) -> None:
    """Every figure of the merged förbund added by hand from the small data set."""
    andrat = change(granskat, SLA_IHOP)
    [forbund] = get_rows(andrat, "forbund", "AB")
    tilldelning_a = int(finish_before(granskat)["A"])
    assert forbund == {
        "forbund_kod": "AB",
        "namn": "Alfabeta",
        "tilldelning_fjol_kr": "8000000",
        "eget_kapital_kr": "1500000",
        "bidrag_fjol_kr": "16000000",
        "askande_kr": str(tilldelning_a + 4000000),
        "manader": "",
    }
    assert [tuple(rad.values()) for rad in get_rows(andrat, "kapital", "AB")] == [
        ("AB", "2024", "900000", "10000000", "9950000", "utfall"),
        ("AB", "2025", "1400000", "16000000", "15900000", "utfall"),
    ]
    assert {rad["malgrupp_kod"]: rad["personer_antal"] for rad in get_rows(andrat, "behov", "AB")} == {
        "M1": "1300",
        "M2": "1200.5",
    }
    assert [rad["insats_kod"] for rad in get_rows(andrat, "insatser", "AB")] == ["A-I1", "I2", "B-I1"]
    assert [(rad["insats_kod"], rad["malgrupp_kod"]) for rad in get_rows(andrat, "effekter", "AB")] == [
        ("A-I1", "M1"),
        ("A-I1", "M2"),
        ("I2", ""),
        ("B-I1", "M1"),
    ]
    [planering] = get_rows(andrat, "planering", "AB")
    assert (planering["administration_kr"], planering["lagsta_kapital_kr"]) == ("1600000", "500000")
    assert [o["omrade_kod"] for o in andrat.texter.tabeller["omraden"] if o["forbund_kod"] == "AB"] == [
        "K01",
        "K02",
        "K03-NORR",
        "K04",
    ]
    assert [rad["utlovat_kr"] for rad in get_rows(andrat, "medfinansiering", "AB")] == ["1000000", "400000", "1500000"]


def finish_before(granskat: Granskat) -> dict[str, float]:
    from fordelning.modellkontroll import meet
    from fordelning.resultat import allocate
    from tests.ar.aret import get_modell

    r = allocate(get_modell(), meet(get_modell(), granskat.underlag))
    return dict(zip(r.underlag.koder, r.tilldelning_kr.tolist(), strict=True))


def test_what_is_a_rule_becomes_a_figure_only_where_another_part_has_one_and_is_told(granskat: Granskat) -> None:
    andrat = change(granskat, SLA_IHOP)
    sagt = " ".join(a.vad for a in andrat.varningar)
    assert "askande_kr i forbund var tom (ingen gräns; tilldelningen före ändringen) och görs till" in sagt
    assert "bidrag_kr i planering 2026 var tom (tilldelningens summa) och görs till" in sagt
    prov = Prov()
    for rad in (2, 3):
        prov.set("forbund", rad, "bidrag_fjol_kr", "")
        prov.set("forbund", rad, "askande_kr", "")
        prov.set("planering", rad, "bidrag_kr", "")
    andrat = change(make_granskat(prov), SLA_IHOP)
    [forbund] = get_rows(andrat, "forbund", "AB")
    assert (forbund["bidrag_fjol_kr"], forbund["askande_kr"]) == ("", "")
    assert get_rows(andrat, "planering", "AB")[0]["bidrag_kr"] == ""
    assert "var tom" not in " ".join(a.vad for a in andrat.varningar)


def test_last_years_contributions_that_are_not_given_are_twice_the_grant() -> None:
    prov = Prov()
    prov.set("forbund", 2, "bidrag_fjol_kr", "")
    [forbund] = get_rows(change(make_granskat(prov), SLA_IHOP), "forbund", "AB")
    assert forbund["bidrag_fjol_kr"] == str(2 * 5000000 + 6000000)


def test_shares_are_weighed_by_the_cost_of_the_insatser() -> None:
    """A: 200 000 + 12 000 · 40 + 150 000 = 830 000 kr; B: 100 000 + 15 000 · 12 = 280 000 kr."""
    prov = Prov()
    prov.set("planering", 3, "struktur_minst_andel", "0.1")
    [planering] = get_rows(change(make_granskat(prov), SLA_IHOP), "planering", "AB")
    assert float(planering["struktur_minst_andel"]) == pytest.approx((0.05 * 830 + 0.1 * 280) / 1110, abs=1e-6)
    assert planering["struktur_hogst_andel"] == "0.3"


def test_pledges_are_kept_and_parties_without_one_are_warned_of(granskat: Granskat) -> None:
    andrat = change(granskat, SLA_IHOP)
    varningar = [a.vad for a in (*andrat.varningar, *finish(granskat, andrat).nya_varningar)]
    assert "kommun: bara en del av parterna har utfästelser; den som saknar räknas som 0 kr" in varningar
    assert "förbund AB: kommun K03, K04 har ingen rad och räknas som 0 kr" in varningar


def test_years_that_a_part_lacks_are_told_and_the_break_is_approved(granskat: Granskat) -> None:
    andrat = change(granskat, SLA_IHOP)
    assert andrat.texter.nycklar["undantag"]["kedja"] == ["AB 2025"]
    assert "B har ingen rad för 2024 i kapital; årets rad är de andras" in [a.vad for a in andrat.varningar]
    assert finish(granskat, andrat).resultat.underlag.koder == ("AB", "C")


def test_a_year_of_different_kinds_is_the_less_sure_one() -> None:
    prov = Prov()
    prov.set("kapital", 4, "typ", "prognos")
    andrat = change(make_granskat(prov), SLA_IHOP)
    assert [(rad["ar"], rad["typ"]) for rad in get_rows(andrat, "kapital", "AB")] == [
        ("2024", "utfall"),
        ("2025", "prognos"),
    ]


@pytest.mark.parametrize(
    ("a", "b", "blir"),
    [
        (["utfall", "budget"], ["budget"], {"prognos": "1400000", "budget": "950000"}),
        (["utfall", "budget"], ["utfall"], {"utfall": "1400000", "budget": "950000"}),
        (["budget"], ["prognos"], {"budget": "1400000"}),
    ],
)
def test_of_a_years_kinds_the_surest_that_all_have_is_whole(a: list[str], b: list[str], blir: dict[str, str]) -> None:
    prov = Prov()
    prov.tabeller["kapital"][2:] = [["A", "2025", "950000", "10000000", "9950000", typ] for typ in a]
    prov.tabeller["kapital"] += [["B", "2025", "450000", "6000000", "5950000", typ] for typ in b]
    andrat = change(make_granskat(prov), SLA_IHOP)
    rader = {rad["typ"]: rad["ingaende_kr"] for rad in get_rows(andrat, "kapital", "AB") if rad["ar"] == "2025"}
    assert rader == blir
    finish(make_granskat(prov), andrat)


def test_a_year_whose_kinds_cannot_be_added_is_refused() -> None:
    prov = Prov()
    prov.tabeller["kapital"] += [["A", "2025", "950000", "10000000", "9950000", "prognos"]]
    prov.set("kapital", 4, "typ", "prognos")
    assert "åren går inte att lägga ihop för 2025" in list_refusals(make_granskat(prov), SLA_IHOP)[0]


def test_a_split_by_inhabitants_keeps_every_chain(granskat: Granskat) -> None:
    andrat = change(granskat, DELA)
    for kod in ("B", "N"):
        [forbund], [kapital] = get_rows(andrat, "forbund", kod), get_rows(andrat, "kapital", kod)
        utgaende = int(kapital["ingaende_kr"]) + int(kapital["intakter_kr"]) - int(kapital["kostnader_kr"])
        assert int(forbund["eget_kapital_kr"]) == utgaende
    [b], [n] = get_rows(andrat, "forbund", "B"), get_rows(andrat, "forbund", "N")
    assert int(b["tilldelning_fjol_kr"]) == round(3000000 * 20000 / 29000)
    assert int(b["askande_kr"]) + int(n["askande_kr"]) == 4000000
    assert n["namn"] == "Förbundet Beta (N)"
    assert [rad["insats_kod"] for rad in get_rows(andrat, "insatser", "B")] == ["I1"]
    assert get_rows(andrat, "insatser", "N") == []
    assert any("delas efter invånare (B 20" in a.vad for a in andrat.varningar)
    finish(granskat, andrat)


def test_a_split_by_a_stated_key_and_with_stated_insatser(granskat: Granskat) -> None:
    text = DELA + 'nyckel = { B = 0.25, N = 0.75 }\nnamn = { N = "Nya" }\ninsatser = { N = ["I1"] }\n'
    andrat = change(granskat, text)
    [n] = get_rows(andrat, "forbund", "N")
    assert (n["namn"], n["tilldelning_fjol_kr"], n["askande_kr"]) == ("Nya", "2250000", "3000000")
    assert [rad["insats_kod"] for rad in get_rows(andrat, "insatser", "N")] == ["I1"]
    assert [rad["effekt_andel"] for rad in get_rows(andrat, "effekter", "N")] == ["0.2"]


def test_a_part_without_pledges_among_those_who_had_keeps_them_as_nothing() -> None:
    prov = Prov()
    prov.tabeller["medfinansiering"].append(["B", "kommun", "K03", "700000"])
    andrat = change(make_granskat(prov), DELA)
    assert [(r["motpart_kod"], r["utlovat_kr"]) for r in get_rows(andrat, "medfinansiering", "B")] == [
        ("K03", "700000")
    ]
    assert [(r["motpart_kod"], r["utlovat_kr"]) for r in get_rows(andrat, "medfinansiering", "N")] == [("K04", "0")]


def test_a_moved_area_takes_its_part_and_its_pledge(granskat: Granskat) -> None:
    """K02 has 12 000 of the 42 000 inhabitants of A. The region's pledge stays: the receiver's region matches fully."""
    andrat = change(granskat, '[[flytta]]\nomrade = "K02"\ntill = "B"\n')
    [a], [b] = get_rows(andrat, "forbund", "A"), get_rows(andrat, "forbund", "B")
    flyttat = round(5000000 * 12 / 42)
    assert (int(a["tilldelning_fjol_kr"]), int(b["tilldelning_fjol_kr"])) == (5000000 - flyttat, 3000000 + flyttat)
    pledges = {(r["forbund_kod"], r["motpart_kod"]): r["utlovat_kr"] for r in andrat.texter.tabeller["medfinansiering"]}
    assert pledges == {("A", "K01"): "1000000", ("A", "R1"): "1500000", ("B", "K02"): "400000"}
    assert [rad["insats_kod"] for rad in get_rows(andrat, "insatser", "A")] == ["I1", "I2"]
    finish(granskat, andrat)


def test_several_areas_may_be_called_so(granskat: Granskat) -> None:
    a, b = (change(granskat, f'[[flytta]]\n{n} = ["K02"]\ntill = "B"\n').texter for n in ("omrade", "omraden"))
    assert a == b


def test_a_moved_area_takes_the_stated_share(granskat: Granskat) -> None:
    andrat = change(granskat, '[[flytta]]\nomrade = ["K02"]\ntill = "B"\nandel = 0\n')
    assert get_rows(andrat, "forbund", "B")[0]["tilldelning_fjol_kr"] == "3000000"


def test_a_new_forbund_starts_with_areas_from_outside(granskat: Granskat) -> None:
    text = '[[starta]]\nforbund_kod = "D"\nnamn = "Delta"\nomraden = ["K06"]\nmanader = 6\n'
    andrat = change(granskat, text)
    [d] = get_rows(andrat, "forbund", "D")
    assert (d["tilldelning_fjol_kr"], d["eget_kapital_kr"], d["manader"]) == ("0", "0", "6")
    assert finish(granskat, andrat).resultat.underlag.koder == ("A", "B", "C", "D")


def test_what_ends_is_listed_and_its_areas_are_outside(granskat: Granskat) -> None:
    andrat = change(granskat, '[[lagg_ned]]\nforbund = "B"\n')
    assert get_rows(andrat, "kapital", "B") == []
    borta = {(f.tabell, f.kolumn): f.belopp for f in andrat.flyttar if f.varfor == "upphör" and f.fran == "B"}
    assert borta["forbund", "eget_kapital_kr"] == "500000"
    assert borta["kapital", "kostnader_kr"] == "5950000"
    assert "upphör: eget kapital 500\u00a0000 kr finns inte längre i underlaget" in [a.vad for a in andrat.varningar]
    finish(granskat, andrat)


def test_control_totals_follow_what_was_made_of_rules_and_what_ended() -> None:
    prov = Prov()
    prov.set("forbund", 2, "bidrag_fjol_kr", "")
    prov.installningar["kontrollsummor"] = {"bidrag_fjol_kr": 8_000_000, "kapital": {"kostnader_kr": 25_850_000}}
    granskat = make_granskat(prov)
    assert change(granskat, SLA_IHOP).texter.nycklar["kontrollsummor"]["bidrag_fjol_kr"] == 18_000_000
    summor = change(granskat, '[[lagg_ned]]\nforbund = "B"\n').texter.nycklar["kontrollsummor"]
    assert summor == {"bidrag_fjol_kr": 2_000_000, "kapital.kostnader_kr": 19_900_000}


def test_a_break_in_the_chain_is_a_fault_until_it_is_approved() -> None:
    prov = Prov()
    prov.set("kapital", 3, "ingaende_kr", "960000")
    assert "A: ingående 960\u00a0000 kr 2025" in find_faults_of(prov)[0].vad
    prov.installningar["undantag"] = {"kedja": ["A 2025"]}
    assert find_faults_of(prov) == []
    prov.installningar["undantag"] = {"kedja": ["A 2025", "A 2019"]}
    assert [f.vad for f in find_faults_of(prov)] == ["«A 2019» finns inte i kapital"]


def find_faults_of(prov: Prov) -> list[Anmarkning]:
    return [a for a in examine(make_ratext(make_texter(prov)))[1] if a.allvar == "fel"]


def test_changes_are_made_one_after_the_other(granskat: Granskat) -> None:
    """A new förbund can receive an area, and a part of a split can be merged."""
    text = (
        '[[starta]]\nforbund_kod = "D"\nnamn = "Delta"\nomraden = ["K06"]\n'
        '[[flytta]]\nomrade = "K02"\ntill = "D"\n'
        '[[sla_ihop]]\nforbund = ["C", "B"]\ntill = "C"\n'
    )
    andrat = change(granskat, text)
    assert {o["omrade_kod"]: o["forbund_kod"] for o in andrat.texter.tabeller["omraden"]} == {
        "K01": "A",
        "K02": "D",
        "K03-NORR": "C",
        "K03-SYD": "C",
        "K04": "C",
        "K05": "C",
        "K06": "D",
    }
    assert get_rows(andrat, "forbund", "C")[0]["namn"] == "Förbundet Gamma"
    finish(granskat, andrat)


@pytest.mark.parametrize(
    ("text", "vad"),
    [
        ('[[sla_ihop]]\nforbund = ["A", "X"]\ntill = "A"', "förbundet «X» finns inte"),
        ('[[sla_ihop]]\nforbund = ["A", "A"]\ntill = "A"', "«A» står två gånger"),
        ('[[sla_ihop]]\nforbund = ["A", "B"]\ntill = "C"', "förbundet «C» finns redan och slås inte ihop"),
        ('[[sla_ihop]]\nforbund = ["A", "B"]\ntill = "N"', "ett nytt förbund har ett namn"),
        ('[[flytta]]\nomrade = "K09"\ntill = "B"', "området «K09» finns inte"),
        ('[[flytta]]\nomrade = "K01"\ntill = "A"', "K01 ligger redan i A"),
        ('[[flytta]]\nomrade = ["K03-NORR", "K04"]\ntill = "A"', "«B» blir utan område"),
        ('[[starta]]\nforbund_kod = "A"\nnamn = "N"\nomraden = ["K06"]', "förbundet «A» finns redan"),
        ('[[starta]]\nforbund_kod = "N"\nnamn = "N"\nomraden = ["K01"]', "«K01» ligger i förbund A"),
        ('[[dela]]\nforbund = "B"\ntill = { B = ["K04"], N = ["K01"] }', "området «K01» hör inte till förbund B"),
        ('[[dela]]\nforbund = "A"\ntill = { A = ["K01"], C = ["K02"] }', "förbundet «C» finns redan"),
        ('[[lagg_ned]]\nforbund = ["A", "B", "C"]', "inget förbund blir kvar"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_place(granskat: Granskat, text: str, vad: str) -> None:
    fel = list_refusals(granskat, text)
    assert any(vad in f and f.startswith("a.toml, avsnitt [") for f in fel), fel


def test_every_area_of_a_split_ends_somewhere(granskat: Granskat) -> None:
    fel = list_refusals(granskat, '[[dela]]\nforbund = "C"\ntill = { C = ["K05"], N = ["K04"] }')
    assert any("till saknar K03-SYD" in f for f in fel)


def test_all_faults_are_told_at_once_and_none_that_only_follows(granskat: Granskat) -> None:
    text = (
        '[[sla_ihop]]\nforbund = ["A", "X"]\ntill = "AX"\nnamn = "N"\n'
        '[[flytta]]\nomrade = "K09"\ntill = "AX"\n[[lagg_ned]]\nforbund = "Y"\n'
    )
    assert [f.rpartition(": ")[2] for f in list_refusals(granskat, text)] == [
        "förbundet «X» finns inte",
        "området «K09» finns inte",
        "förbundet «Y» finns inte",
    ]


@pytest.mark.parametrize(
    ("text", "vad"),
    [
        ('[[slaihop]]\nforbund = ["A", "B"]', "okän"),
        ('[[sla_ihop]]\nforbund = ["A"]\ntill = "A"', "är för kort"),
        ('[[sla_ihop]]\nforbund = ["A", "B"]', "avsnitt [sla_ihop] nr 1, nyckel till: nyckeln saknas"),
        ('[[starta]]\nforbund_kod = "N"\nnamn = "N"\nomraden = ["K06"]\nmanader = 13', "utanför gränsen"),
        ('[[dela]]\nforbund = "A"\ntill = { A = ["K01"], N = ["K02"] }\nnyckel = { N = 1 }', "nyckel anger en vikt"),
        ("", "filen har inga ändringar"),
        ("[[sla_ihop", "inte giltig TOML"),
    ],
)
def test_a_file_of_changes_is_checked_in_swedish(tmp_path: Path, text: str, vad: str) -> None:
    mapp = Prov().write(tmp_path / "in")
    (tmp_path / "a.toml").write_text(text, "utf-8")
    svar = run("andra", mapp, tmp_path / "a.toml", "--ut", tmp_path / "ny")
    assert svar.exit_code == 1
    assert vad in svar.output and "a.toml" in svar.output
    assert not (tmp_path / "ny").exists()


def test_the_command_writes_a_data_set_its_moves_and_what_it_does(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path / "in")
    (tmp_path / "a.toml").write_text(SLA_IHOP, "utf-8")
    svar = run("andra", mapp, tmp_path / "a.toml", "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output
    assert "Grundtilldelningen är 600\u00a0000 kr till 2 förbund, 400\u00a0000 kr mindre än före" in svar.output
    assert "A + B blir AB" in svar.output
    assert max(len(rad) for rad in svar.stdout.splitlines() if TABELLRAD.search(rad.strip())) <= 80
    rader = read_csv(tmp_path / "ny" / "andringar.csv")
    assert list(rader[0]) == ["tabell", "nyckel", "fran", "till", "kolumn", "belopp", "varfor"]
    assert {
        "tabell": "kapital",
        "nyckel": "2025 utfall",
        "fran": "B",
        "till": "AB",
        "kolumn": "ingaende_kr",
    }.items() <= (next(r for r in rader if r["fran"] == "B" and r["tabell"] == "kapital").items())
    assert run("fordela", tmp_path / "ny", "--ut", tmp_path / "ut").exit_code == 0
    assert run("kapital", tmp_path / "ny", "--ut", tmp_path / "ut").exit_code == 0
    kalla = read_underlag(tmp_path / "ny").kallor["forbund"]
    assert "a.toml: A + B blir AB" in kalla.metod


def test_a_workbook_gives_the_same_data_set(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path / "in")
    (tmp_path / "a.toml").write_text(DELA, "utf-8")
    assert run("andra", mapp, tmp_path / "a.toml", "--ut", tmp_path / "ny").exit_code == 0
    assert run("andra", mapp, tmp_path / "a.toml", "--ut", tmp_path / "bok" / "ny.xlsx").exit_code == 0
    assert (tmp_path / "bok" / "andringar.csv").read_bytes() == (tmp_path / "ny" / "andringar.csv").read_bytes()
    a, b = read_underlag(tmp_path / "ny"), read_underlag(tmp_path / "bok" / "ny.xlsx")
    assert (a.forbund, a.kapital, a.utfastelser, a.planering) == (b.forbund, b.kapital, b.utfastelser, b.planering)


@pytest.mark.langsam
def test_the_changes_of_the_handbook_can_be_made_to_the_example() -> None:
    rot = Path(__file__).resolve().parents[2]
    text = (rot / "docs" / "handbok.md").read_text("utf-8")
    block = text[text.index("    [[starta]]") : text.index("De görs i den ordningen")]
    granskat = read_checked(rot / "inputs" / "exempel-2026")
    andrat = change(granskat, "\n".join(rad.removeprefix("    ") for rad in block.splitlines()))
    assert len(finish(granskat, andrat).resultat.underlag.koder) == 80  # one more, one merged, one divided, one ended
