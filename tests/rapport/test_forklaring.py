"""What `forklara` prints can be recomputed: every line, from the inputs and the lines above, down to the grant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from fordelning.analys.lage import Fall
from fordelning.fel import GolvFel
from fordelning.modell import Modell, Trappsteg, read_modell
from fordelning.rapport.forklara.genomgang import explain_grant, find_forbund
from fordelning.rapport.forklara.rakning import RAKNA
from fordelning.rapport.poster.fall import Forbundsfall
from fordelning.rapport.poster.forklaring import FORKLARINGAR, explain_posts
from fordelning.regler import REGLER
from fordelning.resultat import Resultat, allocate
from tests.exempel import read_example
from tests.kommando import run
from tests.rapport.rakna_om import Raknerad, evaluate, find_numbers, read_line
from tests.slump import (
    LASNINGAR,
    MED_SPARR,
    MODELLER,
    SJUKPENNING,
    UTAN_SPARR,
    change_model,
    draw_bygge,
    draw_modell,
    read_so,
)
from tests.underlag_bygge import Bygge

EXEMPEL = MODELLER.parent / "inputs" / "exempel-2026"
FILER = sorted([*MODELLER.glob("[0-9]*.toml"), *MODELLER.glob("forslag/*.toml"), *MODELLER.glob("historik/*.toml")])

SMA = Bygge(20_000_000, enhet="tkr")
SMA = SMA.add("A", [30_919, 21_614], [3991.7, 1966.3], fjol=6_000_000, kapital=100_000)
SMA = SMA.add("B", 29_906, 2825.7, fjol=4_500_000, kapital=2_300_000, bidrag_fjol_kr=9_100_001)
SMA = SMA.add("C", 34_817, 3549, fjol=1_800_000, regioner=[None]).pledge("C", 2_561_000)
SMA = SMA.add("D", [4_675, 5_189], [300.5, 412.25], fjol=900_000, regioner=["R1", "R2"])
SMA = SMA.pledge("D", regioner_kr={"R1": 226_000, "R2": 210_333}).add("E", 7_698, 831.5, manader=6)
SMA = SMA.add("F", 12_000, 900, fjol=2_000_000, askande_kr=1_750_500).add_outside("U", 9_000, 100)
SMA = SMA.pledge("F", 700_001, regioner_kr={"R1": 1_000_000})

UPPSATTNINGAR = {
    "små": SMA,
    "taken rymmer inte ramen": Bygge(50_000_000, enhet="tkr")
    .add("A", askande_kr=3_000_500)
    .add("B")
    .pledge("B", 2_000_000),
    "grundbeloppen är större än ramen": Bygge(700_000, enhet="tkr").add("A", 900).add("B", 1_100).add("C", 77, 3),
    "ett förbund": Bygge(3_000_001, enhet="tkr").add("A"),
    "inget försörjningsmått": Bygge(9_000_000, enhet="tkr").add("A", matt=0).add("B"),
    "stora belopp": Bygge(10**12 - 1, enhet="mkr")
    .add("A", 3, 1 / 8)
    .add("B", 7_000, 9e6)
    .add("C", 11, 0.1, kapital=10**11),
    "frisam": Bygge(90_000_000, enhet="mkr")
    .add("A", [9_000, 4_000], [400, 200], frisam_kr=[4_000_001, 0])
    .add("B", matt=10, frisam_kr=[900_000])
    .add("C", matt=300),
    "en regions enda summa": Bygge(20_000_000, enhet="tkr")
    .add("A", [9_000, 4_000], [10, 20.5], regioner=["R1", "R2"], manader=7)
    .add("B", [9_001, 4_000], [10, 20])
    .add("C", 3_000, 70, regioner=["R2"])
    .add("D", 3_500, 20, regioner=["R3"])
    .add("E", 4_500, 60, regioner=["R3"])
    .pledge("B", 3_000_000, regioner_kr={"R1": 400_000})
    .pledge("D", regioner_kr={"R3": 500_000})
    .pledge("E", regioner_kr={"R3": 700_001})
    .fund(R1=(900_000, "nyckel"), R2=(1_000_001, "lika"), R3=(1_000_000, "lista")),
    "en summa till det sista förbundet": Bygge(900_000, enhet="tkr")
    .add("A", 900, 1, regioner=[None])
    .add("B", 800, 1)
    .fund(R1=(0, "nyckel")),
    "kommunernas egen nyckel": Bygge(20_000_000, enhet="tkr")
    .add("A", [9_000, 4_000], [10, 20], vikter=[11_500.5, 5_000])
    .add("B", [9_000, 4_000], [10, 20], vikter=[1, 2])
    .pledge("B", 1_500_000, 100_000)
    .add("C", [700, 800], [5, 5], regioner=[None], vikter=[3, 1]),
    "lika rester": Bygge(2_000_000, enhet="tkr").add("A").add("B").add("C"),
}


def explain_all(r: Resultat) -> Iterator[tuple[int, list[str]]]:
    for i in range(len(r.underlag.koder)):
        yield i, explain_grant(r, i).split("\n")


def collect_inputs(r: Resultat, i: int) -> set[Fraction]:
    """Every number that the förbund's inputs and the model hold."""
    u, kod = r.underlag, r.underlag.koder[i]
    f = u.forbund[i]
    egna: list[Any] = [o for o in u.omraden if o.forbund_kod == kod]
    egna += [p for p in u.utfastelser if p.forbund_kod == kod]
    tal: list[Any] = [0, 1, 12, f.manader, int(u.ram_kr), 2 * f.tilldelning_fjol_kr]
    tal += [v for post in (f, *egna) for v in astuple(post)]
    tal += [v for avsnitt in r.modell.avsnitt.values() for v in avsnitt.model_dump().values()]
    if r.modell.eget_kapital is not None:
        tal += [v for steg in r.modell.eget_kapital.trappa for v in (steg.andel, steg.upp_till_kr)]
    return {abs(Fraction(str(t))) for t in tal if isinstance(t, int | float) and not isinstance(t, bool)}


