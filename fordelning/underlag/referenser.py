"""References between tables: which codes exist, and which are referred to but do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fordelning.fel import Anmarkning
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import Forslag, Ratext, Texttabell
from fordelning.underlag.tabellform import Tabellform

VISADE_PLATSER = 5
"""How many further places a finding names before it only counts them."""

_MANGA = 3
"""A code that so many rows refer to was there before its own row was broken."""


@dataclass(frozen=True, slots=True)
class Koder:
    """The codes that each table holds, as text: a row with another fault still exists. None: they cannot be known."""

    per_tabell: Mapping[str, frozenset[str] | None]

    def lack(self, tabell: str, kod: str) -> bool:
        """Whether the code is surely missing in the table."""
        finns = self.per_tabell[tabell]
        return finns is not None and kod not in finns


def collect_codes(ratext: Ratext) -> Koder:
    """The codes of every table. Where one is missing, and reported as such, nothing can be known.

    A row whose own code is broken, and reported, leaves its code in the rows that refer to it: those are no faults.
    """
    per_tabell: dict[str, frozenset[str] | None] = {}
    for namn, tabell in TABELLER.items():
        text = ratext.tabeller.get(namn)
        if text is None or _own_code(tabell) not in text.rubriker:
            per_tabell[namn] = None
            continue
        koder = [rad.celler[_own_code(tabell)] for rad in text.rader]
        finns = {*koder, *text.losa} - {""}
        trasiga = len(koder) - len({*koder} - {""}) if len(tabell.nyckel) == 1 else koder.count("")
        trasiga += sum(_own_code(tabell) in rad.trasiga for rad in text.rader)
        per_tabell[namn] = frozenset(finns | _find_lost(namn, finns, trasiga, ratext))
    return Koder(per_tabell)


def _own_code(tabell: Tabellform) -> str:
    """The column that others refer to: an insats is known by its own code, not its förbund's."""
    return tabell.nyckel[-1] if tabell.namn == "insatser" else tabell.nyckel[0]


def _find_lost(namn: str, finns: set[str], trasiga: int, ratext: Ratext) -> set[str]:
    """The codes that as many broken rows of the table probably had: those that most rows refer to."""
    antal = Counter(kod for text in ratext.tabeller.values() for kod in _list_references(namn, text))
    saknade = [kod for kod, n in antal.most_common() if kod not in finns and n >= _MANGA]
    return set(saknade[:trasiga])


def _list_references(namn: str, text: Texttabell) -> Iterator[str]:
    """Every code in a table that belongs to the table `namn`."""
    for kolumn in TABELLER[text.namn].kolumner:
        if kolumn.hor_till == namn and kolumn.namn in text.rubriker:
            yield from (kod for rad in text.rader if (kod := rad.celler[kolumn.namn]))


def find_referring(namn: str, ratext: Ratext) -> str:
    """A table with codes that belong to the table `namn`; nothing when there is none."""
    return next((text.plats for text in ratext.tabeller.values() if any(_list_references(namn, text))), "")


class Okanda:
    """References to nothing: one code that is missing is one finding, however many rows refer to it."""

    def __init__(self) -> None:
        self._platser: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, tabell: str, kod: str, plats: str) -> None:
        """A place where a code is that the table lacks."""
        self._platser[tabell, kod].append(plats)

    def report(self, koder: Koder) -> Iterator[Anmarkning]:
        """A finding per code, with the nearest that exists for those that are shown."""
        forslag = Forslag()
        for (tabell, kod), platser in self._platser.items():
            dar = f"bladet {tabell}" if platser[0].startswith("blad ") else f"{tabell}.csv"
            vad = f"«{kod}» finns inte i {dar}{list_places(platser)}"
            gor = forslag.find(kod, koder.per_tabell[tabell] or ()) or "Rätta koden, eller lägg till den där."
            yield Anmarkning(platser[0], vad, f"en kod ur {dar}", gor)


def list_places(platser: Sequence[str]) -> str:
    """The places of a fault after the first, in parentheses; in the same file or sheet only the row or cell."""
    forsta, *ovriga = platser
    fil = _file_of(forsta)
    korta = [p.removeprefix(fil).strip(" ,").partition(",")[0] if _file_of(p) == fil else p for p in ovriga]
    fler = f" och {len(korta) - VISADE_PLATSER} till" if len(korta) > VISADE_PLATSER else ""
    return f" (också {', '.join(korta[:VISADE_PLATSER])}{fler})" if korta else ""


def _file_of(plats: str) -> str:
    """The file or sheet of a place: omraden.csv, or blad omraden."""
    return plats.partition(" rad ")[0].partition(", cell ")[0]
