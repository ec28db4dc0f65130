"""The live page in headless Chromium: sliders, fields, map and links, by keyboard too, and no request but to itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from fordelning.webb.tjanst import make_app
from tests.exempel import read_case
from tests.rapport.test_sida_i_webblasare import find_hinders
from tests.webblasare import Webblasare

pytestmark = pytest.mark.webblasare

FYLLNING = "document.querySelector('#kommuner g[data-f]').getAttribute('fill')"
SVAR = "document.querySelector('#svar [role]').textContent"


@pytest.fixture(scope="module")
def adress() -> Iterator[str]:
    val = uvicorn.Config(make_app(read_case()), port=0, log_level="critical", ws="none")
    kontakt = val.bind_socket()
    server = uvicorn.Server(val)
    trad = threading.Thread(target=server.run, kwargs={"sockets": [kontakt]}, daemon=True)
    trad.start()
    yield f"http://127.0.0.1:{kontakt.getsockname()[1]}/"
    server.should_exit = True
    trad.join(5)


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webblasare]:
    with Webblasare(tmp_path_factory.mktemp("profil")) as ett:
        yield ett


def wait_for(w: Webblasare, uttryck: str, innehall: str) -> str:
    """The value of an expression, when it holds what is awaited."""
    slut = time.monotonic() + 20
    while innehall not in (varde := str(w.run(uttryck))):
        assert time.monotonic() < slut, varde
        time.sleep(0.02)
    return varde


def test_a_slider_moved_by_keyboard_recomputes_the_table_the_map_and_the_address(w: Webblasare, adress: str) -> None:
    w.resize(1280, 900)
    w.open(adress)
    fore = w.run(FYLLNING)
    w.run("document.querySelector('[aria-label=\"Ramen, reglage\"]').focus()")
    w.press("Home")
    assert "305\u00a0100\u00a0000 kr fördelas" in wait_for(w, SVAR, "305")
    assert w.run("location.search") == "?ram_kr=305100000"
    assert w.run("document.getElementById('tal-ram_kr').value") == "305\u00a0100\u00a0000"
    wait_for(w, f"{FYLLNING} !== '{fore}'", "True")
    assert w.run("document.activeElement.type") == "range"


def test_a_number_that_cannot_be_used_is_told_and_a_good_one_takes_its_place(w: Webblasare, adress: str) -> None:
    w.open(adress)
    skriv = "(v => {{ const f = document.getElementById('tal-andel_forsorjningsmatt'); f.value = v; {} }})('{}')"
    handelse = "f.dispatchEvent(new Event('input', {bubbles: true}))"
    w.run(skriv.format(handelse, "1,2"))
    assert "utanför gränsen" in wait_for(w, SVAR, "gränsen")
    w.run(skriv.format(handelse, "0,5"))
    assert "5\u00a0169\u00a0000 kr" in wait_for(w, SVAR, "fördelas")
    assert w.run("document.querySelector('[aria-label^=\"Nyckelns vikt\"][type=range]').value") == "10"


def test_a_click_on_the_map_explains_the_forbund_in_the_state(w: Webblasare, adress: str) -> None:
    w.open(f"{adress}?ram_kr=350000000")
    yta = "document.querySelector('#kommuner g[data-f=\"0\"] path')"
    w.run(f"{yta}.dispatchEvent(new MouseEvent('click', {{bubbles: true}}))")
    wait_for(w, "document.querySelector('#forbund pre')?.textContent", "(SF-0101), statens tilldelning 2026")
    assert w.run("location.search") == "?f=SF-0101&ram_kr=350000000"


@pytest.mark.parametrize("bredd", [1280, 360])
def test_axe_finds_nothing_and_nothing_is_fetched_from_elsewhere(w: Webblasare, adress: str, bredd: int) -> None:
    w.fel.clear()
    w.resize(bredd, 900)
    w.open(f"{adress}?f=SF-0901")
    wait_for(w, "document.querySelector('#forbund pre')?.textContent", "SF-0901")
    assert [rad for rad in w.requests if not rad.startswith((adress, "data:", "about:"))] == []
    assert w.run("document.documentElement.scrollWidth") <= bredd
    w.call("Page.setBypassCSP", enabled=True)
    assert find_hinders(w) == [] and w.fel == []
