"""What has been read, before the door: what every check of the gate looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fordelning.fel import Anmarkning
from fordelning.modell import Grind
from fordelning.pengar import format_kr
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.tolkning import Rad, Tolkad


@dataclass(frozen=True)
class Inlast:
    """Tables, settings when they could be read, and the gate's limits."""

    tabeller: Mapping[str, Tolkad]
    installningar: Installningar | None
    installningar_plats: str
    installningar_platser: Mapping[str, str]
    grind: Grind

    def rader(self, namn: str, *kolumner: str) -> list[Rad]:
        """The rows of a table in which these columns could be read."""
        return [rad for rad in self.tabeller[namn].rader if rad.trasiga.isdisjoint(kolumner)]

    def is_whole(self, namn: str, *kolumner: str) -> bool:
        """Whether no row of the table is missing and these columns could be read in every row."""
        tabell = self.tabeller[namn]
        return tabell.hel and all(rad.trasiga.isdisjoint(kolumner) for rad in tabell.rader)

    def at_table(self, namn: str) -> str:
        """The file or sheet of a table."""
        return self.tabeller[namn].plats

    def at_key(self, avsnitt: str, nyckel: str) -> str:
        """The place of a key of the settings."""
        plats = f"{self.installningar_plats}, avsnitt [{avsnitt}], nyckel {nyckel}"
        return self.installningar_platser.get(plats, plats)

    @cached_property
    def medlemmar(self) -> Mapping[str, list[Rad]]:
        """The areas of every förbund, by its code; areas outside stand under the empty code."""
        omraden: defaultdict[str, list[Rad]] = defaultdict(list)
        for rad in self.rader("omraden", "forbund_kod"):
            omraden[rad.post.forbund_kod or ""].append(rad)
        return omraden


Kontroll = Callable[[Inlast], Iterator[Anmarkning]]
"""A check: what has been read → its findings."""


def show(tal: float) -> str:
    """A figure as Swedish text with the decimals it has."""
    if abs(tal) >= 10_000:
        return format_kr(tal, 0 if float(tal).is_integer() else 2)
    return f"{tal:g}".replace(".", ",").replace("-", "\u2212")
