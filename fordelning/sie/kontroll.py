"""The references and the structure of a SIE file: what a type requires, and that every konto, year and objekt exists.

A finding stops the file; what a file that can be used may also show is a warning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fordelning.sie.innehall import Innehall
from fordelning.sie.poster import Overhoppad, Periodbudget, Periodsaldo, Rakenskapsar
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
    """Run every control; year sums only where every row could be read, since they would say nothing otherwise."""
    alla_lasta = not innehall.anmarkningar
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
    if alla_lasta:
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
    """A reader of type 2 shall ignore period records with objekt: they are part of the konto's total."""
    if innehall.sietyp != "2":
        return
    for etikett, poster in (("#PSALDO", innehall.periodsaldon), ("#PBUDGET", innehall.periodbudget)):
        for rad, post in poster:
            if post.objekt:
                innehall.overhoppade.append(Overhoppad(rad, etikett, "objekt i en fil av typ 2"))
    innehall.periodsaldon = [(rad, post) for rad, post in innehall.periodsaldon if not post.objekt]
    innehall.periodbudget = [(rad, post) for rad, post in innehall.periodbudget if not post.objekt]


def _check_konton(innehall: Innehall) -> None:
    """Every konto that is used is declared; in a file for import the konton may be known to the receiver alone."""
    if innehall.sietyp == "4I":
        return
    for rad, post in innehall.posts_with_konto():
        if post.konto not in innehall.konton and ("#KONTO", post.konto) not in innehall.trasiga:
            innehall.refuse(rad, f"konto {post.konto} är inte deklarerat", f"#KONTO {post.konto} i filen")


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
        _require_ar(innehall, rad, saldo.arsnr, ar_av)
    poster: Iterable[tuple[int, Periodsaldo | Periodbudget]] = [*innehall.periodsaldon, *innehall.periodbudget]
    for rad, post in poster:
        if (ar := _require_ar(innehall, rad, post.arsnr, ar_av)) and not ar.holds_period(post.period):
            vad = f"perioden {post.period} ligger inte i räkenskapsår {post.arsnr}"
            innehall.refuse(rad, vad, f"{ar.start:%Y%m} till {ar.slut:%Y%m}")
    if innehall.rakenskapsar:
        for rad, ver in innehall.verifikationer:
            if innehall.find_ar(ver.datum) is None:
                vad = f"verifikationsdatum {ver.datum} ligger inte i något räkenskapsår"
                innehall.refuse(rad, vad, "ett datum inom #RAR")


def _require_ar(innehall: Innehall, rad: int, arsnr: int, ar_av: dict[int, Rakenskapsar]) -> Rakenskapsar | None:
    if arsnr not in ar_av:
        innehall.refuse(rad, f"årsnr {arsnr} har inget räkenskapsår", f"#RAR {arsnr} i filen")
    return ar_av.get(arsnr)


def _check_dubbletter(innehall: Innehall) -> None:
    """The same balance twice: which one holds cannot be known. The same verifikation number twice is a warning."""
    nycklar: list[tuple[int, tuple[object, ...]]] = []
    nycklar += [(rad, (s.slag, s.arsnr, s.konto, s.objekt)) for rad, s in innehall.saldon]
    nycklar += [(rad, ("PSALDO", p.arsnr, p.period, p.konto, p.objekt)) for rad, p in innehall.periodsaldon]
    nycklar += [(rad, ("PBUDGET", p.arsnr, p.period, p.konto, p.objekt)) for rad, p in innehall.periodbudget]
    nycklar += [(rad, ("OBJEKT", o.dimension, o.objektnr)) for rad, o in innehall.objekt]
    sedda: dict[tuple[object, ...], int] = {}
    for rad, nyckel in nycklar:
        if (forst := sedda.setdefault(nyckel, rad)) != rad:
            innehall.refuse(rad, f"#{nyckel[0]} för samma sak står redan på rad {forst}", "en enda sådan post")
    antal = Counter((v.serie, v.vernr) for _, v in innehall.verifikationer if v.vernr)
    for rad, ver in innehall.verifikationer:
        if antal.pop((ver.serie, ver.vernr), 0) > 1:
            innehall.warn(rad, f"verifikation {ver.serie} {ver.vernr} finns mer än en gång")
