"""The sheets of analys.xlsx that sum a comparison up: who wins and who loses, and län and regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fordelning.blad import Blad, Del, Diagram, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, kvot, sla_upp, summa_dar
from fordelning.rapport.analys.blad_jamforelse import Jamfortabell, find_most

VINNARE = "Vinnare och förlorare"
MEST = 10
"""How many winners and how many losers are named."""
TECKEN = {"Får mer": ">", "Får mindre": "<", "Oförändrat": "="}


class Utfallstabell(Tabell):
    """A comparison summed up: how many förbund, kronor and inhabitants there are on each side."""

    def __init__(self, x: str, t: Jamfortabell, andring: Kolumn, berorda: Kolumn) -> None:
        super().__init__(f"Utfall{x}", sorteras=False)
        self.data(f"{x} mot A", list(TECKEN), bredd=44)
        villkor = [(andring, tecken, 0) for tecken in TECKEN.values()]
        self.rader("Förbund", [antal_dar(v) for v in villkor], "antal", bredd=14)
        self.rader("Kronor", [summa_dar(andring, v) for v in villkor], "kr", bredd=14)
        self.rader("Invånare", [summa_dar(berorda, v) for v in villkor], "antal", bredd=14)


def make_utfall(t: Jamfortabell) -> list[Utfallstabell]:
    """Every comparison with the first summed up."""
    return [Utfallstabell(x, t, *par) for x, *par in zip(t.sidor[1:], t.andring, t.berorda, strict=True)]


def make_vinnare_blad(t: Jamfortabell, utfall: Sequence[Utfallstabell], vad: Sequence[str]) -> Iterator[Blad]:
    """A sheet per comparison: how many win and lose and how much, and those who do most."""
    for x, summerat, andring, sida in zip(t.sidor[1:], utfall, t.andring, vad[1:], strict=True):
        mest = zip(("Förlorar", "Vinner"), find_most(t, andring, MEST), strict=True)
        listor = [_name_most(slag, x, rader, t, andring) for slag, rader in mest if rader]
        delar: list[Del | tuple[Del, ...]] = [summerat, *zip(*listor, strict=True)]
        namn = VINNARE if x == t.sidor[1] else f"{VINNARE} {x}"
        yield Blad(namn, f"{VINNARE}: {x} mot A", f"{vad[0]}; {sida}.", delar)


def _name_most(slag: str, x: str, rader: Sequence[int], j: Jamfortabell, andring: Kolumn) -> tuple[Tabell, Diagram]:
    """Some förbund with their changes, and their bars."""
    rubrik, t = f"{slag} mest: {x} mot A", Tabell(f"{slag}{x}", sorteras=False)
    kod = t.data("Kod", j.kod.varden[[*rader]], bredd=14)
    vem = t.rakna(rubrik, sla_upp(j.namn, (j.kod, kod)), "lang", bredd=44)
    t.ordna(vem)
    belopp = t.rakna("Ändring, kr", sla_upp(andring, (j.kod, kod)), "kr", bredd=14)
    return t, Diagram(rubrik, vem, [belopp], liggande=True, stilla=True)


def make_lan_blad(j: Jamfortabell) -> Blad:
    """Sums per län and per region. A förbund across a border is in a row of its own, so that every sum foots."""
    text = "Ett förbund med områden i flera län eller regioner står på en egen rad, så att summorna stämmer."
    delar = [_group("Län", "Län", j.lan, j), _group("Regioner", "Region", j.region, j)]
    return Blad("Län och regioner", "Län och regioner", text, delar)


def _group(namn: str, rubrik: str, efter: Kolumn, j: Jamfortabell) -> Tabell:
    t = Tabell(namn)
    egen = t.data(rubrik, sorted(set(efter.varden.tolist())), "lang", bredd=34)
    t.rakna("Förbund", antal_dar((efter, egen)), "antal", bredd=10, summa=True)
    alla = zip(j.sidor, j.belopp, strict=True)
    belopp = [t.rakna(f"{x}, kr", summa_dar(b, (efter, egen)), bredd=14, summa=True) for x, b in alla]
    for x, b in zip(j.sidor[1:], belopp[1:], strict=True):
        andring = t.rakna(f"{x} − A, kr", b - belopp[0], bredd=14, summa=True)
        t.rakna(f"{x} mot A, %", kvot(andring, belopp[0]), "andring", bredd=11)
    for vad, delare in (("invånare", j.invanare), ("enhet behov", j.behov)):
        for x, b, d in zip(j.sidor, belopp, delare, strict=True):
            t.rakna(f"{x}, kr per {vad}", kvot(b, summa_dar(d, (efter, egen))), "tal", bredd=13)
    return t