def recompute(r: Resultat, i: int, rader: list[str]) -> list[Raknerad]:
    """Check every numbered line against the inputs and the lines above it; return them."""
    kanda, rakneradar = collect_inputs(r, i), []
    andel = Fraction(10, 10 ** min(max(len(str(int(r.underlag.ram_kr))) + 3, 12), 15))
    for text in rader[3:]:
        rad = read_line(text)
        if rad is None:
            kanda |= set(find_numbers(text))
            continue
        rakneradar.append(rad)
        assert rad.nummer == len(rakneradar)
        okanda = [tal for tal in find_numbers(rad.uttryck) if tal not in kanda]
        assert okanda == [], f"{text}: {[float(t) for t in okanda]} finns inte tidigare"
        varde = evaluate(rad.uttryck)
        marginal = max(andel * abs(varde), Fraction(2, 100 if rad.ar_kronor else 10**19))
        assert abs(varde - rad.svar) <= marginal, f"{text}: {float(varde)}"
        kanda |= {abs(rad.svar), *find_numbers(rad.efter)}
    return rakneradar


def find_result(rader: list[Raknerad], text: str) -> int:
    """The last line whose text begins so, as whole kronor."""
    svar = [rad.svar for rad in rader if rad.text.startswith(text)][-1]
    assert svar.denominator == 1
    return int(svar)


def assert_explained(r: Resultat) -> None:
    """Every förbund's printed arithmetic gives its grant and its match, and together they give the pot."""
    fore_avrundning = Fraction(0)
    platser = []
    for i, text in explain_all(r):
        rader = recompute(r, i, text)
        assert find_result(rader, "Tilldelning") == r.tilldelning_kr[i]
        assert find_result(rader, "Regionens del") == r.matchning.region_kr[i]
        assert find_result(rader, "Kommunernas del") == r.matchning.kommuner_kr[i]
        assert find_result(rader, "Alla parter") == r.matchning.totalt_kr[i]
        assert read_parties(text) == [b.belopp_kr for b in r.bidrag if b.forbund_kod == r.underlag.koder[i]][1:]
        sista = next(rad for rad in rader if rad.text.startswith(("Hela enheter", "Tilldelning")))
        fore_avrundning += find_numbers(sista.uttryck)[0]
        platser += re.findall(r"plats (\d+), fick (en|ingen) enhet till", "\n".join(text))
    delat = int(r.underlag.ram_kr) - fore_avrundning
    assert -1 < delat < float(r.ej_fordelat_kr) + r.bok.enhet_kr
    assert len({plats for plats, _ in platser}) == len(platser)
    fick = sorted(int(plats) for plats, svar in platser if svar == "en")
    assert fick == list(range(1, len(fick) + 1))


