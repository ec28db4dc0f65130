"""The live page: a link is a scenario, and what can be had of one is what the commands give of it."""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import fordelning as f
from fordelning.rapport.sida.karta import SKALA
from fordelning.underlag.tal import parse_number
from fordelning.webb.tjanst import LAGESFIL, POLICY, make_app
from tests.exempel import read_case
from tests.kommando import run

EXEMPEL = read_case()
HTMX = "d6fdc75f204e6bde"
FRAGA = "?f=SF-0901&andel_forsorjningsmatt=0.5&ram_kr=350000000"


@pytest.fixture(scope="module")
def klient() -> TestClient:
    return TestClient(make_app(EXEMPEL), base_url="http://127.0.0.1:8620")


def read_table(text: str) -> dict[str, tuple[float | None, ...]]:
    """Code → the amounts of its row: what it is set against, the state, and the difference."""
    rader = re.findall(r"<tr><th>[^<]*</th><td>(SF-\d+)</td>((?:<td[^>]*>[^<]*</td>)+)</tr>", text)
    tal = {kod: re.findall(r"<td[^>]*>([^<]*)</td>", celler)[:3] for kod, celler in rader}
    return {kod: tuple(parse_number(t.removeprefix("+")) for t in rad) for kod, rad in tal.items()}


def test_a_link_shows_what_the_library_gives_for_the_same_values(klient: TestClient) -> None:
    svar = klient.get(f"/lage{FRAGA}")
    vantat = EXEMPEL.change(andel_forsorjningsmatt=0.5, ram_kr=350e6).allocate().tilldelning_kr
    fordelat = EXEMPEL.allocate().tilldelning_kr
    assert svar.headers["HX-Replace-Url"] == f"/{FRAGA}"
    assert read_table(svar.text) == {
        kod: (a, b, b - a) for kod, a, b in zip(EXEMPEL.koder, fordelat, vantat, strict=True)
    }
    assert klient.get(f"/{FRAGA}").text.count(svar.text.split("</p>")[0]) == 1


def test_swedish_numbers_are_read_and_what_is_as_in_the_model_is_not_in_the_link(klient: TestClient) -> None:
    svar = klient.get(
        "/lage?andel_forsorjningsmatt=0,5&ram_kr=350 000 000&belopp_kr=400000&mot=&f=SF-0901&ordning=namn"
    )
    assert svar.headers["HX-Replace-Url"] == f"/{FRAGA}"
    assert klient.get("/lage?trappa.1.andel=0.3").headers["HX-Replace-Url"] == "/?trappa.1.andel=0.3"
    trappa = EXEMPEL.change(trappa=[{"andel": 0.3}]).allocate().tilldelning_kr
    assert [rad[1] for rad in read_table(klient.get("/lage?trappa.1.andel=0,3").text).values()] == trappa.tolist()


def test_two_models_are_set_against_each_other(klient: TestClient) -> None:
    rader = read_table(klient.get("/lage?mot=forslag/sparr_kvar").text)
    sparr = read_case("forslag/sparr_kvar").allocate().tilldelning_kr
    assert [rad[0] for rad in rader.values()] == sparr.tolist()
    omvant = read_table(klient.get("/lage?modell=forslag/sparr_kvar").text)
    assert [rad[1] for rad in omvant.values()] == sparr.tolist()


def test_the_map_is_filled_as_the_state_says(klient: TestClient) -> None:
    (data,) = re.findall(r'id="lagets-data">(.*?)</script>', klient.get("/lage?ram_kr=300000000").text)
    fyllning = json.loads(data)["fyllning"]
    j = f.compare(EXEMPEL.allocate(), EXEMPEL.change(ram_kr=300e6).allocate())
    assert len(fyllning) == len(EXEMPEL.koder)
    assert all((fyll != SKALA[3]) == bool(andring) for fyll, andring in zip(fyllning, j.andring_kr, strict=True))


