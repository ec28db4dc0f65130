"""What a person has typed in a cell, as a value: numbers, also those that are stored as text, shares, yes or no.

Money that has happened is read as in SIE: it may be negative (a reversal, a credit) and have öre, never more decimals.
A number as text has spaces between thousands or none, and a decimal point or comma. «1.234» may be two things and is
refused. Every mistake is a finding with sheet and cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fordelning.blad import Krav
from fordelning.fel import Anmarkning
from fordelning.infil.ifyllt import Celltext
from fordelning.underlag.tal import STORST, Brist, parse_whole

Anmarkningar = list[Anmarkning]
_RATTA = "Rätta cellen."
_NARA_ORE = Decimal("0.0001")
"""How far from a whole öre a stored number may be: what is left of decimals that the computer cannot hold."""


def read_cell(cell: Celltext, krav: Krav, fel: Anmarkningar) -> Any:
    """What a cell says by what may be typed in it: a truth value, a share, a whole number or a number; None = empty."""
    if krav.slag == "val":
        return read_yes_no(cell, fel)
    if krav.hogst == 1:
        return read_share(cell, fel)
    return read_whole(cell, krav.vantat, fel) if krav.slag == "heltal" else read_number(cell, krav.vantat, fel)


def read_ore(cell: Celltext, fel: Anmarkningar) -> int | None:
    """An amount in öre, of either sign, or None where nothing stands."""
    vantat = "kronor med högst två decimaler, minus för en återföring"
    tal = _read_decimal(cell, vantat, fel)
    if tal is None:
        return None
    ore = 100 * tal
    if abs(ore - round(ore)) > _NARA_ORE:
        fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» har delar av ören", vantat, "Avrunda till ören"))
        return None
    return round(ore)


def read_whole(cell: Celltext, vad: str, fel: Anmarkningar, negativ: bool = False) -> int | None:
    """A whole number, or None where nothing stands; anything else is a finding. `negativ`: also below 0.

    `vad` is what is expected; «0 eller mer» is added where it names no bounds of its own.
    """
    vantat = vad if negativ or any(map(str.isdigit, vad)) else f"{vad}, 0 eller mer"
    tal = _read_decimal(cell, vantat, fel) if negativ else _read_positive(cell, vantat, fel)
    if tal is None:
        return None
    if tal != int(tal):
        fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är inte helt", vantat, "Avrunda"))
        return None
    return int(tal)


def read_number(cell: Celltext, vantat: str, fel: Anmarkningar) -> float | None:
    """A number that is 0 or more, decimals allowed: today's participants may have them."""
    tal = _read_positive(cell, vantat, fel)
    return None if tal is None else int(tal) if tal == int(tal) and not isinstance(cell.varde, float) else float(tal)


def read_share(cell: Celltext, fel: Anmarkningar) -> float:
    """A share, 0 to 1; anything else is a finding, also that nothing stands there."""
    inga: Anmarkningar = []
    tal = _read_decimal(cell, "", inga)
    if tal is not None and 0 <= tal <= 1:
        return float(tal)
    fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är ingen andel", "0 till 100 %", _RATTA))
    return 0.0


def read_yes_no(cell: Celltext, fel: Anmarkningar) -> bool:
    """Ja or nej."""
    svar = str(cell.varde or "").strip().lower()
    if svar not in ("ja", "nej"):
        fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är varken ja eller nej", "ja eller nej", _RATTA))
    return svar == "ja"


def _read_positive(cell: Celltext, vantat: str, fel: Anmarkningar) -> Decimal | None:
    tal = _read_decimal(cell, vantat, fel)
    if tal is not None and tal < 0:
        fel.append(Anmarkning(cell.plats, f"«{show_value(cell.varde)}» är negativt", vantat, _RATTA))
        return None
    return tal


def _read_decimal(cell: Celltext, vantat: str, fel: Anmarkningar) -> Decimal | None:
    """The number as it stands, or None where nothing does; what is no number is a finding."""
    if cell.varde is None or (isinstance(cell.varde, str) and not cell.varde.strip()):
        if cell.ar_formel:
            gor = "Öppna boken i Excel och spara den."
            fel.append(Anmarkning(cell.plats, "formeln har inget sparat värde", vantat, gor))
        return None
    tal = _parse(cell.varde)
    if isinstance(tal, Decimal) and abs(tal) <= STORST:
        return tal
    vad, gor = f"«{show_value(cell.varde)}» är inget tal", _RATTA
    if isinstance(tal, Decimal):
        vad = f"«{show_value(cell.varde)}» är orimligt stort"
    elif isinstance(tal, Brist):
        vad, gor = tal.vad.replace("inget heltal", "inget entydigt tal"), tal.gor
    fel.append(Anmarkning(cell.plats, vad, vantat, gor))
    return None


def _parse(varde: Any) -> Decimal | Brist | None:
    if isinstance(varde, str):
        text = varde.strip()
        tal = parse_whole(text[1:] if text[:1] == "+" and text[1:2].isdigit() else text)
        return Decimal(repr(tal)) if isinstance(tal, float) else tal
    if isinstance(varde, bool) or not isinstance(varde, int | float):
        return None
    return Decimal(repr(varde)) if varde - varde == 0 else None


def show_value(varde: Any) -> str:
    """A value as the user wrote it: numbers in Swedish, ja or nej, a day without a time as 2026-01-01."""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if not isinstance(varde, int | float):
        return "" if varde is None else str(varde).removesuffix(" 00:00:00")
    return f"{varde:.15g}".replace(".", ",").replace("-", "\u2212")


def list_values(celler: Sequence[tuple[str, Celltext]]) -> str:
    """What stands in some cells of a row, for a message: «jan 1200, feb 300»."""
    return ", ".join(f"{rubrik} {show_value(cell.varde)}" for rubrik, cell in celler if not cell.tom)
