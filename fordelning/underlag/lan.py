"""The län: code and name, and which of them an area and a förbund lie in."""

from __future__ import annotations

from collections import defaultdict

from fordelning.begrepp import Underlag

LAN = {
    "01": "Stockholms län",
    "03": "Uppsala län",
    "04": "Södermanlands län",
    "05": "Östergötlands län",
    "06": "Jönköpings län",
    "07": "Kronobergs län",
    "08": "Kalmar län",
    "09": "Gotlands län",
    "10": "Blekinge län",
    "12": "Skåne län",
    "13": "Hallands län",
    "14": "Västra Götalands län",
    "17": "Värmlands län",
    "18": "Örebro län",
    "19": "Västmanlands län",
    "20": "Dalarnas län",
    "21": "Gävleborgs län",
    "22": "Västernorrlands län",
    "23": "Jämtlands län",
    "24": "Västerbottens län",
    "25": "Norrbottens län",
}
"""The län by the first two digits of their kommuner's codes (SCB, Län och kommuner i kodnummerordning)."""


def find_lan(kommun_kod: str) -> str:
    """The name of a kommun's län; empty for a code that is no kommun's."""
    return LAN.get(kommun_kod[:2], "") if kommun_kod.isdigit() and len(kommun_kod) == 4 else ""


def name_lan(u: Underlag) -> list[str]:
    """The län of each förbund, (F,): that of its areas, or several in code order with commas between."""
    koder: defaultdict[str, set[str]] = defaultdict(set)
    for omrade in u.omraden:
        if omrade.forbund_kod and find_lan(omrade.kommun_kod):
            koder[omrade.forbund_kod].add(omrade.kommun_kod[:2])
    return [", ".join(LAN[kod] for kod in sorted(koder[forbund_kod])) for forbund_kod in u.koder]