def read_parties(text: list[str]) -> list[int]:
    """What each region and kommun pays, as printed: the rounded amount where there is one."""
    delar = []
    for rad in text:
        if re.match(r" *(\d+\. )?(Region(?! och)|Kommun|I regionens ställe: kommun) \S+.*(betalar|: .* =) ", rad):
            delar.append(int(find_numbers(re.split("betalar|=", rad)[1])[-1]))
    return delar


@pytest.mark.langsam
@pytest.mark.parametrize(
    "fil", [f for f in FILER if f.stem.endswith(("statsbidrag", "i_omgangar"))], ids=lambda f: f.stem
)
def test_every_forbund_of_the_example_can_be_recomputed_by_hand(fil: Path) -> None:
    assert_explained(allocate(read_modell(fil), read_example()))


@pytest.mark.langsam
@pytest.mark.parametrize("fil", FILER, ids=lambda f: f.stem)
@pytest.mark.parametrize("namn", UPPSATTNINGAR)
@pytest.mark.parametrize("enhet", [1, 1_000])
def test_small_sets_can_be_recomputed_with_every_model(fil: Path, namn: str, enhet: int) -> None:
    assert_explained(allocate(change_model(read_modell(fil), enhet), UPPSATTNINGAR[namn].make()))


@settings(max_examples=40)
@given(draw_modell(), draw_bygge(), LASNINGAR)
def test_any_set_can_be_recomputed(modell: Modell, bygge: Bygge, lasning: tuple[str, str, str]) -> None:
    try:
        resultat = allocate(read_so(modell, *lasning), bygge.make())
    except GolvFel:
        assume(False)
        raise
    assert_explained(resultat)


def explain_one(bygge: Bygge, kod: str, modell: Modell = UTAN_SPARR) -> str:
    r = allocate(modell, bygge.make())
    return explain_grant(r, find_forbund(r.underlag.koder, kod)).replace("\u00a0", " ")


def test_every_step_is_explained() -> None:
    assert RAKNA.keys() == FORKLARINGAR.keys() == REGLER.keys()


@pytest.mark.parametrize("fil", FILER, ids=lambda f: f.stem)
def test_every_rule_has_its_source_and_every_assumption_its_mark(fil: Path) -> None:
    modell = read_modell(fil)
    text = explain_one(SMA, "A", modell)
    for namn in modell.steg:
        avsnitt = modell.avsnitt[namn]
        assert f"Källa: {avsnitt.kalla.text}{' (antagande)' if avsnitt.antagande else ''}\n" in text
    assert all(a.text in text for a in modell.antaganden)


def test_the_national_sums_are_those_of_the_inputs() -> None:
    text = explain_one(SMA, "A")
    assert "Alla förbunds områden har 146 818 invånare och försörjningsmått 14 776,95." in text
    assert "Alla förbunds grundbelopp är tillsammans 2 200 000 kr." in text


def test_the_limiting_party_and_what_more_from_it_would_give() -> None:
    text = explain_one(SMA, "D")
    assert "Begränsas av regionen" in text
    assert "Med 100 000 kr mer från regionerna hade tilldelningen varit 1 072 000 kr." in text
    assert "Skillnad: 1 072 000 − 872 000 = 200 000 kr" in text
    assert "Ingen part kan höja tilldelningen" in explain_one(SMA, "A")


def test_a_pledge_above_the_match_is_shown() -> None:
    bygge = Bygge(8_000_000).add("A").add("G", regioner=[None]).pledge("A", 3_000_000).pledge("G", 4_100_000)
    assert "Kommunerna har lovat 1 000 000 kr mer än vad som behövs" in explain_one(bygge, "A")
    assert "Kommunerna har lovat 100 000 kr mer än vad som behövs" in explain_one(bygge, "G")


def test_who_has_a_krona_of_those_that_are_left_is_told_in_the_order_of_the_remainders() -> None:
    rader = explain_one(SMA, "D").split("\n")
    forst = next(i for i, rad in enumerate(rader) if "Region R1 Region R1:" in rad)
    assert rader[forst].endswith("436 000 × 226 000 / 436 333 = 225 827,52 kr, avrundat 225 828 kr")
    vem = "1 kr som blir över går till den största resten, vid lika rest efter kod: R1"
    assert rader[forst + 2].strip() == f"Delarna är hela kronor nedåt; {vem}."
    assert "som blir över" not in explain_one(SMA, "E")


def test_figures_that_no_file_holds_are_explained_too() -> None:
    """A case may be changed to parts of a krona; a workbook of it would be refused."""
    fall = Fall(SMA.make(), MED_SPARR).change(eget_kapital_kr={"B": 2_300_000.5})
    text = explain_grant(fall.allocate(), 1).replace("\u00a0", " ")
    assert "Eget kapital över rimlig nivå: max(0; 2 300 000,50 − 1 820 000,20) = 480 000,30 kr" in text


