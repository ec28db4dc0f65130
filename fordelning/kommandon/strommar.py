"""What is printed, on any terminal and in any pipe: characters that it cannot hold are spelled with those it can."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata

_ASCII = "fordelning_ascii"
_ETT = {
    "\u2212–—\u2010\u2011": "-",
    "«»“”": '"',
    "’": "'",
    "×": "x",
    "·•": "*",
    "\u00a0\u202f\u2009": " ",
    "ø": "o",
    "Ø": "O",
}
_FLERA = {
    "…": "...",
    "→": "->",
    "←": "<-",
    "≤": "<=",
    "≥": ">=",
    "±": "+/-",
    "€": "EUR",
    "§": "par.",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
}
_GREKISKA = {"λ": "lambda", "Σ": "summa", "Δ": "delta", "σ": "sigma"}
_STAVAS = {tecken: stavning for flera, stavning in _ETT.items() for tecken in flera} | _FLERA | _GREKISKA
"""Characters that have a spelling of their own; letters with marks lose the marks."""


def prepare_output() -> None:
    """Standard output and error spell what their encoding does not have.

    What fails when a half-written file is thrown away is not told: why it could not be written is.
    """
    sys.unraisablehook = lambda fel: None if isinstance(fel.exc_value, OSError) else sys.__unraisablehook__(fel)
    codecs.register_error("fordelning", _spell)
    codecs.register(lambda namn: _ascii_by_another_name() if namn == _ASCII else None)
    for strom in (sys.stdout, sys.stderr):
        if isinstance(strom, io.TextIOWrapper):
            ar_ascii = codecs.lookup(strom.encoding).name == "ascii"
            strom.reconfigure(encoding=_ASCII if ar_ascii else None, errors="fordelning")


def _ascii_by_another_name() -> codecs.CodecInfo:
    """ASCII under a name that the command line library does not take for a mistake and turn into UTF-8."""
    a = codecs.lookup("ascii")
    return codecs.CodecInfo(
        a.encode, a.decode, a.streamreader, a.streamwriter, a.incrementalencoder, a.incrementaldecoder, _ASCII
    )


def _spell(fel: UnicodeError) -> tuple[str, int]:
    """The characters that could not be written, spelled in ASCII; a question mark where there is no spelling."""
    if not isinstance(fel, UnicodeEncodeError):
        raise fel
    return "".join(map(_spell_one, fel.object[fel.start : fel.end])), fel.end


def _spell_one(tecken: str) -> str:
    if tecken in _STAVAS:
        return _STAVAS[tecken]
    return unicodedata.normalize("NFKD", tecken).encode("ascii", "ignore").decode() or "?"


def flush_output() -> OSError | None:
    """Send what is left; the system's refusal, after which nothing more is tried: the reader has gone, or no space."""
    refusal = None
    for strom in (sys.stdout, sys.stderr):
        try:
            if strom is not None:
                strom.flush()
        except OSError as fel:
            refusal = refusal or fel
            _let_go(strom)
        except ValueError:  # closed
            pass
    return refusal


def _let_go(strom: object) -> None:
    """What the stream still holds goes nowhere, so that Python says nothing of it at the end."""
    if isinstance(strom, io.TextIOWrapper):
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), strom.fileno())
        except OSError:
            return


def is_reader_gone(fel: OSError) -> bool:
    """Whether whoever read our output has stopped, as `head` does: nothing to say anything about."""
    return isinstance(fel, BrokenPipeError) or fel.errno in (errno.EPIPE, errno.ESHUTDOWN)
