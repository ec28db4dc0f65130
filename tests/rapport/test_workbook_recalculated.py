"""fordelning.xlsx recalculated by LibreOffice: equal to the engine as written, and after changes in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from fordelning.begrepp import Underlag
from fordelning.modell import Modell, Trappsteg, read_modell
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.resultat import Resultat, allocate
from tests.celler import Andringar, read_values
from tests.exempel import read_example
from tests.libreoffice import find_differences, recalculate
from tests.rapport.test_workbook import MODELLER, make_small, write
from tests.slump import MED_SPARR, SJUKPENNING, UTAN_SPARR, change_model, read_so
from tests.sortering import check_sorting
from tests.underlag_bygge import Bygge

pytestmark = pytest.mark.libreoffice

ROT = Path(__file__).resolve().parents[2]

Celler = dict[str | tuple[str, str] | tuple[str, str, str], object]
"""What to change: a defined name, (sheet, cell), or (sheet, the keys of a row with | between, heading)."""


def rows_under(rader: list[list[Any]], rubrik: str) -> list[dict[str, Any]]:
    """The rows under the heading row that begins with `rubrik`, as records."""
    start = next(i for i, rad in enumerate(rader) if rad[0] == rubrik)
    return [dict(zip(rader[start], rad, strict=True)) for rad in rader[start + 1 :] if rad[0]]


def find_cells(bok: Path, celler: Celler) -> Andringar:
    """The cells of rows that are told by their keys."""
    blad = read_values(bok)
    return {_find(blad, *var) if isinstance(var, tuple) and len(var) == 3 else var: v for var, v in celler.items()}


def _find(blad: dict[str, list[list[Any]]], namn: str, nycklar: str, rubrik: str) -> tuple[str, str]:
    rader = blad[namn]
    rubrikrad = next(i for i, rad in enumerate(rader) if rubrik in rad)
    sokta = nycklar.split("|")
    rad = next(i for i in range(rubrikrad, len(rader)) if [str(v) for v in rader[i][: len(sokta)]] == sokta)
    return namn, f"{get_column_letter(rader[rubrikrad].index(rubrik) + 1)}{rad + 1}"


def read_grants(bok: Path) -> list[Any]:
    return [rad["Tilldelning, kr"] for rad in rows_under(read_values(bok)["Tilldelning"], "Kod")]


def read_check_results(bok: Path) -> dict[str, Any]:
    return {rad["Kontroll"]: rad["Resultat"] for rad in rows_under(read_values(bok)["Kontroller"], "Kontroll")}


def check_equals_engine(bok: Path, r: Resultat, namn: str) -> None:
    """Every amount of Tilldelning, Medfinansiering and Härledning in the workbook is the engine's."""
    blad = read_values(bok)
    rader = rows_under(blad["Tilldelning"], "Kod")
    assert [rad["Tilldelning, kr"] for rad in rader] == list(r.tilldelning_kr), namn
    assert [rad["Region, kr"] for rad in rader] == list(r.matchning.region_kr)
    assert [rad["Kommuner, kr"] for rad in rader] == list(r.matchning.kommuner_kr)
    assert [rad["Golv, kr"] or 0 for rad in rader] == list(r.bok.golv_kr)
    assert [rad["Tak, kr"] or float("inf") for rad in rader] == [tak or float("inf") for tak in r.bok.tak_kr]
    assert [rad["Begränsas av"] for rad in rader] == [VISAS[str(vem)] for vem in r.begransas_av]
    avstatt_kr, tillkommit_kr = r.compare_offer()
    sist = ("Erbjudande, kr", "Avstått, kr", "Tillkommit, kr")
    for rubrik, kr in zip(sist, (r.erbjudande_kr, avstatt_kr, tillkommit_kr), strict=True):
        assert [rad[rubrik] for rad in rader] == [None if b != b else b for b in kr], (namn, rubrik)
    parter = rows_under(blad["Medfinansiering"], "Förbund")
    rubriker = ("Förbund", "Part", "Kod", "Bidrag, kr", "Utlovat, kr", "Utlovat över matchningen, kr")
    assert [tuple(rad[rubrik] for rubrik in rubriker) for rad in parter] == [
        (
            b.forbund_kod,
            b.part,
            b.motpart_kod,
            b.belopp_kr,
            b.utlovat_kr,
            None if b.utlovat_kr is None else b.over_matchning_kr,
        )
        for b in r.bidrag
    ]
    poster = rows_under(blad["Härledning"], "Kod")
    summa = {kod: 0.0 for kod in r.underlag.koder}
    for post in poster:
        summa[post["Kod"]] += post["Belopp, kr"]
    assert list(summa.values()) == pytest.approx(list(r.tilldelning_kr), abs=1e-6)
    assert "FEL" not in [rad["Resultat"] for rad in rows_under(blad["Kontroller"], "Kontroll")], namn
    check_comparison(blad, r)


