"""A table as lines of text for a terminal: texts to the left, figures to the right, 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad.form import show
from fordelning.blad.kolumn import Kolumn

BREDD = 80
_MELLAN = 2


def format_table(
    kolumner: Sequence[Kolumn], rubriker: Sequence[str] = (), bredd: int = BREDD, summa: bool = False
) -> list[str]:
    """The heading, a line per row, and (`summa`) the sums of the columns that have one.

    The widest text is cut where a line would be longer than `bredd`.
    """
    namn = rubriker or [k.rubrik for k in kolumner]
    celler = [
        [n, *(show(v, k.form_at(i)) for i, v in enumerate(k.varden.tolist()))]
        for n, k in zip(namn, kolumner, strict=True)
    ]
    if summa:
        for cell, k in zip(celler, kolumner, strict=True):
            cell.append(show(k.total, k.form_at(0)) if k.summa else "")
        celler[0][-1] = "Summa"
    bredder = [max(map(len, kolumn)) for kolumn in celler]
    over = sum(bredder) + _MELLAN * len(bredder) - bredd
    if over > 0:
        bredast = max((j for j, k in enumerate(kolumner) if not k.ar_tal), key=lambda j: bredder[j], default=0)
        bredder[bredast] = max(8, bredder[bredast] - over)
    return [_line([kolumn[i] for kolumn in celler], bredder, kolumner) for i in range(len(celler[0]))]


def _line(rad: Sequence[str], bredder: Sequence[int], kolumner: Sequence[Kolumn]) -> str:
    delar = [
        cell.rjust(bredd) if k.ar_tal else (cell if len(cell) <= bredd else cell[: bredd - 1] + "…").ljust(bredd)
        for cell, bredd, k in zip(rad, bredder, kolumner, strict=True)
    ]
    return (" " * _MELLAN + (" " * _MELLAN).join(delar)).rstrip()
