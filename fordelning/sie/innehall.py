"""What has been read of a SIE file so far, every record with its row, and the records by label: the format's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from fordelning.fel import Anmarkning
from fordelning.sie.falt import Faltlasare
from fordelning.sie.poster import (
    Dimension,
    Konto,
    Objekt,
    Overhoppad,
    Periodbudget,
    Periodsaldo,
    Program,
    Rakenskapsar,
    Saldo,
    Saldoslag,
    Sietyp,
    Transaktion,
    Transaktionsslag,
    Uppgift,
    Verifikation,
)
from fordelning.sie.rader import Rad
from fordelning.sie.tecken import plats

P = TypeVar("P")
Placerade = list[tuple[int, P]]
"""Records with the row that each stands on."""


@dataclass
class Innehall:
    """A file under reading. `enstaka` is what is said once about the file, `rader` where each label stands first."""

    filnamn: str
    anmarkningar: list[Anmarkning] = field(default_factory=list)
    varningar: list[Anmarkning] = field(default_factory=list)
    overhoppade: list[Overhoppad] = field(default_factory=list)
    rader: dict[str, int] = field(default_factory=dict)
    sietyp: Sietyp = "1"
    enstaka: dict[str, Any] = field(default_factory=dict)
    uppgifter: list[Uppgift] = field(default_factory=list)
    rakenskapsar: Placerade[Rakenskapsar] = field(default_factory=list)
    dimensioner: Placerade[Dimension] = field(default_factory=list)
    objekt: Placerade[Objekt] = field(default_factory=list)
    konton: dict[str, Konto] = field(default_factory=dict)
    saldon: Placerade[Saldo] = field(default_factory=list)
    periodsaldon: Placerade[Periodsaldo] = field(default_factory=list)
    periodbudget: Placerade[Periodbudget] = field(default_factory=list)
    verifikationer: Placerade[Verifikation] = field(default_factory=list)
    rader_i_verifikation: dict[int, list[int]] = field(default_factory=dict)
    """Row of #VER → rows of its transactions. A verifikation with a faulty row is not here: its sum says nothing."""

    trasiga: set[tuple[str, str]] = field(default_factory=set)
    """Label and first field of records that could not be read, so that what refers to them is not refused as well."""

    def refuse(self, rad: int, vad: str, vantat: str = "", gor: str = "") -> None:
        self.anmarkningar.append(Anmarkning(plats(self.filnamn, rad), vad, vantat, gor))

    def warn(self, rad: int, vad: str, gor: str = "") -> None:
        self.varningar.append(Anmarkning(plats(self.filnamn, rad), vad, gor=gor, allvar="varning"))

    def find_ar(self, dag: date) -> Rakenskapsar | None:
        """The accounting year that holds the day."""
        return next((ar for _, ar in self.rakenskapsar if ar.holds(dag)), None)

    def posts_with_konto(self) -> Iterator[tuple[int, Saldo | Periodsaldo | Periodbudget | Transaktion]]:
        """Every record with a konto and an amount, and its row."""
        yield from self.saldon
        yield from self.periodsaldon
        yield from self.periodbudget
        for ver_rad, ver in self.verifikationer:
            yield from zip(self.rader_i_verifikation.get(ver_rad, [ver_rad] * len(ver.rader)), ver.rader, strict=False)


def take_record(innehall: Innehall, rad: Rad) -> None:
    """Take in a record whose label is in the table; what is faulty becomes findings and is left out."""
    etikett = rad.etikett.upper()
    lasare = Faltlasare(rad, innehall.filnamn)
    innehall.rader.setdefault(etikett, rad.nr)
    lagg_till = POSTER[etikett](innehall, lasare)
    if lasare.anmarkningar:
        innehall.anmarkningar.extend(lasare.anmarkningar)
        innehall.trasiga.add((etikett, str(rad.falt[0]) if rad.falt else ""))
    else:
        lagg_till()


Lagg = Callable[[], None]