def check_comparison(blad: dict[str, list[list[Any]]], r: Resultat) -> None:
    """Jämförelse foots, and the front page tells the largest changes of those with a grant in both years."""
    rader = rows_under(blad["Jämförelse"], "Kod")
    andring = {rad["Kod"]: rad["Ändring, kr"] for rad in rader}
    assert list(andring.values()) == list(r.tilldelning_kr - r.underlag.tilldelning_fjol_kr)
    storlekar = [abs(rad["Ändring, kr"]) for rad in rader if rad["Ändring, %"] is not None]
    visade = [abs(rad["Ändring, kr"]) for rad in rows_under(blad["Sammanfattning"], "Största förändringar")]
    assert [kr for kr in visade if kr is not None] == sorted(storlekar, reverse=True)[: len(visade)]


LOFTE, ANDEL, GRANS = "Utlovat bidrag, kr", "Andel av bidragen", "Bidrag upp till, kr (tomt = ingen gräns)"


def change_forbund(u: Underlag, i: int, **mer: int) -> Underlag:
    """The Underlag with one förbund's figures changed, put together anew."""
    forbund = list(u.forbund)
    vektorer = {namn: getattr(u, namn).copy() for namn in mer}
    for namn, varde in mer.items():
        andring: dict[str, Any] = {namn: varde}
        forbund[i] = replace(forbund[i], **andring)
        vektorer[namn][i] = varde
    return replace(u, forbund=tuple(forbund), **vektorer)


@dataclass(frozen=True, slots=True)
class Prov:
    """A workbook, what is changed in it, and what the engine makes of the same change (None = no such result)."""

    skrivet: Resultat
    andringar: Celler
    facit: Resultat | None


@dataclass(frozen=True, slots=True)
class Omraknad:
    """A workbook as written and as LibreOffice recalculated it."""

    skriven: Path
    omraknad: Path
    facit: Resultat | None


@pytest.fixture(scope="module")
def omraknade(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Omraknad]:
    """Every workbook of these tests, recalculated in one start of LibreOffice."""
    mapp = tmp_path_factory.mktemp("omraknade")
    prov = {
        "exemplet": leave_as_written(allocate(MED_SPARR, read_example())),
        **change_every_model(),
        "varje slag": change_every_kind_of_input(),
        "spärr": try_a_sparr(),
        "regionmedel": change_region_sums(),
        **{f"slump {i}": leave_as_written(r) for i, r in enumerate(draw_results())},
        "golv": Prov(small(), {"ram_kr": 1_000_000}, None),
    }
    skrivna = [write(p.skrivet, mapp / str(i)) for i, p in enumerate(prov.values())]
    andras = [(fil, find_cells(fil, p.andringar)) for fil, p in zip(skrivna, prov.values(), strict=True)]
    nya = recalculate(andras, mapp)
    return {
        namn: Omraknad(skriven, ny, p.facit) for (namn, p), skriven, ny in zip(prov.items(), skrivna, nya, strict=True)
    }


def leave_as_written(r: Resultat) -> Prov:
    return Prov(r, {}, r)


def small() -> Resultat:
    return allocate(MED_SPARR, make_small().make())


