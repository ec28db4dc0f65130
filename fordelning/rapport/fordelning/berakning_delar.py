"""The columns that share whole kronor among the members of a group, by weights and largest remainder."""

from __future__ import annotations

from fordelning.blad import Form, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, minst, nedat, om, storsta_dar, summa_dar
from fordelning.rapport.fordelning.berakning_nyckel import NARA


class Heltalsdelning:
    """Whole kronor (`belopp`) by weights and largest remainder, within each group of a table.

    `summan` = of the group's weights; `exakt` = the part with its decimals; `fore` = how many have a larger remainder,
    or an equal one and come earlier; `att_ge` = the kronor that are left when each has its whole ones. Remainders as
    near as the accuracy of the amounts are equal.
    """

    def __init__(
        self, t: Tabell, grupp: Kolumn, ordning: Kolumn, delas: Kolumn, vikt: Kolumn, form: Form = "antal",
        rubrik: str = "Bidrag, kr",
    ) -> None:  # fmt: skip
        i_gruppen = (grupp, grupp)
        self.summan = summan = t.rakna("Gruppens vikt", summa_dar(vikt, i_gruppen), form)
        del_ = om(summan.lika(0), delas / antal_dar(i_gruppen), delas * vikt / summan)
        self.exakt = exakt = t.rakna("Exakt del, kr", del_, "fin",
                                     forklaring=f"{delas.rubrik.removesuffix(', kr')} × vikt ÷ summan.")  # fmt: skip
        nara = t.rakna("Lika inom", minst(1e-9, NARA * storsta_dar(exakt, i_gruppen)), "nara",
                       forklaring="Rester så nära är lika.")  # fmt: skip
        hela = t.rakna("Hela kronor", nedat(exakt, damm=nara), forklaring="Nedåt.")
        rest = t.rakna("Rest", minst(exakt - hela, 0), "fin", forklaring="Det som blir över.")
        lika = (rest, ">=", rest - nara), (rest, "<=", rest + nara)
        tur = antal_dar(i_gruppen, (rest, ">", rest + nara)) + antal_dar(i_gruppen, *lika, (ordning, "<", ordning))
        self.fore = t.rakna("Före i tur", tur, "antal", forklaring="Antal med större rest, eller lika och tidigare.")
        self.att_ge = delas - summa_dar(hela, i_gruppen)
        self.belopp = t.rakna(rubrik, hela + om(self.fore < self.att_ge, 1, 0), summa=True,
                              forklaring="Hela kronor, och en till för de största resterna.")  # fmt: skip
