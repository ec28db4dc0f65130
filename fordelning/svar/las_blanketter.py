"""Forms that have come back, read from a folder: every answer with its cell, and every mistake as a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from fordelning.begrepp import Underlag
from fordelning.fel import Anmarkning, AnmarkningarFel, FrammandeFel, UnderlagFel
from fordelning.infil import name_file, read_bytes, read_folder
from fordelning.infil.arbetsbok import Bokdata, read_book
from fordelning.infil.ifyllt import Celltext, Sokt, read_named, read_tables
from fordelning.pengar import format_kr
from fordelning.svar.anbud import Anbud, Delparti, list_parties
from fordelning.svar.blankett import ASKANDE, FALT, LOVAT, MANADER, NAMN, SVARSBLAD, UTGAENDE, name_answer
from fordelning.svar.utskick import UTSKICK
from fordelning.underlag.ifyllda_celler import read_whole, show_value
from fordelning.underlag.ratext import clean, find_invisible, suggest

_BLANKETT = "en blankett som fordelning svar har skrivit"
_TUSENDEL = 100
"""A pledge that is this many times smaller than the part of the offer may have been written in thousands."""


class SvarFel(AnmarkningarFel):
    """Replies that could not be used: their förbund have the data set's own figures."""

    rubrik = "fel i svaren; de förbundens svar är inte inlästa"


@dataclass(frozen=True, slots=True)
class Svarsuppgift:
    """An answer: what was asked (`falt`, or utlovat_kr with whose), what was answered, and in which cell."""

    falt: str
    varde: int | str
    plats: str
    part: str = ""
    motpart_kod: str = ""

    @property
    def nyckel(self) -> tuple[str, str, str]:
        return self.falt, self.part, self.motpart_kod


@dataclass(frozen=True, slots=True)
class Blankettsvar:
    """A form that has been answered."""

    fil: str
    sha256: str
    forbund_kod: str
    uppgifter: tuple[Svarsuppgift, ...]


@dataclass(frozen=True, slots=True)
class Inlasta:
    """The replies of a folder by förbund, the förbund whose reply has a fault, the faults, and warnings."""

    svar: Mapping[str, Blankettsvar]
    felaktiga: frozenset[str] = frozenset()
    fel: tuple[Anmarkning, ...] = ()
    varningar: tuple[Anmarkning, ...] = ()

    def refuse(self, nya: Mapping[str, Sequence[Anmarkning]]) -> Inlasta:
        """Without the replies of these förbund, whose faults are told too."""
        kvar = {kod: s for kod, s in self.svar.items() if kod not in nya}
        fel = (*self.fel, *(a for alla in nya.values() for a in alla))
        return replace(self, svar=kvar, felaktiga=self.felaktiga | set(nya), fel=fel)


@dataclass(slots=True)
class _Lasning:
    """What is gathered while a folder is read."""

    anbud: Anbud
    svar: dict[str, list[Blankettsvar]] = field(default_factory=dict)
    felaktiga: set[str] = field(default_factory=set)
    fel: list[Anmarkning] = field(default_factory=list)
    varningar: list[Anmarkning] = field(default_factory=list)


def read_replies(mapp: Path, anbud: Anbud) -> Inlasta:
    """Every form of a folder. One with nothing filled in is no reply. Raises SvarFel where none is filled in."""
    las = _Lasning(anbud)
    vantat = "ifyllda blanketter (.xlsx) som fordelning svar skrev"
    read_folder(mapp, SvarFel, vantat, (UTSKICK,), las.varningar, partial(_read_file, las))
    if not las.svar and not las.fel:
        gor = "Är det mappen som blanketterna skickades ur? Ange den med svaren."
        raise SvarFel([Anmarkning(str(mapp), "ingen blankett i mappen är ifylld", vantat, gor)])
    for kod, egna in las.svar.items():
        if len(egna) > 1:
            vad = f"{kod} har svarat i {len(egna)} filer: {', '.join(s.fil for s in egna)}"
            las.fel.append(Anmarkning(egna[-1].fil, vad, "ett svar per förbund", "Behåll det som gäller."))
            las.felaktiga.add(kod)
    svar = {kod: egna[0] for kod, egna in sorted(las.svar.items()) if kod not in las.felaktiga}
    return Inlasta(svar, frozenset(las.felaktiga), tuple(las.fel), tuple(las.varningar))


def _read_file(las: _Lasning, fil: Path) -> None:
    """One form into the reading. Raises FrammandeFel where it is no form."""
    fel: list[Anmarkning] = []
    kod = ""
    try:
        data = read_bytes(fil, UnderlagFel)
        bok = read_book(fil.name, data)
        kod = _read_owner(bok, fil.name, las.anbud.underlag)
        _check_year(bok, fil.name, las.anbud.underlag)
        uppgifter = [*_read_fields(bok, fil.name, fel), *_read_pledges(bok, fil.name, kod, las.anbud, fel)]
    except FrammandeFel:
        raise
    except UnderlagFel as ett:
        fel += name_file(fil, ett.anmarkningar)
    if fel:
        las.fel += fel
        las.felaktiga |= {kod} - {""}
    elif uppgifter:
        svar = Blankettsvar(fil.name, hashlib.sha256(data).hexdigest(), kod, tuple(uppgifter))
        las.svar.setdefault(kod, []).append(svar)
        las.varningar += _find_doubts(bok, svar, las.anbud)