def _once(nyckel: str, las: Callable[[Faltlasare], Any]) -> Callable[[Innehall, Faltlasare], Lagg]:
    """A record that is said once about the file."""

    def take(innehall: Innehall, f: Faltlasare) -> Lagg:
        if nyckel in innehall.enstaka:
            f.refuse(f"posten finns redan, på rad {innehall.rader[f.rad.etikett.upper()]}", "en enda sådan post")
        varde = las(f)
        return lambda: innehall.enstaka.update({nyckel: varde})

    return take


def _uppgift(innehall: Innehall, f: Faltlasare) -> Lagg:
    uppgift = Uppgift(f.rad.etikett.upper().removeprefix("#"), f.take_rest())
    return lambda: innehall.uppgifter.append(uppgift)


def _rar(innehall: Innehall, f: Faltlasare) -> Lagg:
    ar = Rakenskapsar(f.take_arsnr(), f.take_datum("startdatum"), f.take_datum("slutdatum"))
    if f.anmarkningar:
        return lambda: None
    if ar.start > ar.slut:
        f.refuse(f"året slutar {ar.slut} men börjar {ar.start}", "ett startdatum före slutdatum")
    if ar.arsnr in (annat.arsnr for _, annat in innehall.rakenskapsar):
        f.refuse(f"räkenskapsår {ar.arsnr} anges två gånger", "ett #RAR per årsnr")
    return lambda: innehall.rakenskapsar.append((f.rad.nr, ar))


def _dim(innehall: Innehall, f: Faltlasare) -> Lagg:
    dimension = Dimension(f.take_number("dimensionsnr"), f.take_text("namn", kravs=False))
    if f.rad.etikett.upper() == "#UNDERDIM":
        dimension = replace(dimension, over=f.take_number("superdimension"))
    if dimension.nummer in (annan.nummer for _, annan in innehall.dimensioner):
        f.refuse(f"dimension {dimension.nummer} deklareras två gånger", "en deklaration per dimension")
    return lambda: innehall.dimensioner.append((f.rad.nr, dimension))


def _objekt(innehall: Innehall, f: Faltlasare) -> Lagg:
    objekt = Objekt(f.take_number("dimensionsnr"), f.take_text("objektnr"), f.take_text("objektnamn", kravs=False))
    return lambda: innehall.objekt.append((f.rad.nr, objekt))


def _konto(innehall: Innehall, f: Faltlasare) -> Lagg:
    konto = Konto(f.take_konto(), f.take_text("kontonamn", kravs=False))
    if konto.kontonr in innehall.konton:
        f.refuse(f"konto {konto.kontonr} deklareras två gånger", "en #KONTO per konto")
    return lambda: innehall.konton.update({konto.kontonr: konto})


def _om_konto(innehall: Innehall, f: Faltlasare) -> Lagg:
    """#KTYP, #ENHET, #SRU: more about a konto that has been declared above."""
    etikett, kontonr, text = f.rad.etikett.upper(), f.take_konto(), f.take_text("värde")
    konto = innehall.konton.get(kontonr)
    if konto is None:
        if ("#KONTO", kontonr) not in innehall.trasiga:
            f.refuse(f"konto {kontonr} är inte deklarerat", f"#KONTO {kontonr} tidigare i filen")
        return lambda: None
    if etikett == "#KTYP" and text not in ("T", "S", "K", "I"):
        f.refuse(f"kontotypen «{text}» finns inte", "T, S, K eller I")
    nytt = {
        "#KTYP": replace(konto, typ=text),
        "#ENHET": replace(konto, enhet=text),
        "#SRU": replace(konto, sru=(*konto.sru, text)),
    }[etikett]
    return lambda: innehall.konton.update({kontonr: nytt})


