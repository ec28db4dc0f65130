"""What every book ends with: the sheets Antaganden and Källor, what a result rests on and what it was made of."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Tabell
from fordelning.ursprung import Antaganderad, Kallrad


def make_antaganden_blad(rader: Sequence[Antaganderad]) -> Blad:
    """The sheet Antaganden of these rows."""
    rader = rader or [Antaganderad("", "", "Inga.")]
    t = Tabell("Antaganden", sorteras=False)
    t.data("Var", [rad.var for rad in rader], bredd=13)
    t.data("Avsnitt eller fil", [rad.vad for rad in rader], "lang", bredd=20)
    t.data("Antagande", [rad.antagande for rad in rader], "lang", bredd=70)
    t.data("Källa", [rad.kalla for rad in rader], "lang", bredd=54)
    beskrivning = "Det som ingen läsbar källa anger, och uppgifter som är uppskattade. Resultatet gäller under dem."
    return Blad("Antaganden", "Antaganden", beskrivning, [t], "om")


def make_kallor_blad(rader: Sequence[Kallrad]) -> Blad:
    """The sheet Källor of these rows."""
    t = Tabell("Källor", sorteras=False)
    t.data("Slag", [rad.slag for rad in rader], bredd=11)
    t.data("Namn", [rad.namn for rad in rader], "lang", bredd=26)
    t.data("Innehåll eller källa", [rad.text for rad in rader], "lang", bredd=44)
    t.data("Datum eller period", [rad.datum for rad in rader], "lang", bredd=14)
    t.data("Länk", [rad.lank for rad in rader], "lang", bredd=18)
    t.data("Antagande eller uppskattning", [rad.antagande for rad in rader], bredd=14)
    t.data("SHA-256", [rad.sha256 for rad in rader], "lang", bredd=29)
    beskrivning = "Vad resultatet är gjort av. Fingeravtrycket (SHA-256) visar om en fil är densamma."
    return Blad("Källor", "Källor", beskrivning, [t], "om")
