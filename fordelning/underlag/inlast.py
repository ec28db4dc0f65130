"""What has been read, before the door: what every check of the gate looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fordelning.fel import Anmarkning
from fordelning.metod import Grind
from fordelning.pengar import format_kr
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.nyckellasning import Lasta
from fordelning.underlag.nycklar import name_key
from fordelning.underlag.ombytta import Jamforelse, Ombytt, Par, find_swaps
from fordelning.underlag.riket import find_known_inhabitants
from fordelning.underlag.tolkning import Rad, Tolkad


@dataclass(frozen=True)
class Inlast:
    """Tables, the settings that could be read, and the gate's limits."""

    tabeller: Mapping[str, Tolkad]
    lasta: Lasta
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

    def make_lookup(self, namn: str, *kolumner: str) -> Callable[..., bool]:
        """A function of values in these columns: whether a row of the table has them, or could have.

        What could not be read is not held against it.
        """
        tabell = self.tabeller[namn]
        finns = {tuple(getattr(rad.post, k) for k in kolumner) for rad in self.rader(namn, *kolumner)}
        oklara = {
            tuple(None if k in rad.trasiga else getattr(rad.post, k) for k in kolumner)
            for rad in tabell.rader
            if not rad.trasiga.isdisjoint(kolumner)
        }

        def may_hold(*varden: str) -> bool:
            return (
                varden in finns
                or not tabell.hel
                or any(all(k is None or k == v for k, v in zip(oklar, varden, strict=True)) for oklar in oklara)
            )

        return may_hold

    def at_table(self, namn: str) -> str:
        """The file or sheet of a table."""
        return self.tabeller[namn].plats

    def at_key(self, avsnitt: str, nyckel: str) -> str:
        """The place of a key of the settings."""
        plats = name_key(self.installningar_plats, (avsnitt, nyckel))
        delar = (avsnitt, *nyckel.split("."))
        andra = (
            name_key(self.installningar_plats, vag) for vag in ((avsnitt, nyckel, "summa"), delar, (*delar, "summa"))
        )
        celler = self.installningar_platser
        return next((celler[p] for p in (plats, *andra) if p in celler), plats)

    @property
    def installningar(self) -> Installningar | None:
        """The settings, what is wrong in them left out; None when nothing could be read."""
        return self.lasta.installningar

    @property
    def budgetar(self) -> int | None:
        """The budget year, when it could be read."""
        return self.installningar.budgetar if self.installningar and "budgetar" not in self.lasta.trasiga else None

    @property
    def bevakade(self) -> tuple[tuple[str, str, float], ...]:
        """The watched columns of omraden: column, the same a year before, and the largest change as a share."""
        return (
            ("invanare_antal", "invanare_fjol_antal", self.grind.invanare_hopp_andel),
            ("forsorjningsmatt", "forsorjningsmatt_fjol", self.grind.forsorjningsmatt_hopp_andel),
        )

    @property
    def godkanda(self) -> frozenset[str]:
        """The areas whose change from the year before is approved: all, when it could not be read which."""
        if self.installningar is None or "undantag" in self.lasta.trasiga:
            return frozenset(rad.post.omrade_kod for rad in self.tabeller["omraden"].rader)
        return frozenset(self.installningar.undantag.hopp)

    def is_approved_break(self, kod: str, ar: int) -> bool:
        """Whether a förbund's eget kapital may begin a year with another amount than the year before ended with."""
        if self.installningar is None or "undantag" in self.lasta.trasiga:
            return True
        return f"{kod} {ar}" in self.installningar.undantag.kedja

    @cached_property
    def medlemmar(self) -> Mapping[str, list[Rad]]:
        """The areas of every förbund, by its code; areas outside stand under the empty code."""
        omraden: defaultdict[str, list[Rad]] = defaultdict(list)
        for rad in self.rader("omraden", "forbund_kod"):
            omraden[rad.post.forbund_kod or ""].append(rad)
        return omraden

    @cached_property
    def kanda_invanare(self) -> Mapping[str, float]:
        """The inhabitants that every kommun ought to have, when the data set is Sweden; else nothing."""
        return find_known_inhabitants(self.rader("omraden", "omrade_kod", "invanare_antal"), self.grind)

    @cached_property
    def ombytta(self) -> Mapping[Par, Mapping[str, Ombytt]]:
        """The pairs of areas whose figures have changed places, not approved, by column."""
        jamforelser = []
        for kolumn, fjol, _ in self.bevakade:
            rader = self.rader("omraden", "omrade_kod", kolumn, fjol)
            fore = {rad.post.omrade_kod: float(getattr(rad.post, fjol) or 0) for rad in rader}
            jamforelser.append(Jamforelse.of(kolumn, rader, fore))
        rader = self.rader("omraden", "omrade_kod", "invanare_antal")
        jamforelser.append(Jamforelse.of("invanare_antal", rader, self.kanda_invanare))
        par = find_swaps(jamforelser, self.grind.ombytt_traff_andel, self.grind.ombytt_utmarkande_kvot)
        return {koder: kolumner for koder, kolumner in par.items() if not self.godkanda.issuperset(koder)}


Kontroll = Callable[[Inlast], Iterator[Anmarkning]]
"""A check: what has been read → its findings."""


def show(tal: float) -> str:
    """A figure as Swedish text with the decimals it has."""
    if abs(tal) >= 10_000:
        return format_kr(tal, 0 if float(tal).is_integer() else 2)
    return f"{tal:g}".replace(".", ",").replace("-", "\u2212")
