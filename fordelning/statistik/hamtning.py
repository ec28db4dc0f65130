"""A table fetched from its publisher: the only module of the program that uses the network, and only when asked.

The server's limits hold: at most so many calls within its window, and a 429 or 503 is waited out as long as it asks,
a few times. The answer is kept byte for byte, with where and what it was beside it.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.filer import Skriv
from fordelning.infil import STORSTA_FIL
from fordelning.statistik.metod import Granser, Tabell
from fordelning.underlag.ratext import suggest
from fordelning.version import __version__

_VANTA = (429, 503)
_FORSTA_VANTAN_S = 1.0


class HamtningFel(AnmarkningarFel):
    """A table could not be fetched; nothing has been written."""

    rubrik = "fel vid hämtningen, inget skrivet"


@dataclass(frozen=True, slots=True)
class Hamtat:
    """An answer: its bytes as they came, the address they came from, and their SHA-256."""

    data: bytes
    adress: str
    sha256: str
    uppdaterad: str


@dataclass(slots=True)
class Takt:
    """Calls within a window of time: the next one waits until it is allowed."""

    granser: Granser
    klocka: Callable[[], float] = time.monotonic
    sov: Callable[[float], None] = time.sleep
    anrop: deque[float] = field(default_factory=deque)

    def wait_turn(self) -> None:
        """Wait until one more call is within the server's limit."""
        if len(self.anrop) >= self.granser.anrop_antal:
            kvar = self.anrop.popleft() + self.granser.fonster_s - self.klocka()
            if kvar > 0:
                self.sov(kvar)
        self.anrop.append(self.klocka())


def find_table(tabeller: Sequence[Tabell], namn: str) -> Tabell:
    """The table with a name. Raises HamtningFel with the nearest when there is none."""
    finns = {t.namn: t for t in tabeller}
    if namn not in finns:
        raise HamtningFel([Anmarkning("hamta", f"«{namn}» finns inte", ", ".join(finns), suggest(namn, finns))])
    return finns[namn]


def make_address(tabell: Tabell, byt: Mapping[str, str]) -> str:
    """The address of a table with its choices; `byt` are the user's own. Spaces and Swedish letters are encoded."""
    namn = {n.casefold(): n for n in tabell.variabler}
    val = {**tabell.variabler, **{namn.get(n.casefold(), n): v for n, v in byt.items()}}
    fraga = [("lang", "sv"), ("outputFormat", "json-stat2"), *((f"valueCodes[{n}]", v) for n, v in val.items())]
    return f"{tabell.adress}?{urlencode(fraga, quote_via=quote, safe='[]*(),')}"


def fetch(tabell: Tabell, byt: Mapping[str, str], granser: Granser, takt: Takt | None = None) -> Hamtat:
    """The table as its publisher gives it. Raises HamtningFel with what the server said, and what to do."""
    adress, takt = make_address(tabell, byt), takt or Takt(granser)
    vanta = _FORSTA_VANTAN_S
    for forsok in range(1, granser.forsok_antal + 1):
        takt.wait_turn()
        try:
            data = _read(adress, granser)
            return Hamtat(data, adress, hashlib.sha256(data).hexdigest(), _read_updated(data, adress, granser))
        except HTTPError as fel:
            fel.close()
            if fel.code not in _VANTA or forsok == granser.forsok_antal:
                raise HamtningFel([_describe_refusal(adress, fel.code, granser)]) from None
            begart = _read_wait(fel.headers)
            if begart is not None and begart > granser.langsta_vantan_s:
                raise HamtningFel([_describe_wait(adress, begart)]) from None
            takt.sov(min(vanta if begart is None else begart, granser.langsta_vantan_s))
            vanta *= 2
        except (URLError, HTTPException, OSError) as fel:
            raise HamtningFel([_describe_silence(adress, fel)]) from None
    raise AssertionError  # forsok_antal is at least 1


