"""The references and the structure of a SIE file: what a type requires, and that every konto, year and objekt exists.

Only what leaves an amount in doubt stops, and only those who read that year; the rest are warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fordelning.sie.fynd import INGEN, Del, Galler
from fordelning.sie.innehall import Innehall
from fordelning.sie.poster import Overhoppad, Periodbudget, Periodsaldo, Rakenskapsar, Saldo
from fordelning.sie.summor import check_summor, check_verifikation

_KRAVS = {
    "1": ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#FNAMN", "#RAR"),
    "2": ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN", "#RAR", "#OMFATTN"),
    "3": ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN", "#RAR", "#OMFATTN"),
    "4E": ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN", "#RAR"),
    "4I": ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN"),
}
"""Records that the format requires per type. That one is missing is a warning: the amounts can be read all the same."""

_FAR_INTE = {
    "1": ("#OMFATTN", "#DIM", "#UNDERDIM", "#OBJEKT", "#OIB", "#OUB", "#PSALDO", "#PBUDGET", "#VER"),
    "2": ("#DIM", "#UNDERDIM", "#OBJEKT", "#OIB", "#OUB", "#VER"),
    "3": ("#VER",),
    "4E": (),
    "4I": ("#BKOD", "#OMFATTN", "#IB", "#UB", "#OIB", "#OUB", "#RES", "#PSALDO", "#PBUDGET"),
}
"""Records that do not belong in a type."""

_RESERVERADE_DIMENSIONER = frozenset({1, 2, 6, 7, 8, 9, 10})
"""Dimensions that the format gives a meaning (1 kostnadsställe, 6 projekt, …), and that need no declaration."""


def check_innehall(innehall: Innehall) -> None:
    """Run every control. Sums come last: of a year with a row that could not be read they would say nothing."""
    _check_posttyper(innehall)
    _drop_objekt_in_typ_2(innehall)
    _check_konton(innehall)
    _check_objekt(innehall)
    if not any(etikett == "#RAR" for etikett, _ in innehall.trasiga):
        _check_ar(innehall)
    _check_dubbletter(innehall)
    for rad, ver in innehall.verifikationer:
        if rad in innehall.rader_i_verifikation:
            check_verifikation(innehall, rad, ver, innehall.rader_i_verifikation[rad])
    check_summor(innehall)


def _check_posttyper(innehall: Innehall) -> None:
    """Missing and misplaced records of the type, and the character set."""
    for etikett in _KRAVS[innehall.sietyp]:
        if etikett not in innehall.rader:
            innehall.warn(1, f"{etikett} saknas; formatet kräver posten i typ {innehall.sietyp}")
    for etikett in _FAR_INTE[innehall.sietyp]:
        if etikett in innehall.rader:
            vad = f"{etikett} hör inte hemma i en fil av typ {innehall.sietyp}, men lästes"
            innehall.warn(innehall.rader[etikett], vad)
    if innehall.rader.get("#FLAGGA", 1) > min(innehall.rader.values(), default=1):
        innehall.warn(innehall.rader["#FLAGGA"], "#FLAGGA är inte filens första post")
    teckenset = innehall.enstaka.get("format", "PC8")
    if teckenset.upper() != "PC8":
        innehall.warn(innehall.rader["#FORMAT"], f"#FORMAT är «{teckenset}»; formatet känner bara PC8")


def _drop_objekt_in_typ_2(innehall: Innehall) -> None:
    """A reader of type 2 shall ignore period records with objekt, where they are part of a total of the konto."""
    if innehall.sietyp != "2":
        return
    saldon = _find_parts(innehall.periodsaldon)
    budgetar = _find_parts(innehall.periodbudget)
    for etikett, rader in (("#PSALDO", saldon), ("#PBUDGET", budgetar)):
        innehall.overhoppade.extend(Overhoppad(rad, etikett, "objekt i en fil av typ 2") for rad in sorted(rader))
    innehall.periodsaldon = [(rad, post) for rad, post in innehall.periodsaldon if rad not in saldon]
    innehall.periodbudget = [(rad, post) for rad, post in innehall.periodbudget if rad not in budgetar]
    kvar: list[tuple[int, Periodsaldo | Periodbudget]] = [*innehall.periodsaldon, *innehall.periodbudget]
    for rad, post in kvar:
        if post.objekt:
            vad = f"konto {post.konto} har objekt i en fil av typ 2, och kontots egen post saknas"
            innehall.refuse(rad, vad, "kontots egen post, med {}", galler=INGEN)


def _find_parts(poster: Iterable[tuple[int, Periodsaldo | Periodbudget]]) -> set[int]:
    """The rows with objekt of which the konto's own total is given too."""
    poster = list(poster)
    totaler = {(p.arsnr, p.period, p.konto) for _, p in poster if not p.objekt}
    return {rad for rad, p in poster if p.objekt and (p.arsnr, p.period, p.konto) in totaler}


def _check_konton(innehall: Innehall) -> None:
    """Every konto that is used is declared: its name is missing, its amounts are not.

    In a file for import the konton may be known to the receiver alone.
    """
    if innehall.sietyp == "4I":
        return
    for rad, post in innehall.posts_with_konto():
        if post.konto not in innehall.konton and ("#KONTO", post.konto) not in innehall.trasiga:
            vad = f"konto {post.konto} är inte deklarerat"
            innehall.refuse(rad, vad, f"#KONTO {post.konto} i filen", galler=INGEN)


