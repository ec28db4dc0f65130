"""The data set while changes are made to it: förbund, areas, and what has been done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from fordelning.ar.forbundsdel import Flytt, Forbundsdel, list_moves
from fordelning.ar.sammanslagning import Noteringar
from fordelning.fel import Anmarkning
from fordelning.underlag.ratext import suggest
from fordelning.underlag.texter import Textpost


@dataclass(slots=True)
class Lage:
    """Förbund by code and areas by code, as the changes so far have left them.

    `oklara`: codes of changes that could not be made; what is said of them later would only follow from that.
    """

    budgetar: int
    delar: dict[str, Forbundsdel]
    omraden: dict[str, Textpost]
    noter: Noteringar = field(default_factory=Noteringar)
    oklara: set[str] = field(default_factory=set)
    andrade: set[str] = field(default_factory=set)
    band: list[tuple[tuple[str, ...], tuple[str, ...], str]] = field(default_factory=list)
    utfort: list[str] = field(default_factory=list)
    ursprungliga: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.ursprungliga = frozenset(self.delar)

    def list_areas(self, kod: str) -> list[Textpost]:
        """The areas of a förbund."""
        return [rad for rad in self.omraden.values() if rad["forbund_kod"] == kod]

    def foljer(self, kod: str) -> list[str]:
        """The förbund that stand where one stood: itself, or what it became."""
        efter = [kod]
        for fore, nya, _ in self.band:
            if set(efter) & set(fore):
                efter += [ny for ny in nya if ny not in efter]
        return [k for k in efter if k in self.delar]

    def do(self, fore: Iterable[str], efter: Iterable[str], vad: str) -> None:
        """A change has been made: between which förbund, and what it was."""
        self.band.append((tuple(fore), tuple(efter), vad))
        self.utfort.append(vad)
        self.andrade |= {*fore, *efter}

    def put_areas(self, koder: Iterable[str], till: str, varfor: str) -> None:
        """Areas lie in another förbund, or outside; each is told with its figures."""
        for kod in koder:
            rad = self.omraden[kod]
            if rad["forbund_kod"] != till:
                for kolumn in ("invanare_antal", "forsorjningsmatt"):
                    flytt = Flytt("omraden", kod, rad["forbund_kod"], till, kolumn, rad[kolumn], varfor)
                    self.noter.flyttar.append(flytt)
                self.omraden[kod] = {**rad, "forbund_kod": till}

    def move(self, del_: Forbundsdel, fran: str, till: str, varfor: str) -> None:
        """What a förbund's rows take with them is told, unless they stay."""
        if fran != till:
            self.noter.flyttar += list_moves(del_, fran, till, varfor)

    def refuse(self, plats: str, vad: str, gor: str = "", koder: Collection[str] = ()) -> None:
        """A finding; the codes that would have come of it are unclear from now on."""
        self.noter.fel.append(Anmarkning(plats, vad, gor=gor))
        self.oklara |= set(koder)

    def knows(self, koder: Iterable[str], plats: str, falt: str) -> bool:
        """Whether every förbund is there; one that is not is a finding."""
        saknas = [kod for kod in koder if kod not in self.delar]
        for kod in saknas:
            if kod not in self.oklara:
                gor = suggest(kod, self.delar) or "Skriv en kod ur forbund, eller en som en tidigare ändring gör."
                self.refuse(f"{plats}, nyckel {falt}", f"förbundet «{kod}» finns inte", gor)
        return not saknas

    def knows_areas(self, koder: Iterable[str], plats: str, falt: str) -> bool:
        """Whether every area is there; one that is not is a finding."""
        saknas = [kod for kod in koder if kod not in self.omraden]
        for kod in saknas:
            gor = suggest(kod, self.omraden) or "Skriv en omrade_kod ur omraden."
            self.refuse(f"{plats}, nyckel {falt}", f"området «{kod}» finns inte", gor)
        return not saknas