def _read_owner(bok: Bokdata, fil: str, u: Underlag) -> str:
    """Whose form it is. Raises FrammandeFel when it is no form, UnderlagFel when no förbund's of the data set."""
    cell = read_named(bok, fil, name_answer("forbund_kod"))
    if cell is None:
        raise FrammandeFel([Anmarkning(fil, "filen är ingen svarsblankett", _BLANKETT)])
    if cell.varde not in u.koder:
        vad, gor = f"«{show_value(cell.varde)}» är inget förbund i underlaget", suggest(str(cell.varde), u.koder)
        raise UnderlagFel([Anmarkning(cell.plats, vad, "en kod ur forbund", gor)])
    return str(cell.varde)


def _check_year(bok: Bokdata, fil: str, u: Underlag) -> None:
    """Raises UnderlagFel when the form is of another year: its figures are then others too."""
    cell = read_named(bok, fil, name_answer("budgetar"))
    if cell is None or cell.varde != u.budgetar:
        ar, plats = ("okänt år", fil) if cell is None else (show_value(cell.varde), cell.plats)
        vad = f"blanketten gäller {ar}, underlaget {u.budgetar}"
        raise UnderlagFel([Anmarkning(plats, vad, "årets blankett", "Be om ett svar på den.")])


def _read_fields(bok: Bokdata, fil: str, fel: list[Anmarkning]) -> list[Svarsuppgift]:
    """The answers beside the pledges."""
    uppgifter = []
    for falt in FALT:
        cell = read_named(bok, fil, name_answer(falt))
        if cell is None:
            vad = f"fältet för {falt} saknas"
            fel.append(Anmarkning(f"{fil}, blad {SVARSBLAD}", vad, _BLANKETT, "Fyll i en ny blankett."))
        elif (varde := _read_answer(falt, cell, fel)) is not None:
            uppgifter.append(Svarsuppgift(falt, varde, cell.plats))
    return uppgifter


def _read_answer(falt: str, cell: Celltext, fel: list[Anmarkning]) -> int | str | None:
    """What stands in a yellow cell; None where nothing does, or a finding."""
    if falt in (ASKANDE, UTGAENDE):
        return read_whole(cell, "hela kronor", fel, negativ=falt == UTGAENDE)
    if falt == MANADER:
        antal = read_whole(cell, "ett heltal, 1–12", fel)
        if antal is not None and not 1 <= antal <= 12:
            fel.append(Anmarkning(cell.plats, f"«{antal}» är inget antal månader", "ett heltal, 1–12", "Rätta cellen."))
        return antal
    text = clean(show_value(cell.varde))
    if brist := find_invisible(text):
        fel.append(Anmarkning(cell.plats, brist, "text", "Skriv om cellen."))
    return text or None


def _read_pledges(bok: Bokdata, fil: str, kod: str, anbud: Anbud, fel: list[Anmarkning]) -> list[Svarsuppgift]:
    """The pledges, party by party, matched by code."""
    parter = {p.part.kod: p for p in list_parties(anbud, anbud.underlag.koder.index(kod))}
    rader = read_tables(bok, fil, {LOVAT: Sokt(SVARSBLAD, ("Kod", NAMN), (LOVAT,))}, fel)[LOVAT]
    uppgifter = []
    for radkod, celler in rader.items():
        kr = read_whole(celler[LOVAT], "hela kronor", fel)
        if radkod not in parter:
            vad = f"«{radkod}» är ingen part i förbundet"
            fel.append(Anmarkning(celler["Kod"].plats, vad, ", ".join(parter), "Fyll i en ny blankett."))
        elif kr is not None:
            part = parter[radkod].part
            uppgifter.append(Svarsuppgift("utlovat_kr", kr, celler[LOVAT].plats, part.part, part.motpart_kod))
    if rader and (borta := [radkod for radkod in parter if radkod not in rader]):
        vad = f"raden «{'», «'.join(borta)}» saknas"
        fel.append(Anmarkning(f"{fil}, blad {SVARSBLAD}", vad, "blankettens alla parter", "Fyll i en ny blankett."))
    return uppgifter


def _find_doubts(bok: Bokdata, svar: Blankettsvar, anbud: Anbud) -> list[Anmarkning]:
    """What is worth a look: an offer that is another now, and pledges that may be in thousands."""
    i = anbud.underlag.koder.index(svar.forbund_kod)
    nu, doubts = round(float(anbud.resultat.tilldelning_kr[i])), list[Anmarkning]()
    cell = read_named(bok, svar.fil, name_answer("erbjudande_kr"))
    if cell is not None and cell.varde != nu:
        vad = f"svaret gäller ett erbjudande på {show_value(cell.varde)} kr; nu är det {format_kr(nu)} kr"
        doubts.append(Anmarkning(cell.plats, vad, gor="Fråga om svaret står kvar.", allvar="varning"))
    delar: dict[tuple[str, str], Delparti] = {(p.part.part, p.part.motpart_kod): p for p in list_parties(anbud, i)}
    for u in svar.uppgifter:
        vantat = delar[u.part, u.motpart_kod].belopp_kr if u.part else 0
        if isinstance(u.varde, int) and 0 < u.varde * _TUSENDEL < vantat:
            vad = f"{format_kr(u.varde)} kr är mycket lite mot {format_kr(vantat)} kr i erbjudandet"
            gor = "Är det skrivet i tusental? Be om ett nytt svar i hela kronor."
            doubts.append(Anmarkning(u.plats, vad, gor=gor, allvar="varning"))
    return doubts
