"""Result files, written all or nothing: every file of a set takes its place, or none does and the old ones are whole.

Each file is written under a random temporary name in its own folder, sealed and put on the disk. Only then are they
renamed, the head of the set last; what goes wrong in the middle is rolled back, and what is cut off in the middle shows
by the head's seal and is rolled back by the next run.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from fordelning.fel import Anmarkning, describe_os_error
from fordelning.filer.mapp import delay_signals, find_target, hold_folder, make_name
from fordelning.filer.sigill import Avtryck, hash_file, read_seal, seal
from fordelning.filer.skydd import FilFel, Skydd, check_targets

__all__ = ["STRANGT", "FilFel", "Skriv", "Skrivet", "Skydd", "check_first", "guard_writing", "hold_folder", "write_all"]

Skriv = Callable[[Path], object]
"""Writes one file to the path it is given, whatever it is called."""


STRANGT = Skydd()
"""Nothing is replaced that the program did not write."""


@dataclass(frozen=True, slots=True)
class Skrivet:
    """The files of a set that has been written, and what `--skriv-over` let it replace."""

    filer: tuple[Path, ...] = ()
    ersatta: tuple[Anmarkning, ...] = ()


def write_all(filer: Mapping[Path, Skriv], skydd: Skydd = STRANGT, hallen: bool = False) -> Skrivet:
    """Write a set of files in one folder, its head last in the mapping: all of them, or none.

    The head holds the SHA-256 of the others. `hallen`: the folder is already held by the process that started this one.
    Raises FilFel when a file cannot be written, or must not be (`skydd`).
    """
    (mapp,) = {fil.parent for fil in filer}
    with guard_writing(mapp), nullcontext() if hallen else hold_folder(mapp):
        ersatta = check_targets([*filer], skydd)
        _write_and_replace(filer, skydd)
    return Skrivet(tuple(filer), ersatta)


def check_first(filer: Sequence[Path], skydd: Skydd) -> None:
    """Before a long computation: what could not be written when it is done is refused at once. Raises FilFel."""
    (mapp,) = {fil.parent for fil in filer}
    finns = next(m for m in (mapp, *mapp.absolute().parents) if os.path.lexists(m))
    with guard_writing(mapp):
        if not finns.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(finns))
        if not os.access(finns, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(finns))
        check_targets(filer, skydd)


@contextmanager
def guard_writing(vag: Path) -> Iterator[None]:
    """What the system refuses becomes a message of ours: of the file it names, else of the file or folder `vag`."""
    try:
        yield
    except Exception as fel:
        if isinstance(fel, FilFel) or (orsak := _find_os_error(fel)) is None:
            raise
        plats = str(find_target(Path(orsak.filename)) if isinstance(orsak.filename, str) else vag)
        gor = (
            "Stäng filen om den är öppen i Excel, och kontrollera att mappen går att skriva i och att disken har plats."
        )
        vad = f"resultatet kan inte skrivas ({describe_os_error(orsak)})"
        raise FilFel([Anmarkning(plats, vad, gor=gor)]) from fel


def _find_os_error(fel: BaseException | None) -> OSError | None:
    """The system's refusal, also where a library has wrapped it."""
    while fel is not None and not isinstance(fel, OSError):
        fel = next((a for a in fel.args if isinstance(a, OSError)), fel.__cause__)
    return fel


