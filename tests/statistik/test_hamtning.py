"""A table is fetched from a server on this computer: limits kept, refusals told, the answer kept byte for byte."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from fordelning.platser import find_modeller
from fordelning.statistik.hamtning import HamtningFel, Takt, fetch
from fordelning.statistik.metod import Granser, Tabell, read_statistikmetod
from tests.kommando import run
from tests.statistik.nedladdat import TABELL, make_jsonstat, write_underlag

METOD = read_statistikmetod(find_modeller() / "statistik.toml")


class Server:
    """Answers in turn what it was given: (code, headers, body); the last one for ever. Remembers what was asked."""

    def __init__(self, *svar: tuple[int, dict[str, str], bytes]) -> None:
        self.svar, self.fragor = list(svar), list[str]()
        fragor, alla = self.fragor, self.svar

        class Svarare(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fragor.append(self.path)
                kod, huvud, data = alla[min(len(fragor), len(alla)) - 1]
                self.send_response(kod)
                for namn, varde in ({"Content-Length": str(len(data))} | huvud).items():
                    self.send_header(namn, varde)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Svarare)
        self.trad = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.trad.start()

    @property
    def adress(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/tables/TAB1/data"

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *fel: object) -> None:
        self.server.shutdown()
        self.trad.join()
        self.server.server_close()


@pytest.fixture
def sovit(loopback: None) -> Iterator[list[float]]:
    """How long was waited, without waiting."""
    yield []


def table(server: Server) -> Tabell:
    return METOD.tabell[0].model_copy(update={"adress": server.adress})


def pace(sovit: list[float], granser: Granser = METOD.granser) -> Takt:
    return Takt(granser, klocka=lambda: sum(sovit), sov=sovit.append)


def test_the_answer_and_its_choices(sovit: list[float]) -> None:
    data = make_jsonstat(TABELL)
    with Server((200, {}, data)) as server:
        hamtat = fetch(table(server), {"tid": "2026M12"}, METOD.granser, pace(sovit))
    assert hamtat.data == data and hamtat.sha256 == hashlib.sha256(data).hexdigest()
    assert hamtat.uppdaterad == "2027-02-20T07:00:00Z"
    fraga = parse_qs(urlsplit(server.fragor[0]).query)
    assert fraga["valueCodes[Tid]"] == ["2026M12"] and fraga["valueCodes[Kon]"] == ["TotSa"]
    assert fraga["outputFormat"] == ["json-stat2"]


def test_a_busy_server_is_waited_out_as_long_as_it_asks(sovit: list[float]) -> None:
    upptagen = (429, {"Retry-After": "7"}, b"")
    with Server(upptagen, (503, {}, b""), (200, {}, make_jsonstat(TABELL))) as server:
        fetch(table(server), {}, METOD.granser, pace(sovit))
    assert len(server.fragor) == 3 and sovit[0] == 7 and sovit[1] > 0


def test_a_server_that_stays_busy_or_asks_for_too_long_is_told(sovit: list[float]) -> None:
    with Server((429, {"Retry-After": "1"}, b"")) as server, pytest.raises(HamtningFel, match="upptagen"):
        fetch(table(server), {}, METOD.granser, pace(sovit))
    assert len(server.fragor) == METOD.granser.forsok_antal
    with Server((429, {"Retry-After": "86400"}, b"")) as server, pytest.raises(HamtningFel, match="86400 sekunder"):
        fetch(table(server), {}, METOD.granser, pace(sovit))
    assert len(server.fragor) == 1


def test_no_more_calls_than_the_server_allows_within_its_window(sovit: list[float]) -> None:
    takt = pace(sovit)
    tider = []
    for _ in range(10):
        takt.wait_turn()
        tider.append(sum(sovit))
    antal, fonster = METOD.granser.anrop_antal, METOD.granser.fonster_s
    assert all(tider[i + antal] - tider[i] >= fonster for i in range(len(tider) - antal))


@pytest.mark.parametrize(
    ("svar", "text"),
    [
        ((400, {}, b"{}"), "stämmer inte med tabellen"),
        ((403, {}, b""), "för stort"),
        ((404, {}, b""), "flyttats"),
        ((500, {}, b""), "svar 500"),
        ((200, {}, b"<html>Underhall</html>"), "ingen tabell"),
        ((200, {}, make_jsonstat(TABELL)[:50]), "ingen tabell"),
        ((200, {}, b'{"value": [' + b"0," * 150_000 + b"0]}"), "150001 celler"),
        ((302, {"Location": "http://exempel.invalid/annat"}, b""), "svar 302"),
    ],
)
def test_what_the_server_refuses_is_told_with_what_to_do(
    svar: tuple[int, dict[str, str], bytes], text: str, sovit: list[float]
) -> None:
    with Server(svar) as server, pytest.raises(HamtningFel) as fel:
        fetch(table(server), {}, METOD.granser, pace(sovit))
    [fynd] = fel.value.anmarkningar
    assert text in str(fynd) and fynd.plats.startswith("http://127.0.0.1")


def test_a_server_that_is_not_there_is_told(sovit: list[float]) -> None:
    with Server((200, {}, b"")) as server:
        tabell = table(server)
    with pytest.raises(HamtningFel, match="går inte att nå"):
        fetch(tabell, {}, METOD.granser, pace(sovit))


def test_the_command_keeps_the_answer_and_what_it_is_and_statistik_reads_it(
    sovit: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modeller = tmp_path / "models"
    shutil.copytree(find_modeller(), modeller)
    data, fil = make_jsonstat(TABELL), modeller / "statistik.toml"
    with Server((200, {}, data)) as server:
        adress = METOD.tabell[0].adress
        fil.write_text(fil.read_text("utf-8").replace(adress, server.adress), encoding="utf-8")
        monkeypatch.setattr("fordelning.platser.find_modeller", lambda: modeller)
        svar = run("hamta", "invanare_16_64", "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    ravara = tmp_path / "ut" / "invanare_16_64.json-stat2"
    assert ravara.read_bytes() == data
    huvud = json.loads((tmp_path / "ut" / "invanare_16_64.json").read_text("utf-8"))
    assert huvud["sha256"] == hashlib.sha256(data).hexdigest() and huvud["adress"].startswith(server.adress)
    till = write_underlag(tmp_path / "in")
    val = ["--variabel", "ålder=16-64", "--variabel", "kön=1+2"]
    argument = ["statistik", str(ravara), "--till", str(till), "--kolumn", "invanare_antal", *val]
    svar = run(*argument, "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output


def test_the_command_lists_its_tables_and_refuses_others() -> None:
    svar = run("hamta")
    assert svar.exit_code == 0 and all(t.namn in svar.output and str(t.skriven) in svar.output for t in METOD.tabell)
    svar = run("hamta", "invanare_16_65")
    assert svar.exit_code == 1 and "Menade du «invanare_16_64»?" in svar.output
