"""The columns that share whole kronor among the members of a group, by weights and largest remainder."""

from __future__ import annotations

from typing import NamedTuple

from fordelning.blad import Form, Kolumn, Tabell, Tal
from fordelning.blad.formler import antal_dar, minst, nedat, om, storsta_dar, summa_dar
from fordelning.rapport.fordelning.berakning_nyckel import NARA


class Heltalsdelning(NamedTuple):
    """How whole kronor are shared: the weights' sum, the exact part, how many go before in turn, and the kronor.

    `att_ge` = the kronor that are left when each has its whole ones.
    """

    summan: Kolumn
    exakt: Kolumn
    fore: Kolumn
    att_ge: Tal
    belopp: Kolumn


def add_party_rounding(
    t: Tabell,
    grupp: Kolumn,
    ordning: Kolumn,
    delas: Kolumn,
    vikt: Kolumn,
    form: Form = "antal",
    rubrik: str = "Bidrag, kr",
) -> Heltalsdelning:
    """Whole kronor by largest remainder; remainders as near as the accuracy of the amounts are equal."""
    i_gruppen = (grupp, grupp)
    summan = t.rakna("Gruppens vikt", summa_dar(vikt, i_gruppen), form, bredd=14)
    exakt = t.rakna("Exakt del, kr", om(summan.lika(0), delas / antal_dar(i_gruppen), delas * vikt / summan), "fin",
                    bredd=18, forklaring=f"{delas.rubrik.removesuffix(', kr')} × vikt ÷ summan.")  # fmt: skip
    nara = t.rakna("Lika inom", minst(1e-9, NARA * storsta_dar(exakt, i_gruppen)), "nara", bredd=12,
                   forklaring="Rester så nära är lika.")  # fmt: skip
    hela = t.rakna("Hela kronor", nedat(exakt + nara), forklaring="Nedåt.")
    rest = t.rakna("Rest", minst(exakt - hela, 0), "fin", forklaring="Det som blir över.")
    storre = antal_dar(i_gruppen, (rest, ">", rest + nara))
    lika_tidigare = antal_dar(i_gruppen, (rest, ">=", rest - nara), (rest, "<=", rest + nara), (ordning, "<", ordning))
    fore = t.rakna("Före i tur", storre + lika_tidigare, "antal", bredd=11,
                   forklaring="Antal med större rest, eller lika och tidigare.")  # fmt: skip
    att_ge, text = delas - summa_dar(hela, i_gruppen), "Hela kronor, och en till för de största resterna."
    belopp = t.rakna(rubrik, hela + om(fore < att_ge, 1, 0), summa=True, forklaring=text)
    return Heltalsdelning(summan, exakt, fore, att_ge, belopp)