def _write_and_replace(filer: Mapping[Path, Skriv], skydd: Skydd) -> None:
    """Write every file under its temporary name, then let them take their places."""
    nyckel = secrets.token_hex(8)
    *_, huvud = filer
    nya = {fil: make_name(fil, nyckel, "huvud" if fil == huvud else "ny") for fil in filer}
    fore = {fil: _look_at(fil) for fil in filer}
    rester = [*reversed(nya.values())]  # the head first: without it what is left is nothing but temporary files
    try:
        avtryck: Avtryck = {}
        for fil, skriv in filer.items():
            tidigare = _list_earlier(fil, {f.name for f in filer}) if fil == huvud else {}
            with guard_writing(fil):
                _write_one(nya[fil], skriv)
                seal(nya[fil], fil.name, avtryck if fil == huvud else {}, tidigare, skydd.underlag, skydd.ifyllt_fran)
                _sync(nya[fil])
            avtryck[fil.name] = hash_file(nya[fil])
        if andrad := next((fil for fil in filer if _look_at(fil) != fore[fil]), None):
            vad, gor = "filen ändrades av någon annan under tiden och skrivs inte över", "Kör om."
            raise FilFel([Anmarkning(str(andrad), vad, gor=gor)])
        with delay_signals():
            _replace_all(nya, nyckel, rester)
    finally:
        with delay_signals():
            for rest in rester:
                with suppress(OSError):
                    rest.unlink(missing_ok=True)


def _look_at(fil: Path) -> tuple[int, ...]:
    """What shows that a file is the same and unchanged."""
    try:
        uppgift = os.lstat(fil)
    except OSError:
        return ()
    return (uppgift.st_ino, uppgift.st_size, uppgift.st_mtime_ns)


def _list_earlier(huvud: Path, nya: set[str]) -> Avtryck:
    """Files that the old head speaks for and this set does not hold: the new one goes on speaking for them."""
    kanda = read_seal(huvud).kanda if huvud.is_file() else {}
    return {namn: sha256 for namn, sha256 in kanda.items() if namn not in nya and (huvud.parent / namn).exists()}


def _write_one(ny: Path, skriv: Skriv) -> None:
    """A new file of ours alone, never through a link."""
    os.close(os.open(ny, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o666))
    skriv(ny)


def _sync(vag: Path) -> None:
    """On the disk, not only on its way there. Folders cannot be opened on every system."""
    try:
        oppen = os.open(vag, os.O_RDONLY if vag.is_dir() else os.O_RDWR)
    except OSError:
        if vag.is_dir():
            return
        raise
    try:
        os.fsync(oppen)
    except OSError:
        if not vag.is_dir():
            raise
    finally:
        os.close(oppen)


def _replace_all(nya: Mapping[Path, Path], nyckel: str, rester: list[Path]) -> None:
    """Rename every file, the head last; roll back what has been renamed when one cannot be.

    `rester` gets the names that the old files have meanwhile. It is emptied when a file cannot be put back: then
    everything is left for the next run, which tries again.
    """
    gamla = {fil: make_name(fil, nyckel, "gammal" if os.path.lexists(fil) else "ingen") for fil in nya}
    rester.extend(gamla.values())
    mapp = next(iter(nya)).parent
    bytta: list[Path] = []
    try:
        for fil, gammal in gamla.items():
            with guard_writing(fil):
                _keep(fil, gammal)
        _sync(mapp)
        for fil, ny in nya.items():
            if gamla[fil].suffix == ".gammal":
                _copy_rights(fil, ny)
            bytta.append(fil)
            os.replace(ny, fil)
        _sync(mapp)
    except BaseException:
        try:
            for fil in bytta:
                if not os.path.lexists(nya[fil]):
                    _restore(fil, gamla[fil])
        except OSError:
            rester.clear()
        raise


def _keep(fil: Path, gammal: Path) -> None:
    """The old file under another name too, without moving it; an empty file says that there is none."""
    if gammal.suffix == ".ingen":
        os.close(os.open(gammal, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        return
    try:
        os.link(fil, gammal, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(fil, gammal, follow_symlinks=False)


def _copy_rights(fil: Path, ny: Path) -> None:
    """Who may read the old file may read the new one."""
    if not fil.is_symlink():
        with suppress(OSError):
            os.chmod(ny, stat.S_IMODE(fil.stat().st_mode))


def _restore(fil: Path, gammal: Path) -> None:
    """The old file in its place again, or nothing where nothing stood."""
    if gammal.suffix == ".ingen":
        fil.unlink(missing_ok=True)
        return
    try:
        os.replace(gammal, fil)
    except OSError:
        shutil.copyfile(gammal, fil)
