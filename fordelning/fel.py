"""Findings and the few exceptions: errors are values with a place, collected and shown all at once."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Anmarkning:
    """One finding: where it is, what is wrong, what was expected and what to do about it (Swedish, for the user)."""

    plats: str
    vad: str
    vantat: str = ""
    gor: str = ""
    allvar: Literal["fel", "varning"] = "fel"

    def __str__(self) -> str:
        rad = f"{self.plats}: {self.vad}" if self.plats else self.vad
        hjalp = " ".join(
            text for text in (f"Väntat: {_mening(self.vantat)}" if self.vantat else "", _mening(self.gor)) if text
        )
        return f"{rad}\n  {hjalp}" if hjalp else rad


MEST_VISADE = 50
"""How many findings are shown at once; the rest are counted."""

_MINST_I_GRUPP = 4
"""Equal findings are shown as one from this many rows on."""

_PLATSER = {
    "rader": re.compile(r"(?P<fore>.+?) rad (?P<var>[0-9]+)(?P<efter>, kolumn .+)?"),
    "celler": re.compile(r"(?P<fore>(?:.+, )?blad .+), cell (?P<var>[A-Z]+[0-9]+)(?P<efter>)"),
    "filer": re.compile(r"(?P<fore>)(?P<var>[^,]+\.(?:xls[xm]|s[ei]))(?P<efter>, blad [^,]+)?"),
}
"""What differs between places of equal findings, and how a place says it."""


def shorten(anmarkningar: Iterable[Anmarkning]) -> tuple[list[Anmarkning], int]:
    """The findings as they are shown, and how many are left out.

    Those that say the same of several rows of a column are one, «97 rader, t.ex. 2, 3, 4», and so are warnings of
    several files; at most MEST_VISADE.
    """
    grupper: dict[object, list[Anmarkning]] = {}
    for a in anmarkningar:
        vad, plats = _read_place(a)
        slag = re.sub(r"[0-9]|.+(?=\.)", "", plats["var"]) if plats else ""
        var = (plats["fore"], plats["efter"], slag) if plats else a.plats
        grupper.setdefault((vad, var, a.vad, a.vantat, a.gor, a.allvar), []).append(a)
    visade = [visad for grupp in grupper.values() for visad in _merge(grupp)]
    dolda = sum(map(len, grupper.values())) - sum(antal for _, antal in visade[:MEST_VISADE])
    return [a for a, _ in visade[:MEST_VISADE]], dolda


def _read_place(a: Anmarkning) -> tuple[str, re.Match[str] | None]:
    """What differs between such places, and the parts of this one; a file that stops the work is always named."""
    traffar = ((vad, monster.fullmatch(a.plats)) for vad, monster in _PLATSER.items())
    kan_slas_ihop = ((vad, plats) for vad, plats in traffar if plats and (vad != "filer" or a.allvar == "varning"))
    return next(kan_slas_ihop, ("", None))


def _merge(lika: Sequence[Anmarkning]) -> list[tuple[Anmarkning, int]]:
    """Equal findings as one with the first places, when they are many; each with how many it stands for."""
    vad, forsta = _read_place(lika[0])
    if len(lika) < _MINST_I_GRUPP or forsta is None:
        return [(a, 1) for a in lika]
    tre = ", ".join(p["var"] for a in lika[:3] if (p := _read_place(a)[1]))
    delar = (f"{forsta['fore']}{forsta['efter'] or ''}".removeprefix(", "), f"{len(lika)} {vad}", f"t.ex. {tre}")
    return [(replace(lika[0], plats=", ".join(filter(None, delar))), len(lika))]


def _mening(text: str) -> str:
    """The text as a sentence: ended by a full stop unless it already ends."""
    return text if not text or text[-1] in ".?!" else f"{text}."


_OS_FEL = {
    errno.EACCES: "åtkomst nekad",
    errno.EPERM: "åtkomst nekad",
    errno.EISDIR: "en mapp med samma namn står i vägen",
    errno.ENOTDIR: "en fil står där en mapp behövs",
    errno.EEXIST: "en fil står där en mapp behövs",
    errno.ENOENT: "mappen finns inte",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.EFBIG: "filen blir större än systemet tillåter",
    errno.EIO: "disken svarar inte som den ska",
    errno.EBUSY: "den används av ett annat program",
    errno.ETXTBSY: "den används av ett annat program",
    errno.EMFILE: "för många filer är öppna",
    errno.ELOOP: "länkarna går i en ring",
    errno.EINVAL: "namnet är ogiltigt",
    errno.EROFS: "disken går bara att läsa",
    errno.ENAMETOOLONG: "namnet är för långt",
}


def describe_os_error(fel: OSError) -> str:
    """What the operating system refused, in Swedish where we know the word."""
    return _OS_FEL.get(fel.errno or 0, fel.strerror or str(fel))


class FordelningFel(Exception):
    """A message of ours to the user; the command line prints it and exits with code 1, never a traceback.

    It comes as it is from another process, or another computer.
    """

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), self.args, self.__dict__)


def _remake(klass: type[FordelningFel], args: tuple[object, ...], falt: dict[str, object]) -> FordelningFel:
    """A message that was raised somewhere else: what it says has been worked out already."""
    fel = klass.__new__(klass, *args)
    fel.__dict__.update(falt)
    return fel


class AnmarkningarFel(FordelningFel):
    """Several findings that stop the work, shown together under one heading; one that was found twice is one."""

    rubrik = "fel"

    def __init__(self, anmarkningar: Sequence[Anmarkning]) -> None:
        self.anmarkningar = tuple(dict.fromkeys(anmarkningar))
        visade, dolda = shorten(self.anmarkningar)
        fler = f"\n\n… och {dolda} till, som inte visas." if dolda else ""
        super().__init__(f"{len(self.anmarkningar)} {self.rubrik}:\n\n" + "\n".join(map(str, visade)) + fler)


class BokFel(FordelningFel):
    """The ledger broke one of its own rules: a fault of the program, not of the user. Nothing has been written."""

    def __init__(self, vad: str) -> None:
        super().__init__(f"Beräkningen stoppades av sin egen kontroll: {vad}. Inget skrivet; felet är programmets.")


class BladFel(FordelningFel):
    """A sheet's own figures are not the engine's: a fault of the program, not of the user. Nothing has been written."""

    def __init__(self, vad: str) -> None:
        super().__init__(f"Arbetsboken stoppades av sin egen kontroll: {vad}. Inget skrivet; felet är programmets.")


class UnderlagFel(AnmarkningarFel):
    """The inputs do not pass the gate; nothing has been computed."""

    rubrik = "fel i underlaget, inget beräknat"


class FrammandeFel(UnderlagFel):
    """A workbook of another kind than was asked for: a fault where it was named, and told where it lay in a folder."""

    def warn(self) -> Anmarkning:
        """That it is not read."""
        a = self.anmarkningar[0]
        return Anmarkning(a.plats, f"{a.vad} och läses inte", "", "Flytta den ur mappen.", "varning")


class ModellFel(AnmarkningarFel):
    """A model file cannot be used; nothing has been computed."""

    rubrik = "fel i modellen, inget beräknat"


class IngenModellFel(ModellFel):
    """No model is in force the budget year."""


class GolvFel(FordelningFel):
    """The floors together exceed the pot. `hogsta_andel` is the highest share of every floor that could be paid.

    The figures are of the scenario that is worst; `vilka` says in which scenarios it is so, truth values (...).
    """

    def __init__(self, golv_kr: float, ram_kr: float, hogsta_andel: float, vilka: Any = True) -> None:
        self.golv_kr, self.ram_kr, self.hogsta_andel, self.vilka = golv_kr, ram_kr, hogsta_andel, vilka
        golv, ram = (f"{belopp:,.0f}".replace(",", "\u00a0") for belopp in (golv_kr, ram_kr))
        andel = f"{hogsta_andel * 100:.4f}".replace(".", ",")
        super().__init__(
            f"Golven är tillsammans {golv} kr men ramen bara {ram} kr, inget beräknat.\n"
            f"  Högst {andel} % av varje golv kan betalas. Höj ramen eller sänk golvet (spärren)."
        )
