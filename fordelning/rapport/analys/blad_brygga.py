"""The bridge: the causes in the country, every förbund's, one förbund's as a waterfall, and the terminal's answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.analys.brygga import Brygga
from fordelning.analys.jamforelse import KVAR
from fordelning.analys.mellanlage import ORSAKER
from fordelning.blad import UTAN_FARG, Blad, Diagram, Krav, Lista, Serie, Tabell, Tal
from fordelning.blad.formler import antal_dar, hogst, minst, om, sla_upp, summa_dar
from fordelning.blad.terminal import format_table
from fordelning.blad.utseende import FARGER, SERIEFARGER
from fordelning.pengar import format_kr
from fordelning.rapport.analys.bok import Analysdel
from fordelning.rapport.analys.text import capitalize, find_largest, format_change, tell_largest
from fordelning.tecken import join_words
from fordelning.ursprung import Antaganderad, list_warnings

VISADE = 10
"""How many förbund the terminal tells."""

METOD = Antaganderad(
    "Bryggan",
    "Orsakernas delar",
    "Varje orsak får medelvärdet av vad den ändrar över alla ordningar som orsakerna kan ha ändrats i (Shapleyvärden). "
    "Varje mellanläge är uträknat av samma program som fördelningen; avrundningen till hela enheter ingår i dem.",
    "Shapley, L. S. (1953), A value for n-person games",
)
"""The choice that the split rests on."""


class Orsakstabell(Tabell):
    """brygga.csv as a table: every förbund's causes, whole kronor; one that did not change is 0."""

    def __init__(self, b: Brygga) -> None:
        super().__init__("Orsaker")
        df = b.tabell()
        self.kod = self.data("Kod", df["forbund_kod"], nyckel="forbund_kod")
        self.orsak = self.data("Orsak", df["orsak"], bredd=22, nyckel="orsak")
        self.belopp = self.data("Belopp, kr", df["belopp_kr"], "kr", bredd=15, summa=True, nyckel="belopp_kr")


class Rikstabell(Tabell):
    """Each cause that changed, in the country: its sum, and who gains and loses by it."""

    def __init__(self, b: Brygga, o: Orsakstabell) -> None:
        super().__init__("OrsakerRiket", sorteras=False)
        andrade = [*b.andrade]
        belopp_kr = b.belopp_kr[:, [b.orsaker.index(namn) for namn in andrade]]
        self.orsak = self.data("Orsak", [capitalize(ORSAKER[namn]) for namn in andrade], bredd=38)
        vilken = (o.orsak, self.data("I brygga.csv", andrade, bredd=18))
        self.summa = self.rakna("Summa, kr", summa_dar(o.belopp, vilken), lika=belopp_kr.sum(axis=0), bredd=15)
        mer, mindre = (o.belopp, ">", 0), (o.belopp, "<", 0)
        self.mer = self.rakna("Förbund som får mer", antal_dar(vilken, mer), "antal", bredd=12)
        self.flyttat = self.rakna("Får mer, kr", summa_dar(o.belopp, vilken, mer), bredd=15,
                                  lika=np.maximum(belopp_kr, 0).sum(axis=0))  # fmt: skip
        self.mindre = self.rakna("Förbund som får mindre", antal_dar(vilken, mindre), "antal", bredd=12)
        self.rakna("Får mindre, kr", summa_dar(o.belopp, vilken, mindre), bredd=15)
        self.ordna(self.orsak, *self.kolumner[2:])