def change_numbers(modell: Modell) -> tuple[Modell, Celler]:
    """The model with another base grant, weight and spärr (where it has them), and the same in the workbook's cells."""
    nyckel = modell.fordelningsnyckel.model_copy(update={"andel_forsorjningsmatt": 0.6, "andel_invanare": 0.4})
    andrad = change_model(modell, belopp_kr=250_000, minskning=0.03)
    celler: Celler = {"andel_forsorjningsmatt": 0.6}
    if modell.grundtilldelning:
        celler["belopp_kr"] = 250_000
    if modell.sparr:
        celler["hogsta_minskning_andel"] = 0.03
    return andrad.model_copy(update={"fordelningsnyckel": nyckel}), celler


def change_every_model() -> dict[str, Prov]:
    """The same in every shipped model; sjukpenning in a unit so large that the pot binds."""
    prov = {}
    for modell in MODELLER:
        u = replace(make_small(), enhet="mkr" if modell.sjukpenningtak else "tkr").make()
        andrad, celler = change_numbers(modell)
        andrat = change_forbund(replace(u, ram_kr=u.ram_kr * 0 + 17_000_123), 0, eget_kapital_kr=5_000_000)
        andringar = {**celler, "ram_kr": 17_000_123, ("Underlag", "A", "Eget kapital, kr"): 5_000_000}
        prov[f"ändrad {modell.fil.namn}"] = Prov(allocate(modell, u), andringar, allocate(andrad, andrat))
    return prov


def change_every_kind_of_input() -> Prov:
    """What a förbund, a part of it, a party and the model have; and another förbund is chosen on the sheet for one."""
    egna: dict[str, dict[str, Any]] = {
        "A": {"askande_kr": 3_000_000},
        "B": {"manader": 9, "bidrag_fjol_kr": None},
        "D": {"manader": None},
        "E": {"tilldelning_fjol_kr": 1_000_000},
    }
    forbund = tuple(replace(f, **egna.get(f.forbund_kod, {})) for f in make_small().forbund)
    omraden = tuple(replace(o, invanare_antal=12_345) if o.omrade_kod == "A1" else o for o in make_small().omraden)
    kvar = [p for p in make_small().utfastelser if p.motpart_kod in ("E1", "R1")]
    bygge = replace(make_small(), forbund=forbund, omraden=omraden, utfastelser=tuple(kvar))
    bygge = bygge.pledge("A", 900_000).pledge("C", 400_000).pledge("E", regioner_kr={"R2": 900_000})
    trappa = (Trappsteg(upp_till_kr=11_000_000, andel=0.3), Trappsteg(andel=0.1))
    delar = MED_SPARR.medfinansiering.model_copy(update={"stat_andel": 0.6, "region_andel": 0.25, "kommun_andel": 0.15})
    modell = change_model(MED_SPARR, enhet_kr=1, trappa=trappa).model_copy(update={"medfinansiering": delar})
    andringar: Celler = {
        "enhet_kr": 1,
        "stat_andel": 0.6,
        ("Parametrar", "Trappa, steg 1", ANDEL): 0.3,
        ("Parametrar", "Trappa, steg 1", GRANS): 11_000_000,
        ("Parametrar", "Trappa, steg 2", ANDEL): 0.1,
        ("Underlag", "A", "Äskat belopp, kr"): 3_000_000,
        ("Underlag", "B", "Månader av budgetåret"): 9,
        ("Underlag", "B", "Alla parters bidrag året före, kr"): None,
        ("Underlag", "D", "Månader av budgetåret"): None,
        ("Underlag", "E", "Tilldelning året före, kr"): 1_000_000,
        ("Områden", "A1", "Invånare"): 12_345,
        ("Utfästelser", "A|kommun|A1", LOFTE): 900_000,
        ("Utfästelser", "C|kommun|C1", LOFTE): 400_000,
        ("Utfästelser", "E|kommun|E2", LOFTE): None,
        ("Utfästelser", "E|region|R2", LOFTE): 900_000,
        ("Ett förbund", "B5"): "E",
    }
    return Prov(small(), andringar, allocate(modell, bygge.make()))


