"""The rule that guards every file: nothing a person made is overwritten without being asked.

A target is refused that was read as input, that cannot be read, that somebody has changed since the program wrote it,
or that the program did not write. So is a folder that holds the result of another data set, year or model.
`--skriv-over` overrides, and then what was replaced is told.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fordelning.fel import Anmarkning, AnmarkningarFel, describe_os_error
from fordelning.filer.sigill import Sigill, has_seal, hash_file, read_own, read_seal

_ANNAN = "Ange en annan mapp eller ett annat namn med --ut, eller --skriv-over för att ersätta den."
_UNDERLAGSFILER = (".csv", ".toml")
"""What a data set in a folder consists of: a new file of this kind would become a part of it."""


class FilFel(AnmarkningarFel):
    """A result file cannot be written, or must not be; the old one is whole."""

    rubrik = "fel när resultatet skulle skrivas"


@dataclass(frozen=True, slots=True)
class Skydd:
    """What a command must not overwrite, and what its result is of.

    `lasta`: files and folders that were read as input. `underlag`: the data set's name. `modell`: as in resultat.json
    (`fil`, `sha256`, `status`), empty for a command without one. `forbund`: the codes of the data set.
    `ifyllt_fran`: the file whose filled-in figures the new workbook takes over. `peka`: where in a workbook something
    has been filled in, for the message.
    """

    lasta: tuple[Path, ...] = ()
    skriv_over: bool = False
    underlag: str = ""
    budgetar: int | None = None
    modell: Mapping[str, str] = field(default_factory=dict)
    forbund: tuple[str, ...] = ()
    ifyllt_fran: str = ""
    peka: Callable[[Path], str] | None = None


def check_targets(filer: Sequence[Path], skydd: Skydd) -> tuple[Anmarkning, ...]:
    """What would have been refused but for `--skriv-over`, one finding per file.

    Raises FilFel with every finding when there are any and the user has not asked for it, and always for what cannot
    be replaced: a folder, a device.
    """
    if hinder := [a for fil in filer for a in _find_obstacles(fil)]:
        raise FilFel(hinder)
    mappar = dict.fromkeys(fil.parent for fil in filer)
    funna = [a for mapp in mappar for a in _check_folder(mapp, skydd)]
    if not skydd.skriv_over:
        if any(_enters_input(fil, skydd.lasta) for fil in filer):
            vad = "mappen är det underlag som lästes, och inget skrivs i den"
            funna.append(Anmarkning(str(filer[0].parent), vad, gor="Ange en annan mapp med --ut."))
        else:
            vagrade = [(fil, vad) for fil in filer for vad in _find_reasons(fil, skydd)]
            funna += [Anmarkning(str(fil), f"{vad} och skrivs inte över", gor=_ANNAN) for fil, vad in vagrade]
        if funna:
            raise FilFel(funna)
        return ()
    return (*funna, *(Anmarkning(str(fil), vad) for fil in filer for vad in _find_reasons(fil, skydd)))


def _find_obstacles(fil: Path) -> Iterator[Anmarkning]:
    """What stands in the way of a file whatever the user asks."""
    try:
        slag = os.lstat(fil).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as fel:
        skal = describe_os_error(fel) if isinstance(fel, OSError) else "namnet är ogiltigt"
        yield Anmarkning(str(fil), f"filen kan inte skrivas ({skal})", gor="Ange en annan mapp med --ut.")
        return
    if stat.S_ISDIR(slag):
        vad = "filen kan inte skrivas (en mapp med samma namn står i vägen)"
        yield Anmarkning(str(fil), vad, gor="Flytta mappen, eller ange en annan med --ut.")
    elif not stat.S_ISREG(slag) and not stat.S_ISLNK(slag):
        vad = "filen kan inte skrivas (där står något som inte är en vanlig fil)"
        yield Anmarkning(str(fil), vad, gor="Ange en annan mapp med --ut.")


def _find_reasons(fil: Path, skydd: Skydd) -> Iterator[str]:
    """Why a file must not be replaced without asking: at most one reason."""
    if not os.path.lexists(fil):
        return
    if _is_input(fil, skydd.lasta):
        yield "filen lästes som indata av det här kommandot"
    elif fil.is_symlink():
        yield "är en länk till en annan fil"
    elif not stat.S_IMODE(fil.stat().st_mode) & 0o222:
        yield "filen är skrivskyddad"
    else:
        yield from _find_changes(fil, skydd)


def _enters_input(fil: Path, lasta: Sequence[Path]) -> bool:
    """Whether the file would become a part of a folder that was read."""
    return fil.suffix.lower() in _UNDERLAGSFILER and any(vag.is_dir() and _is_same(fil.parent, vag) for vag in lasta)


def _is_input(fil: Path, lasta: Sequence[Path]) -> bool:
    """Whether the file was read, by any name: alone, or as a part of a folder."""
    delar = (del_ for vag in lasta for del_ in (vag.iterdir() if vag.is_dir() else (vag,)))
    return any(_is_same(fil, del_) for del_ in delar)


def _is_same(a: Path, b: Path) -> bool:
    """Whether two paths are one file: links and the letters' case do not matter where the system says so."""
    try:
        return os.path.samefile(a, b)
    except (OSError, ValueError):
        return False


