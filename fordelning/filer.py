"""Result files: written under a temporary name and renamed, so that a crash leaves the old file whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fordelning.fel import Anmarkning, AnmarkningarFel, describe_os_error


class FilFel(AnmarkningarFel):
    """A result file cannot be written; the old one is whole."""

    rubrik = "fel när resultatet skulle skrivas"


@contextmanager
def replace_when_done(fil: Path) -> Iterator[Path]:
    """A temporary path beside `fil` that takes its place when the block ends well. Raises FilFel when it cannot."""
    tillfallig = fil.with_name(f".{fil.name}.{os.getpid()}.tmp")
    try:
        fil.parent.mkdir(parents=True, exist_ok=True)
        yield tillfallig
        os.replace(tillfallig, fil)
    except OSError as fel:
        gor = "Stäng filen om den är öppen i Excel, och kontrollera att mappen går att skriva i."
        raise FilFel([Anmarkning(str(fil), f"filen kan inte skrivas ({describe_os_error(fel)})", gor=gor)]) from fel
    finally:
        tillfallig.unlink(missing_ok=True)


def write_all(filer: Mapping[Path, Callable[[Path], None]]) -> None:
    """Write several result files; none takes its place before all have been written."""
    with _replace_all(list(filer)) as tillfalliga:
        for tillfallig, skriv in zip(tillfalliga, filer.values(), strict=True):
            skriv(tillfallig)


@contextmanager
def _replace_all(filer: list[Path]) -> Iterator[list[Path]]:
    if not filer:
        yield []
        return
    with replace_when_done(filer[0]) as forsta, _replace_all(filer[1:]) as ovriga:
        yield [forsta, *ovriga]