REGIONMEDEL = (
    Bygge(40_000_000, enhet="tkr")
    .add("A", [9_000, 4_000], [10, 20.5], regioner=["R1", "R2"], manader=7, vikter=[3, 1])
    .add("B", [9_001, 4_000], [10, 20])
    .add("C", [3_000, 1], 70, regioner=["R2"], vikter=[1, 2])
    .add("D", 3_500, 20, regioner=["R3"])
    .add("E", 4_500, 60, regioner=["R3"])
    .add("F", 4_500, 60, regioner=["R4"])
    .pledge("B", regioner_kr={"R1": 400_000})
    .pledge("D", regioner_kr={"R3": 500_000})
    .pledge("E", regioner_kr={"R3": 700_001})
    .fund(R1=(900_000, "nyckel"), R2=(1_000_001, "lika"), R3=(1_000_000, "lista"), R4=(800_000, "nyckel"))
)
"""Regions with one sum, shared in every way, over a förbund in two regions; and kommuner with their own key."""


def change_region_sums() -> Prov:
    """A sum, how it is shared, a pledge, months, a weight of the key and of a kommun; and a sum taken away."""
    andrad = REGIONMEDEL.pledge("A", regioner_kr={"R1": 123_456})
    forbund = tuple(replace(f, manader=None) if f.forbund_kod == "A" else f for f in andrad.forbund)
    omraden = tuple(replace(o, medfinansiering_vikt=2.0) if o.omrade_kod == "A2" else o for o in andrad.omraden)
    andrad = replace(andrad, forbund=forbund, omraden=omraden)
    andrad = andrad.fund(R1=(1_111_111, "lika"), R2=(2_000_003, "nyckel"), R3=(1_300_000, "lista"))
    andringar: Celler = {
        "andel_forsorjningsmatt": 0.6,
        ("Regionmedel", "R1", "Summa till alla förbund, kr"): 1_111_111,
        ("Regionmedel", "R1", "Delas efter"): "lika",
        ("Regionmedel", "R2", "Summa till alla förbund, kr"): 2_000_003,
        ("Regionmedel", "R2", "Delas efter"): "nyckel",
        ("Regionmedel", "R3", "Summa till alla förbund, kr"): 1_300_000,
        ("Regionmedel", "R4", "Summa till alla förbund, kr"): None,
        ("Utfästelser", "A|region|R1", LOFTE): 123_456,
        ("Underlag", "A", "Månader av budgetåret"): None,
        ("Områden", "A2", "Egen vikt"): 2,
    }
    nyckel = UTAN_SPARR.fordelningsnyckel.model_copy(update={"andel_forsorjningsmatt": 0.6, "andel_invanare": 0.4})
    modell = UTAN_SPARR.model_copy(update={"fordelningsnyckel": nyckel})
    return Prov(allocate(UTAN_SPARR, REGIONMEDEL.make()), andringar, allocate(modell, andrad.make()))


def try_a_sparr() -> Prov:
    """A spärr of 10 % in the empty cell of a model without one is the proposal that keeps the spärr."""
    forslag = read_modell(ROT / "models" / "forslag" / "sparr_kvar.toml")
    u = replace(make_small(), ram_kr=9_000_000).make()
    return Prov(allocate(UTAN_SPARR, u), {"hogsta_minskning_andel": 0.10}, allocate(forslag, u))


def draw_results() -> Iterator[Resultat]:
    """Random data sets from one förbund to a dozen, with all models, units and readings of how money goes round."""
    slump = Random(20260101)
    yield allocate(change_model(SJUKPENNING, 100), draw_bygge(slump, 13).make())
    yield allocate(read_so(change_model(UTAN_SPARR, 1), "slutligt", "omgangar", "alla"), draw_bygge(slump, 1).make())
    yield allocate(change_model(MED_SPARR, 1_000), draw_bygge(slump, 4).make())
    yield allocate(read_so(change_model(MED_SPARR, 1), "slutligt", "omgangar", "askande"), draw_bygge(slump, 13).make())


