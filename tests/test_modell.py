"""The folder of models holds together, and a faulty model file gets a Swedish message with file, section and key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from fordelning.fel import IngenModellFel, ModellFel
from fordelning.metod import read_grind, read_insatsplan
from fordelning.modell import Modell, Stegnamn, choose_modell, read_modell
from fordelning.regler import REGLER
from tests.slump import MODELLER, UTAN_SPARR

DATERADE = sorted(MODELLER.glob("[0-9]*.toml"))
FORSLAG = sorted(MODELLER.glob("forslag/*.toml"))
ORIGINAL = (MODELLER / "2016-01-01_statsbidrag.toml").read_text(encoding="utf-8")


def names(fil: Path) -> str:
    return fil.stem


@pytest.mark.parametrize("fil", [*DATERADE, *FORSLAG], ids=names)
def test_every_model_loads(fil: Path) -> None:
    modell = read_modell(fil)
    assert modell.status == ("forslag" if fil in FORSLAG else "faststalld")
    assert modell.fil.namn == fil.name


@pytest.mark.parametrize("fil", [*DATERADE, *FORSLAG], ids=names)
def test_every_step_has_its_section_with_a_source(fil: Path) -> None:
    modell = read_modell(fil)
    for steg in modell.steg:
        assert steg in modell.avsnitt, f"[{steg}] saknas i {fil.name}"
    for namn, avsnitt in modell.avsnitt.items():
        assert avsnitt.kalla.text.strip(), f"[{namn}] i {fil.name}"
        assert namn in modell.steg, f"[{namn}] i {fil.name} används inte"


@pytest.mark.parametrize("fil", [*DATERADE, *FORSLAG], ids=names)
def test_what_is_our_own_is_marked_as_an_assumption(fil: Path) -> None:
    modell = read_modell(fil)
    for namn, avsnitt in modell.avsnitt.items():
        assert avsnitt.antagande or "antagande" not in avsnitt.kalla.text.lower(), f"[{namn}] i {fil.name}"
        assert avsnitt.antagande <= bool(avsnitt.anmarkning or avsnitt.kalla.text), f"[{namn}] i {fil.name}"
    assert {"aterfordelning", "avrundning"} <= {n for n, a in modell.avsnitt.items() if a.antagande}


def test_periods_do_not_overlap_and_a_gap_is_declared_with_its_source() -> None:
    modeller = [read_modell(fil) for fil in DATERADE]
    for forra, nasta in pairwise(modeller):
        assert forra.galler_till is not None, f"{forra.fil.namn} saknar galler_till"
        ar_kant_till = forra.darefter.till if forra.darefter else forra.galler_till
        assert nasta.galler_fran == ar_kant_till + timedelta(days=1), nasta.fil.namn
    assert modeller[-1].galler_till is None
    assert all(m.fil.namn.startswith(m.galler_fran.isoformat()) for m in modeller)


def test_other_method_files_name_their_source() -> None:
    for avsnitt in (read_insatsplan(MODELLER / "insatsplan.toml"), read_grind(MODELLER / "grind.toml")):
        assert avsnitt.kalla.text and avsnitt.antagande


def test_the_names_of_the_steps_are_those_of_the_rules() -> None:
    assert set(get_args(Stegnamn)) == set(REGLER)


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        setattr(UTAN_SPARR.avrundning, "enhet_kr", 1)  # noqa: B010 - mypy refuses the plain assignment, as it should


@pytest.mark.parametrize(
    ("budgetar", "fil"),
    [
        (2004, "2004-01-01_sjukpenning.toml"),
        (2010, "2004-01-01_sjukpenning.toml"),
        (2016, "2016-01-01_statsbidrag.toml"),
        (2017, "2016-01-01_statsbidrag.toml"),
        (2018, "2018-01-01_statsbidrag.toml"),
        (2026, "2018-01-01_statsbidrag.toml"),
    ],
)
def test_the_budget_year_chooses_the_model(budgetar: int, fil: str) -> None:
    assert choose_modell(MODELLER, budgetar).fil.namn == fil


@pytest.mark.parametrize("val", ["2016-01-01_statsbidrag", "2016-01-01_statsbidrag.toml", str(DATERADE[1])])
def test_a_model_is_chosen_by_name_or_path(val: str) -> None:
    assert choose_modell(MODELLER, 2026, val).galler_fran == date(2016, 1, 1)


def test_an_unknown_model_is_answered_with_those_that_exist() -> None:
    with pytest.raises(
        ModellFel, match=r"--modell: «sparren» finns inte\n.*2018-01-01_statsbidrag.*forslag/sparr_kvar"
    ):
        choose_modell(MODELLER, 2026, "sparren")


def test_a_year_without_a_model_is_answered_with_the_periods() -> None:
    with pytest.raises(ModellFel, match=r"ingen modell gäller 2003\n.*2004-01-01"):
        choose_modell(MODELLER, 2003)


@pytest.mark.parametrize("budgetar", range(2011, 2016))
def test_a_year_whose_model_is_not_published_says_so(budgetar: int) -> None:
    with pytest.raises(IngenModellFel, match=rf"ingen modell är publicerad för {budgetar}\. .*inte publicerat"):
        choose_modell(MODELLER, budgetar)


def test_the_end_of_the_model_before_2016_is_an_assumption_in_the_report() -> None:
    modell = read_modell(MODELLER / "2004-01-01_sjukpenning.toml")
    assert modell.galler_till == date(2010, 12, 31)
    assert any(
        "belagd för 2004 och 2005" in text and "antagande" in text for text in (a.text for a in modell.antaganden)
    )


def change(gammalt: str, nytt: str) -> Callable[[str], str]:
    """A fault: a piece of the file written otherwise."""

    def byt(text: str) -> str:
        assert gammalt in text
        return text.replace(gammalt, nytt, 1)

    return byt


def drop_section(namn: str) -> Callable[[str], str]:
    """A fault: the section is not there."""

    def bort(text: str) -> str:
        fore, rest = text.split(f"[{namn}]\n", 1)
        _, *ovriga = rest.split("\n[")
        return "".join([fore, *(f"\n[{o}" for o in ovriga)])

    return bort


SPARRENS_KALLA = 'hogsta_minskning_andel = 0.10\nkalla = { text = "Försäkringskassan 2015-01-22, Fördelningsmodell'

FEL: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "okänd nyckel i ett avsnitt": (
        change("belopp_kr = 400_000", "belop_kr = 400_000"),
        [
            "prov.toml, avsnitt [grundtilldelning], nyckel belop_kr: okänd nyckel",
            "Menade du «belopp_kr»?",
        ],
    ),
    "okänt avsnitt": (
        change("[sparr]", "[spar]"),
        ["prov.toml, avsnitt [spar]: okänt avsnitt", "Menade du «sparr»?"],
    ),
    "okänd nyckel i en källa": (
        change("kalla = { text = ", "kalla = { txt = "),
        ["avsnitt [grundtilldelning.kalla], nyckel txt: okänd nyckel", "Menade du «text»?"],
    ),
    "källa saknas": (
        change(SPARRENS_KALLA, SPARRENS_KALLA.replace("kalla = { text = ", "# ")),
        ["prov.toml, avsnitt [sparr.kalla]: avsnittet saknas"],
    ),
    "källan är tom": (
        change('kalla = { text = "Eget antagande" }', 'kalla = { text = "" }'),
        ["avsnitt [avrundning.kalla], nyckel text", "texten är tom"],
    ),
    "text i stället för tal": (
        change("andel_invanare = 0.25", 'andel_invanare = "en fjärdedel"'),
        ["avsnitt [fordelningsnyckel], nyckel andel_invanare: «en fjärdedel» är inget tal", "t.ex. 0.75"],
    ),
    "decimaltal i stället för heltal": (
        change("enhet_kr = 1_000", "enhet_kr = 0.5"),
        ["avsnitt [avrundning], nyckel enhet_kr: «0.5» är inget heltal"],
    ),
    "noll som enhet": (
        change("enhet_kr = 1_000", "enhet_kr = 0"),
        ["avsnitt [avrundning], nyckel enhet_kr: «0» är utanför gränsen", "mer än 0"],
    ),
    "andel över 1": (
        change("hogsta_minskning_andel = 0.10", "hogsta_minskning_andel = 10"),
        ["avsnitt [sparr], nyckel hogsta_minskning_andel: «10» är utanför gränsen", "högst 1"],
    ),
    "tal i stället för ja eller nej": (
        change("antagande = true", "antagande = 7"),
        ["avsnitt [eget_kapital], nyckel antagande: «7» är varken true eller false"],
    ),
    "ett tal i stället för en trappa": (
        change("trappa = [{ andel = 0.20 }]", "trappa = 0.20"),
        ["avsnitt [eget_kapital], nyckel trappa: «0.2» är ingen lista"],
    ),
    "nyckelns andelar är inte 1": (
        change("andel_invanare = 0.25", "andel_invanare = 0.30"),
        ["[fordelningsnyckel]", "andel_forsorjningsmatt och andel_invanare ska tillsammans vara 1"],
    ),
    "parternas andelar är inte 1": (
        change("kommun_andel = 0.25", "kommun_andel = 0.35"),
        ["[medfinansiering]", "stat_andel, region_andel och kommun_andel ska tillsammans vara 1"],
    ),
    "trappan faller": (
        change(
            "[{ andel = 0.20 }]",
            "[{ upp_till_kr = 9_000_000, andel = 0.3 }, { upp_till_kr = 5_000_000, andel = 0.2 }, { andel = 0.1 }]",
        ),
        ["[eget_kapital]", "trappans gränser upp_till_kr ska stiga"],
    ),
    "trappan har inget sista steg": (
        change("[{ andel = 0.20 }]", "[{ upp_till_kr = 9_000_000, andel = 0.3 }]"),
        ["[eget_kapital]", "trappans sista steg, och bara det, ska sakna upp_till_kr"],
    ),
    "trappan saknas": (
        change("trappa = [{ andel = 0.20 }]", ""),
        ["prov.toml, avsnitt [eget_kapital], nyckel trappa: nyckeln saknas"],
    ),
    "okänd nyckel i ett trappsteg": (
        change("[{ andel = 0.20 }]", "[{ upptill_kr = 9_000_000, andel = 0.3 }, { andel = 0.20 }]"),
        ["avsnitt [eget_kapital.trappa.0], nyckel upptill_kr: okänd nyckel", "Menade du «upp_till_kr»?"],
    ),
    "trappan är tom": (
        change("[{ andel = 0.20 }]", "[]"),
        ["avsnitt [eget_kapital], nyckel trappa: «[]» är för kort", "minst en post"],
    ),
    "klockslag i ett datum": (
        change("galler_fran = 2016-01-01", "galler_fran = 2016-01-01T12:00:00"),
        ["prov.toml, nyckel galler_fran", "är inget datum"],
    ),
    "okänt steg": (
        change('"sparr", "medfinansiering"', '"spärr", "medfinansiering"'),
        ["«spärr» är inget känt val", "'sparr'"],
    ),
    "samma steg två gånger": (
        change('"sparr", "medfinansiering"', '"sparr", "sparr", "medfinansiering"'),
        ["samma steg står två gånger i steg"],
    ),
    "spärren före eget kapital": (
        change('"eget_kapital", "sparr"', '"sparr", "eget_kapital"'),
        ["eget_kapital ska stå före sparr i steg"],
    ),
    "golv före nyckeln": (
        change('"fordelningsnyckel", "eget_kapital"', '"eget_kapital", "fordelningsnyckel"'),
        ["golv och tak ska stå efter fordelningsnyckel i steg"],
    ),
    "grundtilldelningen efter nyckeln": (
        change('"grundtilldelning", "fordelningsnyckel"', '"fordelningsnyckel", "grundtilldelning"'),
        ["grundtilldelning ska stå först i steg"],
    ),
    "en part som betalar nästan ingenting": (
        change("stat_andel = 0.50", "stat_andel = 1e-12"),
        ["avsnitt [medfinansiering], nyckel stat_andel: «1e-12» är utanför gränsen", "minst 0.01"],
    ),
    "avrundningen är inte sist": (
        change('"aterfordelning", "avrundning"]', '"avrundning", "aterfordelning"]'),
        ["steg ska sluta med aterfordelning, avrundning"],
    ),
    "avsnittet till ett steg saknas": (
        drop_section("sparr"),
        ["steg nämner sparr men avsnittet [sparr] saknas"],
    ),
    "slut före början": (
        change("galler_till = 2017-12-31", "galler_till = 2015-12-31"),
        ["galler_till är före galler_fran"],
    ),
    "tiden efter modellen slutar före den": (
        change(
            "[sparr]",
            '[darefter]\ntill = 2017-12-31\ntext = "x"\nkalla = { text = "x" }\n[sparr]',
        ),
        ["[darefter] ska sluta efter galler_till"],
    ),
    "inget datum": (
        change("galler_fran = 2016-01-01", 'galler_fran = "nyår"'),
        ["prov.toml, nyckel galler_fran: «nyår» är inget datum"],
    ),
    "okänd status": (
        change('status = "faststalld"', 'status = "beslutad"'),
        ["prov.toml, nyckel status: «beslutad» är inget känt val", "'faststalld' eller 'forslag'"],
    ),
    "bara de som äskat, utan omgångar": (
        change("[aterfordelning]", '[aterfordelning]\ndelas_av = "askande"'),
        ["prov.toml, avsnitt [aterfordelning]: delas_av «askande» kräver ordning «omgangar»"],
    ),
    "inget namn": (change("namn = ", "# namn = "), ["prov.toml, nyckel namn: nyckeln saknas"]),
    "ingen toml": (
        change("belopp_kr = 400_000", "belopp_kr = 400 000"),
        ["filen är inte giltig TOML vid rad 15, kolumn 17: «belopp_kr = 400 000»", "tusental utan mellanrum"],
    ),
    "decimalkomma": (
        change("andel_invanare = 0.25", "andel_invanare = 0,25"),
        ["inte giltig TOML", "«andel_invanare = 0,25»", "punkt"],
    ),
}


@pytest.mark.parametrize("fall", FEL)
def test_a_faulty_model_file_is_refused_in_swedish(fall: str, tmp_path: Path) -> None:
    gor, vantat = FEL[fall]
    fil = tmp_path / "prov.toml"
    fil.write_text(gor(ORIGINAL), encoding="utf-8")
    with pytest.raises(ModellFel) as fel:
        read_modell(fil)
    text = str(fel.value)
    assert "fel i modellen, inget beräknat" in text
    assert [v for v in vantat if v not in text] == [], text
    engelska = ("Input", "should", "valid", "required", "Field", "Value error", "permitted")
    assert [ord_ for ord_ in engelska if ord_ in text.replace("Invalid", "")] == [] or "TOML" in text


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    fil = tmp_path / "prov.toml"
    text = ORIGINAL.replace("belopp_kr", "belop_kr").replace("stat_andel = 0.50", 'stat_andel = "halva"')
    fil.write_text(text.replace("hogsta_minskning_andel = 0.10", "hogsta_minskning_andel = -1"), encoding="utf-8")
    with pytest.raises(ModellFel) as fel:
        read_modell(fil)
    assert {a.plats for a in fel.value.anmarkningar} == {
        "prov.toml, avsnitt [grundtilldelning], nyckel belop_kr",
        "prov.toml, avsnitt [medfinansiering], nyckel stat_andel",
        "prov.toml, avsnitt [sparr], nyckel hogsta_minskning_andel",
    }


@pytest.mark.parametrize("namn", ["grundtilldelning", "eget_kapital", "sparr", "medfinansiering", "avrundning"])
def test_a_section_without_a_source_is_refused(namn: str, tmp_path: Path) -> None:
    data: dict[str, Any] = tomllib.loads(ORIGINAL)
    del data[namn]["kalla"]
    with pytest.raises(ValidationError, match=rf"{namn}\.kalla"):
        Modell.model_validate(data | {"fil": UTAN_SPARR.fil})


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModellFel, match="filen finns inte"):
        read_modell(tmp_path / "prov.toml")
    (tmp_path / "prov.toml").write_bytes(ORIGINAL.encode("cp1252"))
    with pytest.raises(ModellFel, match="filen är inte UTF-8"):
        read_modell(tmp_path / "prov.toml")
