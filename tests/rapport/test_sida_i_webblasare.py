"""The page in headless Chromium: no hinder for a reader, keyboard only, a phone, on paper, alone, and the engine's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

import fordelning as f
from fordelning.analys.modelltext import format_forslag
from fordelning.analys.reglage import add_sparr, compute_states
from fordelning.rapport.sida.bok import make_sida
from tests.exempel import read_case
from tests.webblasare import Webblasare

pytestmark = pytest.mark.webblasare

AXE = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text("utf-8")
NIVAER = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
I_FOKUS = "(e => e.id || e.name || e.textContent.trim().slice(0, 40))(document.activeElement)"
SVAR = "document.getElementById('svar').textContent + document.getElementById('svar-forbund').textContent"


@pytest.fixture(scope="module")
def adress(tmp_path_factory: pytest.TempPathFactory) -> str:
    fil = tmp_path_factory.mktemp("sida") / "sida.html"
    exempel = read_case()
    sida = make_sida(exempel, brygga=f.bridge(exempel.change(ram_kr=330e6, andel_forsorjningsmatt=0.6), exempel))
    fil.write_text(sida, encoding="utf-8", newline="\n")
    return fil.as_uri()


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webblasare]:
    with Webblasare(tmp_path_factory.mktemp("profil")) as ett:
        yield ett


def find_hinders(w: Webblasare) -> list[Any]:
    """What axe finds at levels A and AA, and where."""
    w.run(f"{AXE}; 0")
    val = json.dumps({"runOnly": NIVAER, "resultTypes": ["violations"]})
    plats = "v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))"
    var = "{exclude: [['.kort[hidden]'], ['#tabell tr:nth-child(n + 12)']]}"  # more of the same
    svar: list[Any] = w.run(f"axe.run({var}, {val}).then(r => r.violations.map(v => [v.id, {plats}]))")
    return svar


@pytest.mark.parametrize(("bredd", "lage"), [(1280, "#a=10&s=10&f=SF-0110"), (360, "")])
def test_axe_finds_nothing_at_levels_a_and_aa(w: Webblasare, adress: str, bredd: int, lage: str) -> None:
    w.resize(bredd, 900)
    w.open(adress + lage)
    w.run("document.querySelectorAll('figure details, #diagram details').forEach(d => d.open = true)")
    assert find_hinders(w) == []


def test_a_phone_scrolls_no_further_than_its_width_and_reads_every_text(w: Webblasare, adress: str) -> None:
    w.resize(360, 740)
    w.open(f"{adress}#f=SF-0110")
    assert w.run("document.documentElement.scrollWidth") <= 360
    minsta = "Math.min(...[...document.querySelectorAll('figure svg text')].filter(t => t.getClientRects().length)"
    assert w.run(f"{minsta}.map(t => 12 * t.getScreenCTM().a))") >= 9


def test_the_page_asks_for_nothing_but_itself_and_its_script_has_no_fault(w: Webblasare, adress: str) -> None:
    w.resize(1280, 900)
    w.fel.clear()
    w.open(adress)
    w.run("document.getElementById('reglage-a').dispatchEvent(new Event('input'))")
    assert [a for a in w.requests if a != "about:blank" and not a.startswith("data:")] == [adress]
    assert w.fel == []


def test_everything_can_be_done_with_the_keyboard_alone(w: Webblasare, adress: str) -> None:
    w.resize(1280, 900)
    w.open(adress)
    sedda = []
    for _ in range(40):
        w.press("Tab")
        sedda.append(w.run(I_FOKUS))
        if sedda[-1] == "reglage-a":
            w.press("ArrowLeft")
        if sedda[-1] == "reglage-s":
            w.press("Home")
        if sedda[-1].startswith("Tilldelning 2026"):
            w.press("Enter")
            break
    delar = ["valj", "valj-kommun", "reglage-a", "reglage-s", "ater", "karta", "sok"]
    assert [d for d in sedda if d in delar] == delar
    assert w.run("location.hash") == "#a=14&s=0"
    assert "lika mycket" in w.run(SVAR)
    assert w.run("document.querySelector('[aria-sort=descending]').textContent") == sedda[-1]
    storst = "[...document.querySelectorAll('#tabell tbody tr')].map(tr => tr.cells[2].textContent)"
    belopp = [int(re.sub(r"\D", "", text)) for text in w.run(storst)]
    assert belopp == sorted(belopp, reverse=True)
    for _ in range(12):
        if not w.run("document.activeElement.closest('tbody') !== null"):
            w.press("Tab")
    w.press("Enter")
    vald = w.run("document.querySelector('.kort[open] summary').textContent")
    assert vald.startswith("Samordningsförbundet Stockholms stad") and w.run(I_FOKUS) == "valj"
    assert w.run("location.hash").startswith("#a=14&s=0&f=SF-")


def test_who_knows_only_a_kommun_finds_its_forbund(w: Webblasare, adress: str) -> None:
    w.open(adress)
    valj = "s.selectedIndex = [...s.options].findIndex(o => o.text === 'Lidingö'); s.dispatchEvent(new Event('change'))"
    w.run(f"(s => {{ {valj} }})(document.getElementById('valj-kommun'))")
    assert w.run("document.querySelector('.kort[open]').id") == "forbund-SF-0110"
    assert w.run("document.getElementById('valj').value") == "SF-0110"


def test_search_finds_a_forbund_by_its_kommun(w: Webblasare, adress: str) -> None:
    w.open(adress)
    w.run("(s => { s.value = 'lidingö'; s.dispatchEvent(new Event('input')); })(document.getElementById('sok'))")
    kvar = "[...document.querySelectorAll('#tabell tbody tr:not([hidden])')].map(tr => tr.cells[1].textContent)"
    assert w.run(kvar) == ["SF-0110"]
    assert w.run("document.getElementById('traffar').textContent").strip() == "1 av 80 förbund"


def test_a_link_opens_its_state_and_a_broken_one_the_decided(w: Webblasare, adress: str) -> None:
    w.open(f"{adress}#a=14&s=3&f=SF-0901")
    lasta = "[...document.querySelectorAll('.reglage output')].map(o => o.textContent).join('|')"
    assert w.run(lasta).replace("\u00a0", " ") == "70 %|3 %"
    assert "→" in w.run(SVAR)
    fil = unquote(w.run("document.getElementById('modellfil').href").partition(",")[2])
    bas = add_sparr(read_case())
    assert fil == format_forslag(bas.change(andel_forsorjningsmatt=0.7, hogsta_minskning_andel=0.03))
    w.open(f"{adress}#a=99&s=x&f=SF-9999")
    assert w.run(lasta).replace("\u00a0", " ") == "75 %|ingen spärr"
    assert w.run(SVAR) == "Reglagen står på fördelningen."
    assert w.run("document.getElementById('spara').hidden")


def test_every_state_that_the_page_shows_is_the_engines(w: Webblasare, adress: str) -> None:
    w.open(adress)
    skript = """(() => {
      const [a, s] = ["a", "s"].map(b => document.getElementById("reglage-" + b)), alla = [];
      const rader = [...document.querySelectorAll("#tabell tbody tr")];
      for (let i = 0; i <= +a.max; i++) for (let j = 0; j <= +s.max; j++) {
        a.value = i; if (!j) a.dispatchEvent(new Event("input"));
        s.value = j; s.dispatchEvent(new Event("input"));
        alla.push(rader.map(tr => +tr.cells[8].textContent.replace(/\\D/g, "")));
      }
      return alla; })()"""
    visat = np.array(w.run(skript), np.float64)
    t = compute_states(read_case())
    assert (visat == t.tilldelning_kr.reshape(visat.shape)).all()


def test_the_map_follows_the_sliders_and_its_own_choice(w: Webblasare, adress: str) -> None:
    w.open(f"{adress}#a=0&s=0")
    fyllning = "new Set([...document.querySelectorAll('#kommuner [data-f]')].map(g => g.getAttribute('fill'))).size"
    assert w.run("document.querySelector('#kartval input:checked').value") == "reglage"
    assert w.run(fyllning) >= 5
    w.run("document.getElementById('ater').click()")
    assert w.run(fyllning) == 1
    w.run("document.querySelector('#kartval input[value=niva]').click()")
    assert w.run(fyllning) == 5


def test_the_page_can_be_printed(w: Webblasare, adress: str) -> None:
    w.open(f"{adress}#f=SF-0110")
    pdf = w.print_pdf()
    assert pdf.startswith(b"%PDF")
    assert 6 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 14


def test_without_its_script_every_forbund_can_be_read(w: Webblasare, adress: str) -> None:
    w.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        w.open(adress)
        synliga = "[...document.querySelectorAll('.kort')].filter(k => k.getClientRects().length).length"
        assert w.run(synliga) == 80
        assert w.run("document.getElementById('panel').getClientRects().length") == 0
    finally:
        w.call("Emulation.setScriptExecutionDisabled", value=False)