def draw_bygge(slump: Random, antal: int) -> Bygge:
    """A data set with ties, zeros, bounds of every kind, Gotland's kind, several regions, and short years."""
    bygge = Bygge(1, enhet="tkr")
    for i in range(antal):
        kod = f"F{i:02}"
        delar = slump.choice([1, 1, 2, 3])
        invanare = [slump.choice([1_000, 1_000, slump.randrange(1, 90_000)]) for _ in range(delar)]
        matt = [slump.choice([0.0, 100.0, slump.randrange(0, 90_000) / 10]) for _ in range(delar)]
        bygge = bygge.add(
            kod,
            invanare,
            matt,
            fjol=slump.choice([0, 1_000_000, slump.randrange(9_000_000)]),
            kapital=slump.choice([0, -50_000, slump.randrange(4_000_000)]),
            regioner=slump.choice([("R1",), ("R1", "R2"), (None,)]),
            bidrag_fjol_kr=slump.choice([None, slump.randrange(20_000_000)]),
            askande_kr=slump.choice([None, None, slump.randrange(6_000_000)]),
            manader=slump.choice([None, None, 6, 1]),
        )
        if slump.random() < 0.4:
            bygge = bygge.pledge(kod, *(slump.randrange(2_000_000) for _ in range(delar)))
    golv = sum(f.tilldelning_fjol_kr for f in bygge.forbund)
    ram = slump.choice([golv + 1, golv + 777_777, 2 * golv + 1_000_000, 10 * golv + 10_000_000])
    return replace(bygge, ram_kr=ram, omraden=(*bygge.omraden[:-1], replace(bygge.omraden[-1], forsorjningsmatt=50.0)))


def test_recalculated_without_changes_every_cell_is_as_it_was_written(omraknade: dict[str, Omraknad]) -> None:
    ororda = [bok for namn, bok in omraknade.items() if namn == "exemplet" or namn.startswith("slump")]
    assert len(ororda) == 5
    for bok in ororda:
        assert find_differences(bok.skriven, bok.omraknad) == []


def test_recalculated_amounts_are_the_engines_before_and_after_changes(omraknade: dict[str, Omraknad]) -> None:
    for namn, bok in omraknade.items():
        if bok.facit is not None:
            check_equals_engine(bok.omraknad, bok.facit, namn)


def test_the_changes_that_are_tried_do_change_the_grants(omraknade: dict[str, Omraknad]) -> None:
    for namn in ("varje slag", "spärr", "regionmedel", *(n for n in omraknade if n.startswith("ändrad"))):
        bok = omraknade[namn]
        assert read_grants(bok.skriven) != read_grants(bok.omraknad), namn
        resultat = read_check_results(bok.omraknad)
        assert resultat["Tilldelningar som ändrats sedan boken skrevs (antal)"] == "ÄNDRAD", namn


def test_floors_over_the_pot_are_told_by_a_check_and_no_cell_breaks(omraknade: dict[str, Omraknad]) -> None:
    bok = omraknade["golv"].omraknad
    assert read_check_results(bok)["Golven ryms i ramen, kr för mycket"] == "FEL"
    assert not [v for rader in read_values(bok).values() for rad in rader for v in rad if str(v).startswith("#")]


def test_another_forbund_can_be_chosen(omraknade: dict[str, Omraknad]) -> None:
    bok = omraknade["varje slag"]
    rader = read_values(bok.omraknad)["Ett förbund"]
    assert [rad[1] for rad in rader[4:6]] == ["E", "Förbundet E"]
    assert bok.facit is not None and rader[-1][1:3] == ["Tilldelning, kr", bok.facit.tilldelning_kr[4]]


def test_sorting_any_table_changes_no_figure_anywhere(tmp_path: Path) -> None:
    assert check_sorting(write(small(), tmp_path), tmp_path / "sorterade") == []
    regionmedel = write(allocate(UTAN_SPARR, REGIONMEDEL.make()), tmp_path / "regionmedel")
    assert check_sorting(regionmedel, tmp_path / "sorterad") == []
    assert find_differences(regionmedel, tmp_path / "sorterad" / "omraknad" / "osorterad.xlsx") == []
