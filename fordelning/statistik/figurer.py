"""One figure per kommun out of a download: what was chosen is summed, times are averaged, and nothing is guessed.

A kommun of the data set without a figure, or with a sign in its place, is a finding. SCB's «-» is 0, and is said. Where
the download has the whole country, its kommuner must sum to it, within the noise of SCB's method.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from fordelning.fel import Anmarkning
from fordelning.statistik.indelning import RIKET, Indelning
from fordelning.statistik.kub import NOLLTECKEN, Kub, StatistikFel, Tal, Uttag
from fordelning.statistik.metod import Brus
from fordelning.statistik.val import Urval, Val, choose
from fordelning.underlag.kommuner import read_kommuner

_MANADER = 12
_BRUS = re.compile(r"(?i)cell key|slumpmässig osäkerhet")


@dataclass(frozen=True, slots=True)
class Figurer:
    """A figure per kommun, exact, and how it came to be.

    `celler` is how many cells every figure is a sum of, `tider` how many times it is the mean of. `brus` says that the
    cells carry SCB's noise. `sagt` is told to the user as it is; `varningar` likewise.
    """

    tal: Mapping[str, Fraction]
    uttag: tuple[Uttag, ...]
    celler: int
    tider: int
    ar: int | None
    alder: str
    brus: bool
    valt: tuple[str, ...]
    utelamnat: tuple[str, ...]
    varningar: tuple[Anmarkning, ...] = ()


def make_figures(kub: Kub, val: Val, indelning: Indelning, brus: Brus) -> Figurer:
    """The figures of the data set's kommuner. Raises StatistikFel with every fault of the download and the choices."""
    fel = list(_check_names(kub, indelning))
    try:
        urval = choose(kub, val)
    except StatistikFel as ett:
        raise StatistikFel([*fel, *ett.anmarkningar]) from None
    koder, dubbla = _find_areas(kub, indelning)
    fel += dubbla
    tal: dict[str, Fraction] = {}
    nollor = 0
    for kod, plats in koder.items():
        if kod not in indelning.egna and kod != RIKET:
            continue
        celler = _list_cells(kub, urval, plats)
        saknas = [(i, t) for i, t in celler if not isinstance(t, Decimal) and t not in NOLLTECKEN]
        if saknas and kod != RIKET:
            fel.append(_report_missing(kub, indelning.name(kod), saknas, len(celler)))
        if not saknas:
            nollor += sum(t in NOLLTECKEN for _, t in celler)
            summa = sum((Fraction(t) for _, t in celler if isinstance(t, Decimal)), Fraction(0))
            tal[kod] = summa / _count_times(kub, urval)
    if not fel:
        fel += _find_absent(kub, indelning, koder)
    if fel:
        raise StatistikFel(fel)
    figurer = _describe(kub, urval, indelning, {k: tal[k] for k in indelning.egna}, koder, nollor, brus)
    funna = tuple(_check_country(kub, urval, koder, tal.get(RIKET), figurer, brus))
    if any(a.allvar == "fel" for a in funna):
        raise StatistikFel(funna)
    return replace(figurer, varningar=(*figurer.varningar, *funna))


def _check_names(kub: Kub, indelning: Indelning) -> Iterator[Anmarkning]:
    """No code stands with the name of another kommun."""
    for v in kub.omraden.varden:
        kod = indelning.find(v.kod)
        if vad := (kod and indelning.describe_name(kod, v.namn)) or "":
            gor = "Kontrollera uttaget; rader kan ha bytt plats."
            yield Anmarkning(f"{kub.uttag.fil.namn}, {v.kod}", vad, "kod och namn som hör ihop", gor)


def _find_areas(kub: Kub, indelning: Indelning) -> tuple[dict[str, int], list[Anmarkning]]:
    """The place of every kommun, and of the country, in the dimension of areas; and codes that stand twice."""
    koder: dict[str, int] = {}
    fel: list[Anmarkning] = []
    for plats, v in enumerate(kub.omraden.varden):
        kod = indelning.find(v.kod)
        if kod is not None and koder.setdefault(kod, plats) != plats:
            vad = f"{indelning.name(kod)} står två gånger"
            fel.append(Anmarkning(f"{kub.uttag.fil.namn}, {v.kod}", vad, "varje kommun en gång"))
    return koder, fel


def _list_cells(kub: Kub, urval: Urval, plats: int) -> list[tuple[int, Tal]]:
    """The cells of an area's figure: their places and what stands there."""
    axlar: list[Sequence[int]] = [
        (plats,) if d.roll == "omrade" else valda for d, valda in zip(kub.dimensioner, urval.platser, strict=True)
    ]
    return [(i, kub.tal[i]) for i in (kub.find_index(p) for p in product(*axlar))]


def _count_times(kub: Kub, urval: Urval) -> int:
    return math.prod(len(valda) for d, valda in zip(kub.dimensioner, urval.platser, strict=True) if d.roll == "tid")


def _report_missing(kub: Kub, namn: str, saknas: Sequence[tuple[int, Tal]], antal: int) -> Anmarkning:
    index, tecken = saknas[0]
    fler = f" (och {len(saknas) - 1} värden till av {antal})" if len(saknas) > 1 else ""
    vad = f"{namn} har inget tal: «{tecken}»{fler}" if tecken else f"{namn} har inget tal{fler}"
    gor = "Välj en grövre indelning eller en total där talet finns, eller en annan tabell; inget räknas som 0."
    return Anmarkning(kub.plats(index), vad, "ett tal", gor)