class Bryggtabell(Tabell):
    """A row per förbund, live from its causes: last year, every cause that changed, this year, and why in words."""

    def __init__(self, b: Brygga, o: Orsakstabell) -> None:
        super().__init__("Brygga")
        fran, till = b.fran.underlag.budgetar, b.till.underlag.budgetar
        self.kod = kod = self.data("Kod", b.koder)
        self.namn = self.data("Förbund", b.namn, "lang", bredd=30)
        self.innan = self.data(f"Före: {fran}, kr", b.fore_kr, "kr", bredd=14, summa=True)
        summa: Tal = self.innan
        for orsak in b.andrade:
            rubrik = f"{capitalize(ORSAKER[orsak])}, kr"
            summa = summa + self.rakna(rubrik, summa_dar(o.belopp, (o.kod, kod), (o.orsak, orsak)), summa=True,
                                       lika=b.belopp_kr[:, b.orsaker.index(orsak)],
                                       bredd=max(14, 4 + max(map(len, rubrik.split()))))  # fmt: skip
        self.efter = self.rakna(f"Efter: {till}, kr", summa + 0, lika=b.efter_kr, bredd=14, summa=True,
                                forklaring="Före + orsakerna.")  # fmt: skip
        self.rakna("Ändring, kr", self.efter - self.innan, lika=b.andring_kr, bredd=13, summa=True)
        sagt = dict(zip(b.till.koder, b.till.underlag.tilldelning_fjol_kr.tolist(), strict=True))
        self.data("Före enligt underlaget, kr", [sagt.get(kod) for kod in b.koder], "kr", bredd=14, summa=True,
                  forklaring="Fjolårets belopp i årets underlag.")  # fmt: skip
        self.data("Nytt eller upphört", ["" if slag == KVAR else slag for slag in b.slag], bredd=11)
        skal = [tell_largest(b, i) or "Inget ändrades." for i in range(len(b.koder))]
        self.mest = self.data("Mest beror det på", skal, "lang", bredd=60)


def make_vattenfall_blad(b: Brygga, o: Orsakstabell, p: Bryggtabell) -> tuple[Blad, Tabell]:
    """One förbund's causes on top of each other, for the code that is chosen; and the parts of the bars."""
    val = Lista("Val", ("Förbund", "Välj i det gula fältet"), (), (38, 50))
    storst = int(np.argmax(np.abs(b.andring_kr)))
    krav = Krav("val", "Förbundets kod", "Välj en kod ur listan.", val=p.kod)
    kod = val.data("Kod", b.koder[storst], "text", gul=True, krav=krav)
    for text, k, form in (("Namn", p.namn, "text"), (p.innan.rubrik, p.innan, "kr"), (p.efter.rubrik, p.efter, "kr"),
                          ("Mest beror det på", p.mest, "lang")):  # fmt: skip
        val.rakna(text, sla_upp(k, (p.kod, kod)), form)
    n, t = len(b.andrade), Tabell("Vattenfall", sorteras=False)
    namn = t.data("Orsak", [*(capitalize(ORSAKER[orsak]) for orsak in b.andrade), "Hela ändringen"], bredd=38)
    egna = [summa_dar(o.belopp, (o.kod, kod), (o.orsak, orsak)) for orsak in b.andrade]
    belopp = t.rader("Belopp, kr", [*egna, lambda k: t.summa_av(k, 0, n)], bredd=50)
    till = t.rader("Ändring så långt, kr", [t.summa_av(belopp, 0, min(i, n)) for i in range(1, n + 2)], bredd=18)
    staplar, serier = _make_bars([t.cell(belopp, i) for i in range(n + 1)], [t.cell(till, i) for i in range(n + 1)])
    titel = "Vad varje orsak ändrar, kr (blått: mer, orange: mindre, grått: hela ändringen)"
    diagram = Diagram(titel, namn, serier, staplad=True, liggande=True)
    text = "Välj ett annat förbund i det gula fältet. Varje stapel börjar där den förra slutade."
    return Blad("Ett förbund", "Ett förbund: från året före till i år", text, [val, diagram, t]), staplar