def _find_changes(fil: Path, skydd: Skydd) -> Iterator[str]:
    """Whether the program wrote the file that stands there and nobody has changed it since."""
    sigill = _inspect(fil)
    if sigill.skick == "ändrad" and skydd.peka is not None and (plats := skydd.peka(fil)):
        yield f"boken är ifylld ({plats})"
    elif sigill.skick == "ändrad":
        vad = "boken är ifylld eller ändrad" if fil.suffix.lower() == ".xlsx" else "filen är ändrad"
        var = f" ({sigill.var})" if sigill.var else ""
        yield f"{vad} sedan programmet skrev den{var}"
    elif sigill.skick == "oläslig":
        yield "filen kan inte läsas (skadad, eller låst med lösenord)"
    elif sigill.skick == "främmande":
        yield "filen är inte skriven av programmet, så som den är nu,"
    elif sigill.ifyllt_fran not in ("", skydd.ifyllt_fran):
        yield f"boken är ifylld (med uppgifter ur {sigill.ifyllt_fran})"


def _inspect(fil: Path) -> Sigill:
    """The state of a file by its own seal, or by that of a head beside it which speaks for it."""
    if has_seal(fil.name):
        return read_seal(fil)
    avtryck = [a for huvud in _find_heads(fil.parent) if (a := read_seal(huvud).kanda.get(fil.name))]
    try:
        orord = hash_file(fil) in avtryck
    except OSError:
        return Sigill("oläslig")
    return Sigill("orord" if orord else "ändrad" if avtryck else "främmande")


def _find_heads(mapp: Path) -> list[Path]:
    """The files of a folder that may speak for others."""
    return [fil for fil in sorted(mapp.iterdir()) if has_seal(fil.name)]


def _check_folder(mapp: Path, skydd: Skydd) -> Iterator[Anmarkning]:
    """Whether the folder holds the result of another data set, year or model: at most one finding."""
    for fil in sorted(mapp.glob("*.json")) if mapp.is_dir() and skydd.underlag else ():
        try:
            data = json.loads(read_own(fil))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(data, dict) and "program" in data and (vad := _describe_other(data, skydd)):
            gor = "Ange en annan mapp med --ut, eller --skriv-over."
            yield Anmarkning(str(fil), f"mappen har resultatet av {vad}", gor=gor)
            return


def _describe_other(data: Mapping[str, Any], skydd: Skydd) -> str:
    """What another result is of, "" when it is of the same."""
    ar = data.get("budgetar")
    ar = ar[0] if isinstance(ar, list) and ar else ar
    if data.get("underlag", skydd.underlag) != skydd.underlag:
        return f"ett annat underlag: {data['underlag']}, här {skydd.underlag}"
    if None not in (ar, skydd.budgetar) and ar != skydd.budgetar:
        return f"ett annat år: {ar}, här {skydd.budgetar}"
    koder = {rad.get("forbund_kod") for rad in data.get("forbund") or () if isinstance(rad, dict)}
    if koder and skydd.forbund and not koder & set(skydd.forbund):
        return "ett annat underlag: inget av dess förbund finns här"
    modell = data.get("modell")
    if isinstance(modell, dict) and skydd.modell:
        if modell.get("fil") != skydd.modell["fil"]:
            return f"en annan modell: {modell.get('fil')}, här {skydd.modell['fil']}"
        if skydd.modell["status"] == "faststalld" and modell.get("sha256") != skydd.modell["sha256"]:
            return f"en annan modell: {modell.get('fil')} med annat innehåll"
    return ""