def _find_absent(kub: Kub, indelning: Indelning, koder: Mapping[str, int]) -> Iterator[Anmarkning]:
    """Every kommun of the data set is in the download."""
    saknas = [kod for kod in indelning.egna if kod not in koder]
    if saknas:
        visade = ", ".join(indelning.name(k) for k in saknas[:8]) + (" …" if len(saknas) > 8 else "")
        vad = f"{len(saknas)} av underlagets {len(indelning.egna)} kommuner finns inte i filen: {visade}"
        gor = "Ladda ned tabellen för alla kommuner. En kod kan ha upphört eller tappat sin nolla."
        yield Anmarkning(kub.uttag.fil.namn, vad, "en rad per kommun i underlaget", gor)


def _check_country(
    kub: Kub, urval: Urval, koder: Mapping[str, int], riket: Fraction | None, figurer: Figurer, brus: Brus
) -> Iterator[Anmarkning]:
    """Where the download has every kommun of Sweden and the country, they agree within rounding and noise.

    Outside SCB a difference is only told: the country may hold people whose kommun is not known.
    """
    if riket is None or not read_kommuner().keys() <= koder.keys():
        return
    alla = [_list_cells(kub, urval, koder[k]) for k in read_kommuner()]
    summa = sum((Fraction(t) for c in alla for _, t in c if isinstance(t, Decimal)), Fraction(0)) / figurer.tider
    celler = (len(alla) + 1) * figurer.celler / figurer.tider
    tillats = brus.sakerhet * brus.standardavvikelse_antal * math.sqrt(celler) if figurer.brus else len(alla) / 2
    if abs(summa - riket) > tillats:
        vad = f"kommunernas summa är {float(summa):.10g}, men riket är {float(riket):.10g}"
        gor = "Kontrollera att filen är hel och oändrad, och att samma val gäller alla rader."
        vantat, fil = f"högst {tillats:.0f} i skillnad", kub.uttag.fil.namn
        yield Anmarkning(fil, vad, vantat, gor, "fel" if kub.uttag.utgivare == "SCB" else "varning")


def _describe(
    kub: Kub,
    urval: Urval,
    indelning: Indelning,
    tal: Mapping[str, Fraction],
    koder: Mapping[str, int],
    nollor: int,
    brus: Brus,
) -> Figurer:
    tider = _count_times(kub, urval)
    celler = math.prod(len(v) for d, v in zip(kub.dimensioner, urval.platser, strict=True) if d.roll != "omrade")
    utelamnat = [*urval.utelamnat, *kub.uttag.utelamnat]
    andra = [v.namn for v in kub.omraden.varden if indelning.find(v.kod) is None]
    utanfor = [indelning.name(k) for k in koder if k not in indelning.egna and k != RIKET]
    for vad, namn in (("områden som inte är kommuner", andra), ("kommuner som underlaget inte har", utanfor)):
        if namn:
            utelamnat.append(f"{len(namn)} {vad} ({', '.join(namn[:5])}{' …' if len(namn) > 5 else ''})")
    varningar = tuple(_warn(kub.uttag.fil.namn, nollor, tider, urval.ar))
    har_brus = any(_BRUS.search(n) for n in kub.uttag.noter) and (urval.ar is None or urval.ar >= brus.fran_ar)
    uttag = (kub.uttag,)
    return Figurer(tal, uttag, celler, tider, urval.ar, urval.alder, har_brus, urval.valt, tuple(utelamnat), varningar)


def _warn(fil: str, nollor: int, tider: int, ar: int | None) -> Iterator[Anmarkning]:
    """What the user should look at: signs read as 0, part of a year, a year that is not told."""
    if nollor:
        vad, gor = f"{nollor} värden är «-» (inget att redovisa) och räknas som 0", "Kontrollera att 0 är riktigt."
        yield Anmarkning(fil, vad, gor=gor, allvar="varning")
    if 1 < tider < _MANADER:
        vad = f"medelvärdet är av {tider} tidpunkter, inte av ett års 12 månader"
        yield Anmarkning(fil, vad, gor="Kontrollera att året är helt.", allvar="varning")
    if ar is None:
        vad, gor = "filen säger inte vilket år talen avser", "Ange året med --ar, så att [statistik] stämmer."
        yield Anmarkning(fil, vad, gor=gor, allvar="varning")


def add_figures(delar: Sequence[Figurer], kolumn: str) -> Figurer:
    """Several downloads as one: the components of a försörjningsmått are summed.

    Raises StatistikFel for a file given twice, and for several files of inhabitants, who would be counted twice.
    """
    if len(delar) == 1:
        return delar[0]
    filer = [u.fil for d in delar for u in d.uttag]
    for i, fil in enumerate(filer):
        if lika := next((f for f in filer[:i] if f.sha256 == fil.sha256), None):
            vad = f"filen har samma innehåll som {lika.namn}"
            raise StatistikFel([Anmarkning(fil.namn, vad, "varje fil en gång", "Ange den en gång.")])
    if kolumn != "forsorjningsmatt":
        vad, gor = "invånare kan inte läggas ihop ur flera filer", "Ange en fil med hela åldern, båda könen."
        raise StatistikFel([Anmarkning(filer[1].namn, vad, "en fil", gor)])
    forst = delar[0]
    return Figurer(
        {kod: sum((d.tal[kod] for d in delar), Fraction(0)) for kod in forst.tal},
        tuple(u for d in delar for u in d.uttag),
        sum(d.celler for d in delar),
        forst.tider,
        forst.ar,
        forst.alder,
        any(d.brus for d in delar),
        tuple(f"{d.uttag[0].fil.namn}: {v}" for d in delar for v in d.valt),
        tuple(f"{d.uttag[0].fil.namn}: {v}" for d in delar for v in d.utelamnat),
        tuple(a for d in delar for a in d.varningar),
    )
