"""Write a SIE file from its records, in CP437 as the format prescribes; only what reads back identically is written.

The records stand in the format's order: flag, identification, chart of accounts, balances, verifikationer. What CP437
cannot hold is refused with its row; `make_pc8` replaces typographic characters by a table, for those who want that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Literal

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.filer import write_all
from fordelning.sie.lasning import parse_sie
from fordelning.sie.poster import Konto, Periodbudget, Periodsaldo, Saldo, SieFil, Verifikation
from fordelning.sie.rader import (
    Rad,
    compute_ksumma,
    format_datum,
    format_kvantitet,
    format_objekt,
    format_ore,
    join_row,
    quote,
    split_row,
)
from fordelning.sie.tecken import ERSATTNINGAR, PC8, detect_encoding, find_control, find_outside, plats

Kodning = Literal["cp437", "utf-8", "cp1252"]

_FORMAT = {"cp437": "PC8", "utf-8": "UTF-8", "cp1252": "CP1252"}
"""What #FORMAT says. The format knows PC8 alone; the others are for receivers that cannot read it."""


def write_sie(fil: SieFil, sokvag: Path, kodning: Kodning = "cp437") -> None:
    """Write the file as a whole, or not at all; one that is there is not replaced.

    Raises UnderlagFel, and writes nothing, where the records would not read back the same: characters outside the
    encoding, control characters, an unbalanced verifikation, a konto that is not declared, and so on. Raises FilFel
    where the file cannot be written or exists.
    """
    data = encode_sie(fil, sokvag.name, kodning)
    write_all({sokvag: lambda vag: vag.write_bytes(data)})


def encode_sie(fil: SieFil, filnamn: str, kodning: Kodning = "cp437") -> bytes:
    """The bytes of the file. Raises as `write_sie`; the rows in the findings are those the file would have had."""
    if (fil.sietyp == "4I") != filnamn.lower().endswith(".si"):
        raise UnderlagFel(
            [Anmarkning(filnamn, f"filen är av typ {fil.sietyp}", "4I i filer som heter .si, och bara där")]
        )
    texter = [*_render(fil, _FORMAT[kodning])]
    rader, anmarkningar = _split_rows(texter, filnamn, kodning)
    if anmarkningar:
        raise UnderlagFel(anmarkningar)
    if fil.kontrollsumma:
        texter.append(join_row("KSUMMA", str(compute_ksumma(rader[2:], PC8))))
    data = "".join(f"{text}\n" for text in texter).encode(kodning)
    if not data.isascii() and detect_encoding(data) != kodning:
        vad = f"tecknen i filen gör att den skulle läsas som {detect_encoding(data)}"
        raise UnderlagFel([Anmarkning(filnamn, vad, kodning, "Ta bort grekiska bokstäver och ramtecken ur texterna")])
    last = parse_sie(data, filnamn, strikt=True)
    if olika := [f.name for f in fields(SieFil) if f.compare and getattr(last, f.name) != getattr(fil, f.name)]:
        vad = f"posterna kan inte skrivas så att de läses tillbaka likadana: {', '.join(olika)}"
        vantat = "inga objekt i typ 2, och inga tomma fält sist i en post"
        raise UnderlagFel([Anmarkning(filnamn, vad, vantat)])
    return data


def _split_rows(texter: list[str], filnamn: str, kodning: str) -> tuple[list[Rad], list[Anmarkning]]:
    """The records among the rows, and what cannot be written."""
    rader: list[Rad] = []
    anmarkningar: list[Anmarkning] = []
    for nr, text in enumerate(texter, 1):
        if (tecken := find_control(text)) is not None:
            vad = f"styrtecknet {ord(tecken)} (ASCII) står i en text"
            anmarkningar.append(Anmarkning(plats(filnamn, nr), vad, "bara skrivbara tecken"))
        for tecken in find_outside(text, kodning):
            gor = f"Skriv «{ERSATTNINGAR[tecken]}»" if tecken in ERSATTNINGAR else "Byt ut tecknet"
            anmarkningar.append(Anmarkning(plats(filnamn, nr), f"tecknet «{tecken}» finns inte i {kodning}", gor=gor))
        if text in ("{", "}"):
            continue
        rader.append(split_row(nr, text))
        if rader[-1].skada:
            vad = "en text slutar med omvänt snedstreck"
            anmarkningar.append(Anmarkning(plats(filnamn, nr), vad, "en text som inte gör det"))
    return rader, anmarkningar


