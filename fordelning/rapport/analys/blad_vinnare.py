"""The sheets of analys.xlsx that sum a comparison up: who wins and who loses, län and regions, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.analys.jamforelse import Jamforelse
from fordelning.blad import Blad, Del, Diagram, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, kvot, sla_upp, summa_dar
from fordelning.rapport.analys.blad_jamforelse import BOKSTAVER, Jamfortabell, order_by_change

MEST = 10
"""How many winners and how many losers are named."""
TECKEN = {"Får mer": ">", "Får mindre": "<", "Oförändrat": "="}


def make_vinnare_blad(jamforelser: Sequence[Jamforelse], t: Jamfortabell, vad: Sequence[str]) -> Blad:
    """For every comparison: how many win and lose and how much, and those who do most."""
    delar: list[Del | tuple[Del, ...]] = []
    for x, j, andring in zip(BOKSTAVER[1:], jamforelser, t.andring, strict=False):
        delar.append(_sum_up(x, t, andring))
        ordning = order_by_change(j)
        forlorare = [i for i in ordning[:MEST] if j.andring_kr[i] < 0]
        vinnare = [i for i in ordning[::-1][:MEST] if j.andring_kr[i] > 0]
        listor = [
            _name_most(f"{slag} mest: {x} mot A", f"{namn}{x}", [j.koder[i] for i in rader], t, andring)
            for slag, namn, rader in (("Förlorar", "Förlorar", forlorare), ("Vinner", "Vinner", vinnare))
            if rader
        ]
        if listor:
            delar += [tuple(lista for lista, _ in listor), tuple(bild for _, bild in listor)]
    return Blad("Vinnare och förlorare", "Vinnare och förlorare", "; ".join(vad) + ".", delar, en_sida=True)


def _sum_up(x: str, j: Jamfortabell, andring: Kolumn) -> Tabell:
    """How many förbund, kronor and inhabitants there are on each side."""
    t = Tabell(f"Utfall{x}", sorteras=False)
    t.data(f"{x} mot A", list(TECKEN), bredd=44)
    villkor = [(andring, tecken, 0) for tecken in TECKEN.values()]
    t.rader("Förbund", [antal_dar(v) for v in villkor], "antal", bredd=14)
    t.rader("Kronor", [summa_dar(andring, v) for v in villkor], "kr", bredd=14)
    t.rader("Invånare", [summa_dar(j.invanare[-1], v) for v in villkor], "antal", bredd=14)
    return t


def _name_most(
    rubrik: str, namn: str, koder: Sequence[str], j: Jamfortabell, andring: Kolumn
) -> tuple[Tabell, Diagram]:
    """Some förbund with their changes, and their bars."""
    t = Tabell(namn, sorteras=False)
    kod = t.data("Kod", koder, bredd=14)
    vem = t.rakna(rubrik, sla_upp(j.namn, (j.kod, kod)), "lang", bredd=44)
    t.ordna(vem)
    belopp = t.rakna("Ändring, kr", sla_upp(andring, (j.kod, kod)), "kr", bredd=14)
    return t, Diagram(rubrik, vem, [belopp], liggande=True, bredd=520)


def make_lan_blad(j: Jamfortabell) -> Blad:
    """Sums per län and per region. A förbund across a border is in a row of its own, so that every sum foots."""
    text = "Ett förbund med områden i flera län eller regioner står på en egen rad, så att summorna stämmer."
    delar = [_group("Län", "Län", j.lan, j), _group("Regioner", "Region", j.region, j)]
    return Blad("Län och regioner", "Län och regioner", text, delar)


def _group(namn: str, rubrik: str, efter: Kolumn, j: Jamfortabell) -> Tabell:
    t = Tabell(namn)
    egen = t.data(rubrik, sorted(set(efter.varden.tolist())), "lang", bredd=34)
    t.rakna("Förbund", antal_dar((efter, egen)), "antal", bredd=10, summa=True)
    belopp = [
        t.rakna(f"{x}, kr", summa_dar(b, (efter, egen)), bredd=14, summa=True)
        for x, b in zip(BOKSTAVER, j.belopp, strict=False)
    ]
    for x, b in zip(BOKSTAVER[1:], belopp[1:], strict=False):
        andring = t.rakna(f"{x} − A, kr", b - belopp[0], bredd=14, summa=True)
        t.rakna(f"{x} mot A, %", kvot(andring, belopp[0]), "andring", bredd=11)
    for vad, delare in (("invånare", j.invanare), ("enhet behov", j.behov)):
        for x, b, d in zip(BOKSTAVER, belopp, delare, strict=False):
            t.rakna(f"{x}, kr per {vad}", kvot(b, summa_dar(d, (efter, egen))), "tal", bredd=13)
    return t