def _saldo(slag: Saldoslag) -> Callable[[Innehall, Faltlasare], Lagg]:
    def take(innehall: Innehall, f: Faltlasare) -> Lagg:
        arsnr, konto, objekt = f.take_arsnr(), f.take_konto(), f.take_objekt()
        if bool(objekt) != (slag in ("OIB", "OUB")):
            f.refuse(
                "objektlista saknas" if not objekt else "posten ska inte ha någon objektlista",
                "#OIB och #OUB har objekt, #IB, #UB och #RES inte",
            )
        saldo = Saldo(slag, arsnr, konto, f.take_belopp(), objekt, f.take_kvantitet())
        return lambda: innehall.saldon.append((f.rad.nr, saldo))

    return take


def _periodsaldo(innehall: Innehall, f: Faltlasare) -> Lagg:
    arsnr, period, konto, objekt = f.take_arsnr(), f.take_period(), f.take_konto(), f.take_objekt()
    post = Periodsaldo(arsnr, period, konto, f.take_belopp(), objekt, f.take_kvantitet())
    return lambda: innehall.periodsaldon.append((f.rad.nr, post))


def _periodbudget(innehall: Innehall, f: Faltlasare) -> Lagg:
    arsnr, period, konto, objekt = f.take_arsnr(), f.take_period(), f.take_konto(), f.take_objekt()
    post = Periodbudget(arsnr, period, konto, f.take_belopp(), objekt, f.take_kvantitet())
    return lambda: innehall.periodbudget.append((f.rad.nr, post))


def take_verifikation(f: Faltlasare) -> Verifikation:
    """The head of a verifikation; its rows follow within braces."""
    serie, vernr, datum = f.take_text("serie", kravs=False), f.take_text("vernr", kravs=False), f.take_datum("verdatum")
    text, regdatum = f.take_text("vertext", kravs=False), f.take_valfritt_datum("regdatum")
    return Verifikation(serie, vernr, datum, text, regdatum, f.take_text("sign", kravs=False))


def take_transaktion(f: Faltlasare, slag: Transaktionsslag) -> Transaktion:
    """A row of a verifikation."""
    konto, objekt, belopp = f.take_konto(), f.take_objekt(), f.take_belopp()
    datum, text = f.take_valfritt_datum("transdat"), f.take_text("transtext", kravs=False)
    return Transaktion(konto, belopp, objekt, datum, text, f.take_kvantitet(), f.take_text("sign", kravs=False), slag)


def _sietyp(f: Faltlasare) -> str:
    typ = f.take_text("typnr").upper()
    if typ not in ("1", "2", "3", "4", "4E", "4I"):
        f.refuse(f"filtypen «{typ}» finns inte", "1, 2, 3 eller 4")
    return typ


POSTER: dict[str, Callable[[Innehall, Faltlasare], Lagg]] = {
    "#FLAGGA": _once("flagga", lambda f: f.take_number("flagga")),
    "#PROGRAM": _once("program", lambda f: Program(f.take_text("programnamn"), f.take_text("version", kravs=False))),
    "#FORMAT": _once("format", lambda f: f.take_text("format")),
    "#GEN": _once("gen", lambda f: (f.take_datum("datum"), f.take_text("sign", kravs=False))),
    "#SIETYP": _once("sietyp", _sietyp),
    "#FNAMN": _once("foretagsnamn", lambda f: f.take_text("företagsnamn")),
    "#ORGNR": _once("orgnr", lambda f: (f.take_text("orgnr"), *f.take_rest())),
    "#OMFATTN": _once("omfattning", lambda f: f.take_datum("datum")),
    **dict.fromkeys(("#PROSA", "#FTYP", "#FNR", "#BKOD", "#ADRESS", "#TAXAR", "#KPTYP", "#VALUTA"), _uppgift),
    "#RAR": _rar,
    "#DIM": _dim,
    "#UNDERDIM": _dim,
    "#OBJEKT": _objekt,
    "#KONTO": _konto,
    **dict.fromkeys(("#KTYP", "#ENHET", "#SRU"), _om_konto),
    **{f"#{slag}": _saldo(slag) for slag in ("IB", "UB", "OIB", "OUB", "RES")},
    "#PSALDO": _periodsaldo,
    "#PBUDGET": _periodbudget,
}
"""The records outside verifikationer, by label."""