def _render(fil: SieFil, teckenset: str) -> Iterator[str]:
    """The rows of the file, without the closing #KSUMMA."""
    yield join_row("FLAGGA", str(fil.flagga))
    if fil.kontrollsumma:
        yield join_row("KSUMMA")
    yield from _render_identification(fil, teckenset)
    for dimension in fil.dimensioner:
        if dimension.over is None:
            yield join_row("DIM", str(dimension.nummer), quote(dimension.namn))
        else:
            yield join_row("UNDERDIM", str(dimension.nummer), quote(dimension.namn), str(dimension.over))
    for objekt in fil.objekt:
        yield join_row("OBJEKT", str(objekt.dimension), quote(objekt.objektnr), quote(objekt.namn))
    for konto in fil.konton:
        yield from _render_konto(konto)
    for saldo in fil.saldon:
        yield _render_saldo(saldo)
    for post in fil.periodsaldon:
        yield _render_period("PSALDO", post)
    for budget in fil.periodbudget:
        yield _render_period("PBUDGET", budget)
    for ver in fil.verifikationer:
        yield from _render_verifikation(ver)


def _render_identification(fil: SieFil, teckenset: str) -> Iterator[str]:
    if fil.program:
        yield join_row("PROGRAM", quote(fil.program.namn), quote(fil.program.version))
    yield join_row("FORMAT", teckenset)
    if fil.skapad:
        yield join_row("GEN", format_datum(fil.skapad), quote(fil.skapad_av))
    yield join_row("SIETYP", fil.sietyp[0])
    for uppgift in fil.uppgifter:
        yield join_row(uppgift.etikett, *map(_bare, uppgift.falt))
    if fil.orgnr:
        yield join_row("ORGNR", *map(_bare, fil.orgnr))
    if fil.foretagsnamn:
        yield join_row("FNAMN", quote(fil.foretagsnamn))
    for ar in fil.rakenskapsar:
        yield join_row("RAR", str(ar.arsnr), format_datum(ar.start), format_datum(ar.slut))
    if fil.omfattning:
        yield join_row("OMFATTN", format_datum(fil.omfattning))


def _render_konto(konto: Konto) -> Iterator[str]:
    yield join_row("KONTO", konto.kontonr, quote(konto.namn))
    if konto.typ:
        yield join_row("KTYP", konto.kontonr, konto.typ)
    if konto.enhet:
        yield join_row("ENHET", konto.kontonr, quote(konto.enhet))
    for kod in konto.sru:
        yield join_row("SRU", konto.kontonr, _bare(kod))


def _render_saldo(s: Saldo) -> str:
    objekt = [format_objekt(s.objekt)] if s.objekt else []
    return join_row(s.slag, str(s.arsnr), s.konto, *objekt, format_ore(s.belopp_ore), format_kvantitet(s.kvantitet))


def _render_period(etikett: str, p: Periodsaldo | Periodbudget) -> str:
    belopp, kvantitet = format_ore(p.belopp_ore), format_kvantitet(p.kvantitet)
    return join_row(etikett, str(p.arsnr), p.period, p.konto, format_objekt(p.objekt), belopp, kvantitet)


def _render_verifikation(v: Verifikation) -> Iterator[str]:
    datum, regdatum = format_datum(v.datum), format_datum(v.regdatum)
    yield join_row("VER", _bare(v.serie), _bare(v.vernr), datum, quote(v.text), regdatum, quote(v.sign))
    yield "{"
    for t in v.rader:
        falt = (format_datum(t.datum), quote(t.text), format_kvantitet(t.kvantitet), quote(t.sign))
        yield join_row(t.slag, t.konto, format_objekt(t.objekt), format_ore(t.belopp_ore), *falt)
    yield "}"


def _bare(text: str) -> str:
    """A code without quotes where none are needed."""
    return text if re.fullmatch(r"[A-Za-z0-9_.-]+", text) else quote(text)
