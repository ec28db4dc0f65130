"""The command line in Swedish: help and usage errors are translated; a fault of ours is a message, not a traceback."""

from __future__ import annotations

import io
import os
import re
import sys
from difflib import SequenceMatcher
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from fordelning.fel import describe_os_error
from fordelning.kommandon.exempel import EXEMPEL
from fordelning.kommandon.strommar import flush_output, is_reader_gone, prepare_output
from fordelning.kommandon.utskrift import say

_OVERSATTNING = [
    (r"^Usage: ", "Användning: "),
    (r"\[OPTIONS\]", "[VAL]"),
    (r"COMMAND \[ARGS\]\.\.\.", "KOMMANDO …"),
    (r"^Options:", "Val:"),
    (r"^Arguments:", "Argument:"),
    (r"^Commands:", "Kommandon:"),
    (r"Show this message and exit\.", "Visa hjälpen och avsluta."),
    (r"\[required\]", "[krävs]"),
    (r"\[default: ", "[annars: "),
    (r"<list\[str\]>", "           "),
    (r"<str>", "     "),
    (r"^Try '(.+?)' for help\.", r"Skriv «\1» för hjälp."),
    (r"^Error: ", "Fel: "),
    (r"Missing argument '(.+?)'\.", r"«\1» saknas."),
    (r"Missing option '(.+?)'\.", r"«\1» saknas."),
    (r"Missing command\.", "Ange ett kommando."),
    (r"No such command '(.+?)'\.", r"Kommandot «\1» finns inte."),
    (r"No such option: (\S+)", r"Valet «\1» finns inte."),
    (r"\(Possible options: (.+)\)", r"Menade du \1?"),
    (r"Did you mean '([^']+)'\?", r"Menade du «\1»?"),
    (r"Did you mean (.+)\?", r"Menade du \1?"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"För många argument: \1"),
    (r"Option '(.+?)' requires an argument\.", r"«\1» behöver ett värde."),
    (r"Invalid value for '(.+?)': ", r"Fel värde för «\1»: "),
    (r"Invalid value: ", ""),
    (r"Input should be a valid integer.*", "väntat är ett heltal."),
    (r"Input should be a valid number.*", "väntat är ett tal med decimalpunkt."),
    (r"Input should be greater than or equal to (\S+)", r"väntat är minst \1."),
    (r"Input should be less than or equal to (\S+)", r"väntat är högst \1."),
    (r"(?:Value error, )?'(.+?)' is not one of (.+)\.", r"«\1» finns inte; välj bland \2."),
    (r"(\d+)<=x<=(\d+)", r"\1–\2"),
    (r"x>=(\d+)", r"minst \1"),
    (r"\{([A-ZÅÄÖ][^}\s]*)\}", r"\1"),
]
"""What the command line library says, and how we say it."""


def translate(text: str) -> str:
    """The library's words in Swedish; what it does not know stays."""
    for engelska, svenska in _OVERSATTNING:
        text = re.sub(engelska, svenska, text, flags=re.MULTILINE)
    return re.sub(r"«([^»]+)» finns inte(?:\.|; välj bland) (?:Menade du )?'?([^?.]+)[?.]", _choose_nearest, text)


def _choose_nearest(traff: re.Match[str]) -> str:
    """What was not found, with the one nearest to it of what the library suggests; a choice lists them all."""
    forslag = [ord_.strip(" '«»") for ord_ in traff[2].split(",")]
    if "välj bland" in traff[0]:
        return f"«{traff[1]}» finns inte; välj bland {', '.join(f'«{ord_}»' for ord_ in forslag)}."
    narmast = max(forslag, key=lambda ord_: SequenceMatcher(None, traff[1], ord_).ratio())
    return f"«{traff[1]}» finns inte. Menade du «{narmast}»?"


def end_with_example(hjalp: str, kommando: str) -> str:
    """The library's help in Swedish, and an example of the command."""
    return f"{translate(hjalp).rstrip()}\n\nExempel:\n  {EXEMPEL[kommando]}"


AVBRUTET = 130
"""The exit code of Ctrl-C, as of every program."""


class SvensktKommando(TyperCommand):
    """A command whose help is in Swedish and ends with an example."""

    def get_help(self, ctx: Any) -> str:
        return end_with_example(super().get_help(ctx), self.name or "")


class SvenskGrupp(TyperGroup):
    """The commands. Exit codes: wrong usage 2, a message of ours 1, a fault 1 and its name, Ctrl-C 130."""

    def get_help(self, ctx: Any) -> str:
        return end_with_example(super().get_help(ctx), "")

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        kor: Any = super().main
        if not standalone_mode:
            return kor(*args, standalone_mode=False, **extra)
        prepare_output()
        try:
            slutkod = kor(*args, standalone_mode=False, **extra)
        except Exception as fel:
            slutkod = _report(fel)
        if slutkod == AVBRUTET:
            say("Avbrutet. De filer som är skrivna är hela.", err=True)
        if (vagran := flush_output()) is not None:
            slutkod = _report(vagran)
        sys.exit(slutkod if isinstance(slutkod, int) else 0)


def _report(fel: Exception) -> int:
    """Say what went wrong on stderr; returns the exit code."""
    if isinstance(fel, OSError) and is_reader_gone(fel):
        flush_output()
        return 1
    try:
        return _describe(fel)
    except OSError:
        return 1  # stderr takes nothing either


def _describe(fel: Exception) -> int:
    """The message on stderr; returns the exit code."""
    if hasattr(fel, "show") and hasattr(fel, "exit_code"):
        text = io.StringIO()
        fel.show(file=text)
        say(translate(text.getvalue() or str(fel)).rstrip(), err=True)
        return int(fel.exit_code)
    if isinstance(fel, typer.Abort):
        say("Avbrutet.", err=True)
        return 1
    if "FORDELNING_FELSOK" in os.environ:
        raise fel
    if isinstance(fel, OSError):
        plats = f"{fel.filename}: " if fel.filename else "Läsning eller utskrift: "
        say(f"{plats}systemet säger nej ({describe_os_error(fel)}).", err=True)
        return 1
    say(
        f"Ett fel i programmet ({type(fel).__name__}: {fel}). Inget resultat har skrivits.\n"
        "  Kör om med miljövariabeln FORDELNING_FELSOK=1 och skicka utskriften till den som sköter programmet.",
        err=True,
    )
    return 1
