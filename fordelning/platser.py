"""Where the models and the example lie: beside the package in a checkout, inside it when it is installed."""

from __future__ import annotations

import os
from pathlib import Path

_PAKET = Path(__file__).resolve().parent


def find_mapp(namn: str) -> Path:
    """The folder `namn` (`models` or `inputs`) that came with this copy of the program."""
    installerad = _PAKET / "_data" / namn
    return installerad if installerad.is_dir() else _PAKET.parent / namn


def find_modeller() -> Path:
    """The folder of model files."""
    return find_mapp("models")


def find_underlag(angivet: str | Path) -> Path:
    """The data set the user means: an existing path as it is, otherwise a bare name such as `exempel-2026` among ours.

    What is neither is returned as given, so that the reader refuses it under the name the user wrote.
    """
    sokvag = Path(angivet)
    if os.path.exists(sokvag) or sokvag.name != str(sokvag):
        return sokvag
    medfoljande = find_mapp("inputs") / sokvag
    return medfoljande if os.path.isdir(medfoljande) else sokvag


def list_models(mapp: Path) -> dict[str, Path]:
    """The model files of a folder by name: those in force first, then the proposals, then those of history."""
    filer = [fil for monster in ("[0-9]*", "forslag/*", "historik/*") for fil in sorted(mapp.glob(f"{monster}.toml"))]
    return {fil.relative_to(mapp).with_suffix("").as_posix(): fil for fil in filer}