def test_the_file_of_a_state_gives_the_same_bytes_by_the_command(klient: TestClient, tmp_path: Path) -> None:
    fil = tmp_path / LAGESFIL
    fil.write_bytes(klient.get(f"/{LAGESFIL}{FRAGA}").content)
    svar = run("fordela", "exempel-2026", "--modell", fil, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    assert klient.get(f"/fordelning.xlsx{FRAGA}").content == (tmp_path / "ut" / "fordelning.xlsx").read_bytes()


def test_a_forbund_is_explained_in_the_state_and_its_plan_told(klient: TestClient) -> None:
    text = unescape(klient.get(f"/forklara{FRAGA}").text)
    fall = EXEMPEL.change(andel_forsorjningsmatt=0.5, ram_kr=350e6)
    assert f.explain(fall, "SF-0901") in text
    plan = klient.get(f"/plan{FRAGA}").text
    assert re.search(r"Nästa\s100\s000\skr\s2026\sger", plan)
    assert "inget förbund är valt" in klient.get("/plan").text


@pytest.mark.parametrize(
    ("fraga", "ord_"),
    [
        ("ram_kr=mycket&gurka=1", ["«mycket» är inget tal", "gurka: finns inte att ändra"]),
        ("andel_forsorjningsmatt=1.2", ["«1.2» är utanför gränsen"]),
        ("stat_andel=0.6", ["ska tillsammans vara 1"]),
        ("ram_kr=0", ["ram_kr"]),
        ("modell=../../etc/passwd", ["«../../etc/passwd» finns inte"]),
        ("f=SF-9999&mot=x", ["«SF-9999» finns inte", "«x» finns inte"]),
        ("belopp_kr=400000.5", ["är inte hela kronor"]),
        ("ram_kr=340000000.5", ["ram_kr: «340000000.5» är inte hela kronor"]),
        ("hogsta_minskning_andel=0.1", ["Modellen har inget avsnitt [sparr]"]),
        ("ram_kr=inf", ["är inget tal"]),
        ("belopp_kr=9000000", ["grund"]),
        ("andel_forsorjningsmatt=0.5&andel_forsorjningsmatt=0.6", ["står 2 gånger"]),
    ],
)
def test_what_cannot_be_computed_is_refused_in_words(klient: TestClient, fraga: str, ord_: list[str]) -> None:
    for adress in ("/", "/lage", "/forklara", "/plan", f"/{LAGESFIL}", "/fordelning.xlsx"):
        svar = klient.get(f"{adress}?{fraga}")
        assert svar.status_code == 422, adress
        assert all(o.lower() in svar.text.lower() for o in ord_), svar.text


def test_only_this_computer_is_answered_and_nothing_may_be_fetched_elsewhere(klient: TestClient) -> None:
    for vard in (
        "ond.example",
        "127.0.0.1.ond.example",
        "192.168.0.2:8620",
        "",
        "127.0.0.1@ond.example",
        "ond.example/127.0.0.1",
    ):
        svar = klient.get("/", headers={"host": vard})
        assert svar.status_code == 403 and "127.0.0.1" in svar.text
    svar = klient.get("/", headers={"host": "LOCALHOST:8620"})
    assert svar.headers["Content-Security-Policy"] == POLICY and "http" not in POLICY
    assert set(re.findall(r'(?:src|href|action|hx-get)="([^"#?]*)', svar.text)) >= {"/", "/lage", "/filer/webb.js"}
    assert re.findall(r'(?:src|href|action|hx-get)="(?!/[^/]|/"|data:,|#)[^"]*"', svar.text) == []


def test_the_server_keeps_nothing(klient: TestClient) -> None:
    fore = klient.get("/").content
    klient.get(f"/lage{FRAGA}")
    klient.get("/?modell=forslag/sparr_kvar&hogsta_minskning_andel=0.2")
    assert klient.get("/").content == fore
    assert klient.get("/filer/../tjanst.py").status_code == 404 and klient.get("/filer/tjanst.py").status_code == 404


def test_what_is_not_there_is_told_in_swedish(klient: TestClient) -> None:
    assert (svar := klient.get("/docs")).status_code == 404 and svar.text.startswith("Sidan finns inte")
    assert (svar := klient.post("/lage")).status_code == 405 and "läsa" in svar.text


def test_the_library_that_is_shipped_is_the_published_one_with_its_licence() -> None:
    mapp = files("fordelning.webb")
    assert hashlib.sha256(mapp.joinpath("htmx-2.0.11.min.js").read_bytes()).hexdigest().startswith(HTMX)
    assert "Zero-Clause BSD" in mapp.joinpath("htmx-LICENSE").read_text("utf-8")
