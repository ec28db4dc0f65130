"""The förbund that a user means: its code, or its name or a part of it that is no other's."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from fordelning.begrepp import Forbund
from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.tecken import compose

_NARA = 0.6
_VISADE = 5


class OkantForbund(AnmarkningarFel):
    """The förbund that was asked for is not in the data set."""

    rubrik = "fel, inget beräknat"


def choose_forbund(forbund: Sequence[Forbund], text: str, fjolarets: Sequence[Forbund] = ()) -> str:
    """The code of the förbund with this code, else this name, else a name that holds the text, in any case.

    Raises OkantForbund with those it may be, or the nearest, or nothing when none is near; or that it has ended, when
    it is one of `fjolarets`.
    """
    text = compose(text)
    sokt = _fold(text)
    namn = {f.forbund_kod: _fold(f.namn) for f in forbund}
    for traffar in (
        [kod for kod in namn if kod == text],
        [kod for kod in namn if _fold(kod) == sokt],
        [kod for kod in namn if namn[kod] == sokt],
        [kod for kod in namn if sokt and sokt in namn[kod]],
    ):
        if len(traffar) == 1:
            return traffar[0]
        if traffar:
            raise _refuse(text, [f for f in forbund if f.forbund_kod in traffar], f"är {len(traffar)} förbund")
    if upphort := [f for f in fjolarets if sokt in (_fold(f.forbund_kod), _fold(f.namn))]:
        gor = (
            "Hela beloppet är ändringen, och fordelning brygga har det; forklara fjolårets underlag säger uträkningen."
        )
        vad = f"«{upphort[0].forbund_kod}» {upphort[0].namn} finns i fjolårets underlag men inte i årets"
        raise OkantForbund([Anmarkning("--forbund", vad, "ett förbund som finns i år", gor)])
    lika = difflib.get_close_matches(sokt, [*map(_fold, namn), *namn.values()], 1, _NARA)
    raise _refuse(text, [f for f in forbund if lika and lika[0] in (_fold(f.forbund_kod), namn[f.forbund_kod])][:1])


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _refuse(text: str, mojliga: Sequence[Forbund], vad: str = "finns inte i underlaget") -> OkantForbund:
    visade = "; ".join(f"«{f.forbund_kod}» {f.namn}" for f in mojliga[:_VISADE])
    gor = f"Menade du {visade}{' …' if len(mojliga) > _VISADE else ''}?" if mojliga else ""
    if len(mojliga) == 1:
        gor = f"Menade du «{mojliga[0].forbund_kod}»? Det är {mojliga[0].namn}."
    return OkantForbund([Anmarkning("--forbund", f"«{text}» {vad}", "förbundets kod, eller dess namn", gor)])