class _SameHost(HTTPRedirectHandler):
    """A redirect is followed to the same server only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise HTTPError(req.full_url, code, "annan server", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(adress: str, granser: Granser) -> bytes:
    """The bytes of an answer, at most as many as a file that we read may have."""
    huvud = {"User-Agent": f"fordelning/{__version__}", "Accept": "application/json"}
    with build_opener(_SameHost).open(Request(adress, headers=huvud), timeout=granser.svarstid_s) as svar:
        data: bytes = svar.read(STORSTA_FIL + 1)
        vantat = svar.headers.get("Content-Length")
    if len(data) > STORSTA_FIL:
        gor = "Välj färre värden med --variabel."
        raise HamtningFel([Anmarkning(adress, "svaret är för stort", f"högst {STORSTA_FIL // 1_000_000} MB", gor)])
    if vantat is not None and vantat.isdecimal() and len(data) != int(vantat):
        vad = f"svaret är avkortat ({len(data)} av {vantat} byte)"
        raise HamtningFel([Anmarkning(adress, vad, "ett helt svar", "Kör om.")])
    return data


def _read_updated(data: bytes, adress: str, granser: Granser) -> str:
    """When the table was updated. Raises HamtningFel when the answer is no table, or has reached the server's limit."""
    try:
        svar = json.loads(data)
        antal = len(svar["value"])
        uppdaterad = str(svar.get("updated", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        visat = data[:80].decode("utf-8", "replace")
        raise HamtningFel([Anmarkning(adress, f"svaret är ingen tabell: «{visat}»", "json-stat2", "Kör om.")]) from None
    if antal > granser.celler_antal:
        vad = f"svaret har {antal} celler"
        raise HamtningFel([Anmarkning(adress, vad, f"högst {granser.celler_antal}", "Välj färre värden.")])
    return uppdaterad


def _read_wait(huvud: Message) -> float | None:
    """How long the server asks us to wait, seconds: a number, or a day and time."""
    text = (huvud.get("Retry-After") or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _describe_refusal(adress: str, kod: int, granser: Granser) -> Anmarkning:
    if kod in _VANTA:
        vad = f"servern är upptagen (svar {kod}), också efter {granser.forsok_antal} försök"
        return Anmarkning(adress, vad, gor="Vänta en stund och kör om.")
    rad = {
        400: "Variablerna eller koderna stämmer inte med tabellen; rätta med --variabel NAMN=KODER.",
        403: f"Uttaget kan vara för stort (högst {granser.celler_antal} celler); välj färre värden med --variabel.",
        404: "Tabellen kan ha flyttats; rätta adressen i models/statistik.toml.",
    }
    return Anmarkning(adress, f"servern nekade (svar {kod})", gor=rad.get(kod, "Kör om, eller ladda ned filen själv."))


def _describe_wait(adress: str, sekunder: float) -> Anmarkning:
    return Anmarkning(adress, f"servern ber oss vänta {sekunder:.0f} sekunder", gor="Kör om senare.")


def _describe_silence(adress: str, fel: Exception) -> Anmarkning:
    orsak = fel.reason if isinstance(fel, URLError) else fel
    vad = "servern svarar inte i tid" if isinstance(orsak, TimeoutError) else "servern går inte att nå"
    gor = "Kontrollera nätet, eller ladda ned filen själv och ange den för fordelning statistik."
    return Anmarkning(adress, vad, "ett svar från servern", gor)


def make_writers(tabell: Tabell, hamtat: Hamtat) -> dict[str, Skriv]:
    """The files of a fetched table, by name: the answer byte for byte, and what it is; the second is the set's head."""
    huvud = {
        "tabell": tabell.namn,
        "beskrivning": tabell.beskrivning,
        "adress": hamtat.adress,
        "adressen_skriven": tabell.skriven.isoformat(),
        "uppdaterad": hamtat.uppdaterad,
        "sha256": hamtat.sha256,
        "antagande": tabell.anmarkning if tabell.antagande else "",
    }

    def write_answer(fil: Path) -> None:
        fil.write_bytes(hamtat.data)

    def write_head(fil: Path) -> None:
        fil.write_text(json.dumps(huvud, ensure_ascii=False), encoding="utf-8")

    return {f"{tabell.namn}.json-stat2": write_answer, f"{tabell.namn}.json": write_head}
