"""A folder held for writing: one process at a time, and what dead processes left in it is put right first.

The lock is the system's own and dies with its process. While it is held every temporary file of ours in the folder is
therefore a leftover. A set that was cut off in the middle of its renames is rolled back: its head, which is renamed
last, still lies under its temporary name and tells which of the files are new.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from fordelning.fel import Anmarkning
from fordelning.filer.sigill import hash_file, read_seal
from fordelning.filer.skydd import FilFel

VANTAN_S = 60.0
"""How long a process waits for another to be done with the folder, seconds."""
_KLAR_EFTER_S = 3600.0
"""Where the file system has no locks: temporary files older than this are leftovers, seconds."""
_NAMN = re.compile(r"\.(?P<namn>.+)\.fordelning-(?P<nyckel>[0-9a-f]{16})\.(?P<slag>ny|huvud|gammal|ingen)")


def make_name(fil: Path, nyckel: str, slag: str) -> Path:
    """A temporary name: of the new file `ny` or `huvud` (the head of the set), of the old one `gammal` or `ingen`."""
    return fil.with_name(f".{fil.name}.fordelning-{nyckel}.{slag}")


def find_target(vag: Path) -> Path:
    """The file that a temporary name is of; any other path is its own."""
    traff = _NAMN.fullmatch(vag.name)
    return vag.with_name(traff["namn"]) if traff else vag


@contextmanager
def hold_folder(mapp: Path) -> Iterator[None]:
    """The folder, made when it is missing, while nobody else of ours writes in it. Raises FilFel and OSError.

    A signal to end becomes an exception meanwhile, so that what has begun is cleared away. A folder that was made and
    stays empty is removed.
    """
    gjorda = [m for m in (mapp, *mapp.parents) if not m.exists()]
    mapp.mkdir(parents=True, exist_ok=True)
    try:
        with _end_by_exception(), _lock(mapp) as ensam:
            _repair(mapp, ensam)
            yield
    finally:
        with suppress(OSError):
            for m in gjorda:
                m.rmdir()


@contextmanager
def _lock(mapp: Path) -> Iterator[bool]:
    """Whether the folder could be locked; False where the file system has no locks. Raises FilFel when it is taken."""
    slut = time.monotonic() + VANTAN_S
    while True:
        try:
            las = _try_lock(mapp)
            break
        except (BlockingIOError, FileExistsError):
            if time.monotonic() > slut:
                vad, gor = "en annan körning skriver i mappen", "Vänta tills den är klar, och kör om."
                raise FilFel([Anmarkning(str(mapp), vad, gor=gor)]) from None
            time.sleep(0.05)
        except OSError:
            las = None
            break
    try:
        yield las is not None
    finally:
        if las is not None:
            os.close(las)


if sys.platform == "win32":

    def _try_lock(mapp: Path) -> int:
        """An open file that the system removes when it is closed, also by death."""
        return os.open(mapp / ".fordelning-las", os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)

else:
    import fcntl

    def _try_lock(mapp: Path) -> int:
        """The folder itself, opened and locked: no file is needed."""
        las = os.open(mapp, os.O_RDONLY)
        try:
            fcntl.flock(las, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(las)
            raise
        return las


def _repair(mapp: Path, ensam: bool) -> None:
    """Roll back what was cut off and remove its temporary files; without a lock only what is old."""
    rester: dict[str, dict[str, dict[str, Path]]] = {}
    for fil in mapp.iterdir():
        if traff := _NAMN.fullmatch(fil.name):
            slag = rester.setdefault(traff["nyckel"], {"huvud": {}, "ny": {}, "gammal": {}, "ingen": {}})
            slag[traff["slag"]][traff["namn"]] = fil
    for rest in rester.values():
        filer = [fil for slag in rest.values() for fil in slag.values()]
        if not ensam and time.time() - max(os.lstat(fil).st_ctime for fil in filer) < _KLAR_EFTER_S:
            continue
        for namn, huvud in rest["huvud"].items():
            _roll_back(mapp, read_seal(huvud, namn).utfiler, rest)
        for fil in filer:
            fil.unlink(missing_ok=True)


def _roll_back(mapp: Path, nya: Mapping[str, str], rest: Mapping[str, Mapping[str, Path]]) -> None:
    """The old files in their places where a new one of the set stands, or nothing does; other files are let alone."""
    for namn in {*rest["gammal"], *rest["ingen"]} - {*rest["ny"]}:
        fil = mapp / namn
        if os.path.lexists(fil) and (namn not in nya or hash_file(fil) != nya[namn]):
            continue
        if namn in rest["gammal"]:
            os.replace(rest["gammal"][namn], fil)
        else:
            fil.unlink(missing_ok=True)


@contextmanager
def _end_by_exception() -> Iterator[None]:
    """A signal that would end the process at once raises SystemExit instead."""

    def end(nummer: int, _: FrameType | None) -> None:
        raise SystemExit(128 + nummer)

    with _handle((signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)), end):
        yield


@contextmanager
def delay_signals() -> Iterator[None]:
    """Signals that end the process, Ctrl-C too, wait until the block is done: it takes milliseconds."""
    vantar: list[int] = []

    def remember(nummer: int, _: FrameType | None) -> None:
        vantar.append(nummer)

    with _handle((signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)), remember):
        yield
    if vantar:
        signal.raise_signal(vantar[0])


@contextmanager
def _handle(nummer: tuple[int, ...], handtag: object) -> Iterator[None]:
    """A handler for signals while the block runs, in the main thread; one that is ignored stays ignored."""
    gamla = {}
    if threading.current_thread() is threading.main_thread():
        gamla = {n: signal.getsignal(n) for n in nummer if signal.getsignal(n) not in (signal.SIG_IGN, None)}
    for n in gamla:
        signal.signal(n, handtag)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for n, gammal in gamla.items():
            signal.signal(n, gammal)