def _check_objekt(innehall: Innehall) -> None:
    """Undeclared dimensions and objekt, once each: the amounts are right, only the names are missing."""
    dimensioner = {d.nummer for _, d in innehall.dimensioner} | _RESERVERADE_DIMENSIONER
    objekt = {(o.dimension, o.objektnr) for _, o in innehall.objekt}
    okanda_objekt: dict[tuple[int, str], int] = {}
    okanda_dimensioner: dict[int, int] = {}
    for rad, post in innehall.posts_with_konto():
        for par in post.objekt:
            if par not in objekt and innehall.sietyp != "4I":
                okanda_objekt.setdefault(par, rad)
            if par[0] not in dimensioner:
                okanda_dimensioner.setdefault(par[0], rad)
    for (dimension, objektnr), rad in okanda_objekt.items():
        innehall.warn(rad, f"objekt «{objektnr}» i dimension {dimension} är inte deklarerat med #OBJEKT")
    for dimension, rad in okanda_dimensioner.items():
        innehall.warn(rad, f"dimension {dimension} är inte deklarerad med #DIM")


def _check_ar(innehall: Innehall) -> None:
    """Every year number has its #RAR, and every period and verifikation lies in its year."""
    ar_av = {ar.arsnr: ar for _, ar in innehall.rakenskapsar}
    for rad, saldo in innehall.saldon:
        if saldo.arsnr not in ar_av:
            _refuse_year(innehall, rad, saldo.arsnr, INGEN)
    innehall.periodsaldon = [(rad, p) for rad, p in innehall.periodsaldon if _lies_in_year(innehall, rad, p, ar_av)]
    innehall.periodbudget = [(rad, p) for rad, p in innehall.periodbudget if _lies_in_year(innehall, rad, p, ar_av)]
    if innehall.rakenskapsar:
        for rad, ver in innehall.verifikationer:
            if innehall.find_ar(ver.datum) is None:
                vad = f"verifikationsdatum {ver.datum} ligger inte i något räkenskapsår"
                innehall.refuse(rad, vad, "ett datum inom #RAR")


def _lies_in_year(
    innehall: Innehall, rad: int, post: Periodsaldo | Periodbudget, ar_av: dict[int, Rakenskapsar]
) -> bool:
    """Whether the period is one of its year; one that is not is skipped, and stops those who read the year it is in."""
    if not ar_av:
        if innehall.sietyp != "4I":
            _refuse_year(innehall, rad, post.arsnr, INGEN)
        return True
    ar = ar_av.get(post.arsnr)
    if ar and ar.holds_period(post.period):
        return True
    ratt = next((a.arsnr for a in ar_av.values() if a.holds_period(post.period)), None)
    delar: frozenset[Del] = frozenset(("utfall",) if isinstance(post, Periodsaldo) else ("budget",))
    galler = INGEN if ratt is None else Galler(delar, ratt)
    if ar is None:
        _refuse_year(innehall, rad, post.arsnr, galler)
    else:
        vad = f"perioden {post.period} ligger inte i räkenskapsår {post.arsnr}"
        innehall.refuse(rad, vad, f"{ar.start:%Y%m} till {ar.slut:%Y%m}", galler=galler)
    return False


def _refuse_year(innehall: Innehall, rad: int, arsnr: int, galler: Galler) -> None:
    innehall.refuse(rad, f"årsnr {arsnr} har inget räkenskapsår", f"#RAR {arsnr} i filen", galler=galler)


def _check_dubbletter(innehall: Innehall) -> None:
    """The same amount of the same thing twice. A balance that is only compared with is then left out of the control."""
    _drop_double_balances(innehall)
    perioder: list[tuple[int, Periodsaldo | Periodbudget]] = [*innehall.periodsaldon, *innehall.periodbudget]
    sedda: dict[tuple[object, ...], int] = {}
    for rad, post in perioder:
        del_: Del = "utfall" if isinstance(post, Periodsaldo) else "budget"
        if (forst := sedda.setdefault((del_, post.arsnr, post.period, post.konto, post.objekt), rad)) != rad:
            etikett = "#PSALDO" if del_ == "utfall" else "#PBUDGET"
            _refuse_double(innehall, rad, etikett, forst, Galler(frozenset((del_,)), post.arsnr))
    for rad, o in innehall.objekt:
        if (forst := sedda.setdefault((o.dimension, o.objektnr), rad)) != rad:
            _refuse_double(innehall, rad, "#OBJEKT", forst, INGEN)
    antal = Counter((v.serie, v.vernr) for _, v in innehall.verifikationer if v.vernr)
    for rad, ver in innehall.verifikationer:
        if antal.pop((ver.serie, ver.vernr), 0) > 1:
            innehall.warn(rad, f"verifikation {ver.serie} {ver.vernr} finns mer än en gång")


def _drop_double_balances(innehall: Innehall) -> None:
    """Of a balance that is given twice the first is kept when both are the same; else which one holds is not known."""
    sedda: dict[tuple[object, ...], tuple[int, Saldo]] = {}
    bort: set[int] = set()
    for rad, s in innehall.saldon:
        forst, annan = sedda.setdefault((s.slag, s.arsnr, s.konto, s.objekt), (rad, s))
        if forst == rad:
            continue
        bort |= {rad} if annan.belopp_ore == s.belopp_ore else {rad, forst}
        stoppar = s.slag == "IB" and annan.belopp_ore != s.belopp_ore
        _refuse_double(innehall, rad, f"#{s.slag}", forst, Galler(arsnr=s.arsnr) if stoppar else INGEN)
    innehall.saldon = [(rad, s) for rad, s in innehall.saldon if rad not in bort]


def _refuse_double(innehall: Innehall, rad: int, etikett: str, forst: int, galler: Galler) -> None:
    innehall.refuse(rad, f"{etikett} för samma sak står redan på rad {forst}", "en enda sådan post", galler=galler)
