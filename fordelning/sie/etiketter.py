"""The records outside verifikationer, by label: the format's table, and what each fault in one of them stops.

Only what an amount is read from stops: the years, the opening balances, the period balances and budgets, each for those
who read that year. A fault in any other record leaves it out with a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fordelning.sie.falt import Faltlasare, parse_datum
from fordelning.sie.fynd import INGEN, Del, Galler
from fordelning.sie.innehall import Innehall
from fordelning.sie.poster import (
    Dimension,
    Konto,
    Objekt,
    Periodbudget,
    Periodsaldo,
    Program,
    Rakenskapsar,
    Saldo,
    Saldoslag,
    Transaktion,
    Transaktionsslag,
    Uppgift,
    Verifikation,
)
from fordelning.sie.rader import Rad

_DELAR: dict[str, tuple[Del, ...]] = {
    "#RAR": ("utfall", "budget"),
    "#IB": ("utfall", "budget"),
    "#PSALDO": ("utfall",),
    "#PBUDGET": ("budget",),
}
"""Label → what is read from it. The year is the record's first field."""

BELOPPSPOSTER = frozenset((*_DELAR, "#VER", "#TRANS", "#RTRANS"))
"""Labels that an outcome or a budget is read from."""


def take_record(innehall: Innehall, rad: Rad) -> None:
    """Take in a record whose label is in the table; a faulty one becomes findings and is left out."""
    etikett = rad.etikett.upper()
    lasare = Faltlasare(rad)
    innehall.rader.setdefault(etikett, rad.nr)
    lagg_till = POSTER[etikett](innehall, lasare)
    keep_findings(innehall, lasare, find_readers(etikett, rad))
    if lasare.fel:
        innehall.trasiga.add((etikett, str(rad.falt[0]) if rad.falt else ""))
    else:
        lagg_till()


def find_readers(etikett: str, rad: Rad) -> Galler:
    """Whom a fault in a record stops: those who read its part of its year, everyone when the year is unreadable."""
    if etikett not in _DELAR:
        return INGEN
    ar = Faltlasare(rad)
    arsnr = ar.take_arsnr()
    return Galler(frozenset(_DELAR[etikett]), None if ar.fel else arsnr)


def keep_findings(innehall: Innehall, lasare: Faltlasare, galler: Galler) -> None:
    """The record's findings, and one for damage that nothing depended on."""
    rad = lasare.rad
    for vad, vantat in lasare.fel:
        innehall.refuse(rad.nr, vad, vantat, galler=galler)
    for vad, vantat in lasare.varningar:
        innehall.refuse(rad.nr, vad, vantat, galler=INGEN)
    if rad.skada and not lasare.fel:
        vad, vantat = rad.skada
        etikett = rad.etikett.upper()
        innehall.refuse(rad.nr, f"{etikett}: {vad}", vantat, galler=INGEN, slag=f"{etikett} skadad")


Lagg = Callable[[], None]


def _once(nyckel: str, las: Callable[[Faltlasare], Any]) -> Callable[[Innehall, Faltlasare], Lagg]:
    """A record that is said once about the file."""

    def take(innehall: Innehall, f: Faltlasare) -> Lagg:
        if nyckel in innehall.enstaka:
            f.refuse(f"posten finns redan, på rad {innehall.rader[f.rad.etikett.upper()]}", "en enda sådan post")
            return lambda: None
        varde = las(f)
        return lambda: innehall.enstaka.update({nyckel: varde})

    return take


def _uppgift(innehall: Innehall, f: Faltlasare) -> Lagg:
    uppgift = Uppgift(f.rad.etikett.upper().removeprefix("#"), f.take_rest())
    return lambda: innehall.uppgifter.append(uppgift)


def _rar(innehall: Innehall, f: Faltlasare) -> Lagg:
    """A year without dates says nothing: it is as if it were not there, and the dates of the amounts decide."""
    if len(f.rad.falt) < 2 or not any(f.rad.falt[1:]):
        f.warn("räkenskapsåret saknar datum", "startdatum och slutdatum, ÅÅÅÅMMDD")
        return lambda: None
    ar = Rakenskapsar(f.take_arsnr(), f.take_datum("startdatum"), f.take_datum("slutdatum"))
    if f.fel:
        return lambda: None
    if ar.start > ar.slut:
        f.refuse(f"året slutar {ar.slut} men börjar {ar.start}", "ett startdatum före slutdatum")
    if ar in (annat for _, annat in innehall.rakenskapsar):
        return lambda: None
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
    text = text.upper() if etikett == "#KTYP" else text
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
    if _lacks_series(f.rad):
        f.warn("serien eller numret saknas", '#VER serie vernr datum; "" där det ena är tomt')
        f.put_in_missing_field()
    serie, vernr, datum = f.take_text("serie", kravs=False), f.take_text("vernr", kravs=False), f.take_datum("verdatum")
    text, regdatum = f.take_text("vertext", kravs=False), f.take_valfritt_datum("regdatum", viktigt=False)
    return Verifikation(serie, vernr, datum, text, regdatum, f.take_text("sign", kravs=False))


def _lacks_series(rad: Rad) -> bool:
    """The date stands where the number should, and none where the date should: the writer left out a field."""
    andra, tredje = (str(rad.falt[n]) if n < len(rad.falt) else "" for n in (1, 2))
    return parse_datum(andra) is not None and parse_datum(tredje) is None


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