def test_the_trappa_names_its_step() -> None:
    modell = change_model(UTAN_SPARR, trappa=[Trappsteg(upp_till_kr=9_000_000, andel=0.3), Trappsteg(andel=0.2)])
    assert "9 100 001 kr, hör till trappsteget utan gräns: 0,2." in explain_one(SMA, "B", modell)
    assert "9 000 000 kr, hör till trappsteget upp till 9 000 000 kr: 0,3." in explain_one(
        replace(SMA, forbund=(*SMA.forbund[:1], replace(SMA.forbund[1], bidrag_fjol_kr=9_000_000), *SMA.forbund[2:])),
        "B",
        modell,
    )


@pytest.mark.parametrize("modell", [MED_SPARR, UTAN_SPARR, SJUKPENNING], ids=lambda m: m.fil.namn)
def test_every_post_says_why_with_its_own_numbers(modell: Modell) -> None:
    r = allocate(modell, SMA.make())
    for i, kod in enumerate(r.underlag.koder):
        poster = explain_posts(r, i)
        assert [p.steg for p in poster] == list(modell.steg)
        assert sum(p.belopp_kr for p in poster) == r.tilldelning_kr[i], kod
        assert all(
            p.forklaring.endswith(".") and (re.search(r"\d", p.forklaring) or "ng" in p.forklaring) for p in poster
        )


def test_the_words_of_a_post_are_the_rule_with_the_forbunds_numbers() -> None:
    r = allocate(MED_SPARR, SMA.make())
    poster = {
        (kod, p.steg): p.forklaring.replace("\u00a0", " ")
        for i, kod in enumerate(r.underlag.koder)
        for p in explain_posts(r, i)
    }
    assert poster["E", "grundtilldelning"] == "Grundbelopp 400 000 kr × 6/12: förbundet finns 6 av årets månader."
    assert poster["A", "sparr"] == "Golv 5 400 000 kr: högst 10 % lägre än fjolårets 6 000 000 kr."
    assert poster["B", "sparr"] == "Ingen spärr: eget kapital över rimlig nivå."
    assert poster["E", "sparr"] == "Ingen spärr: ingen tilldelning i fjol."
    assert poster["F", "medfinansiering"] == (
        "Förbundet begär högst 1 750 500 kr; "
        "kommunerna har lovat 700 001 kr, som räcker till 1 400 000 kr från staten; "
        "regionerna har lovat 1 000 000 kr, som räcker till 2 000 000 kr från staten."
    )
    assert poster["A", "medfinansiering"] == "Inget äskande och inga utfästelser: inget tak."


def test_kronor_are_shown_so_finely_that_rounding_can_be_repeated() -> None:
    fall = Forbundsfall(allocate(UTAN_SPARR, SMA.make()), 0)
    visat = [fall.kr(k).replace("\u00a0", " ") for k in (5_253_999.9996, 5_254_000.0004, 5_254_000.0, 0.5, -1_234.5)]
    assert visat == ["5 253 999,9996", "5 254 000,0004", "5 254 000", "0,50", "−1 234,50"]


def test_an_unknown_code_gets_the_nearest_one_and_exit_code_one() -> None:
    svar = run("forklara", EXEMPEL, "--forbund", "SF-09O1")
    assert svar.exit_code == 1
    assert "--forbund: «SF-09O1» finns inte i underlaget" in svar.output
    assert "Menade du «SF-0901»?" in svar.output


def test_the_command_prints_the_calculation() -> None:
    svar = run("forklara", EXEMPEL, "--forbund", "SF-0901")
    assert svar.exit_code == 0
    assert "Exempelförbund Gotlands län 1 (SF-0901), statens tilldelning 2026:" in svar.output
    assert "I regionens ställe: kommun 0980 Gotland betalar" in svar.output


def test_who_has_not_asked_is_told_that_it_has_its_offer() -> None:
    bygge = Bygge(9_000_000).add("A", askande_kr=1_000_000).add("B").add("C")
    text = explain_one(bygge, "B", read_modell(MODELLER / "forslag" / "bara_askande.toml"))
    assert "Omgång 1: erbjudandet" in text
    assert "Förbundet får sitt erbjudande, 3 000 000 kr." in text
    assert "2 000 000 kr delas inte ut" in text