def _make_bars(belopp: list[Tal], till: list[Tal]) -> tuple[Tabell, list[Serie]]:
    """The parts of the bars over and under 0: what holds them up, what rises, what falls, and last the whole."""
    t = Tabell("Staplar", sorteras=False)
    fran, sist = t.rader("Från, kr", [b - a for a, b in zip(belopp, till, strict=True)], bredd=14), len(belopp) - 1
    slut, andring = t.rader("Till, kr", till, bredd=14), t.rader("Ändring, kr", belopp, bredd=14)
    ar_summa = t.data("Slag", [*["orsak"] * sist, "summa"], bredd=10).lika("summa")
    lagst, hogt = hogst(fran, slut), minst(fran, slut)
    over, under = minst(0, hogt) - minst(0, lagst), hogst(0, lagst) - hogst(0, hogt)
    botten = t.rakna("Botten, kr", om(ar_summa, 0, om(lagst > 0, lagst, hogst(0, hogt))), bredd=14)
    serier = [Serie(botten, farg=UTAN_FARG)]
    for rubrik, riktning, farg in (
        ("Ökning", andring > 0, SERIEFARGER[0]),
        ("Minskning", andring < 0, FARGER["minus"]),
    ):
        for del_, varde in (("", over), (" under 0", under)):
            k = t.rakna(f"{rubrik}{del_}, kr", om(ar_summa, 0, om(riktning, varde, 0)), bredd=14)
            serier.append(Serie(k, farg=farg))
    hela = t.rakna("Hela, kr", om(ar_summa, andring, 0), bredd=14)
    return t, [*serier, Serie(hela, farg=SERIEFARGER[3])]


def make_brygga_del(b: Brygga) -> Analysdel:
    """The sheets of the bridge, brygga.csv, and the terminal's answer."""
    o, fran, till = Orsakstabell(b), b.fran.underlag.budgetar, b.till.underlag.budgetar
    riket, p = Rikstabell(b, o), Bryggtabell(b, o)
    diagram = Diagram("Kronor som varje orsak flyttar till dem som får mer", riket.orsak, [riket.flyttat],
                      liggande=True)  # fmt: skip
    titel = f"Statens tilldelning {fran} till {till}: vad varje orsak gjorde"
    text = "Summan av en orsak är 0 när den bara flyttar pengar mellan förbund."
    hela = "Före + orsakerna = efter, i hela kronor. Orsakernas delar: se Antaganden."
    csv = "Samma rader som brygga.csv."
    enskilt, staplar = make_vattenfall_blad(b, o, p)
    blad = (
        Blad("Riket", titel, f"{text} {tell_unchanged(b)}", [riket, diagram] if b.andrade else [riket]),
        Blad("Brygga", f"Varje förbunds ändring {fran} till {till}, orsak för orsak", hela, [p], fasta=2),
        enskilt,
        Blad("Orsaker", "Orsakerna, en rad per förbund och orsak", csv, [o], "rakning"),
        Blad("Staplar", "Staplarnas delar", "Ritas på Ett förbund.", [staplar], "rakning"),
    )
    return Analysdel(blad, {"brygga.csv": o}, "\n".join(_tell(b, riket)), (METOD, *list_warnings(b.varningar)))


def tell_unchanged(b: Brygga) -> str:
    """The causes that did not change, which are 0 for everyone."""
    lika = [ORSAKER[orsak] for orsak in b.orsaker if orsak not in b.andrade]
    return f"Oförändrat: {join_words(lika)}." if lika else "Alla orsaker har ändrats."


def _tell(b: Brygga, riket: Rikstabell) -> Iterator[str]:
    """The country cause by cause, and the förbund that change most with their causes in words."""
    summor = f"{format_kr(b.fore_kr.sum())} kr till {format_kr(b.efter_kr.sum())} kr"
    ar = f"{b.fran.underlag.budgetar} till {b.till.underlag.budgetar}"
    yield from (f"Från {ar}: {summor} ({format_change(b.andring_kr.sum())} kr)", f"  {tell_unchanged(b)}", "")
    if b.andrade:
        kolumner = [riket.orsak, riket.summa, riket.mer, riket.mindre, riket.flyttat]
        yield from format_table(kolumner, ("orsak", "summa, kr", "får mer", "får mindre", "flyttat, kr"))
    for nummer, i in enumerate(find_largest(b.andring_kr, VISADE)):
        if not nummer:
            yield from ("", f"Störst ändring{' (alla i brygga.csv)' if len(b.koder) > VISADE else ''}:")
        slag = "" if b.slag[i] == KVAR else f", {b.slag[i]}"
        yield f"  {b.koder[i]} {b.namn[i]}{slag}: {format_change(b.andring_kr[i])} kr"
        yield f"    {tell_largest(b, i)}"
