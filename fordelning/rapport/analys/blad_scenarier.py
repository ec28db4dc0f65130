"""The sheets of the scenarios in analys.xlsx: each förbund's span, every grid point, the plans, and what varied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fordelning.analys.uppgifter import RAM
from fordelning.blad import UTAN_FARG, Blad, Diagram, Serie, Tabell
from fordelning.blad.form import show_plain
from fordelning.blad.formler import TOMT, kvot, om, sla_upp, tom
from fordelning.blad.utseende import SERIEFARGER
from fordelning.rapport.analys.text import name_figure
from fordelning.svep.resultat import Svepresultat, count_insatser, summarize_plans
from fordelning.svep.sammanfattning import Rutnatspunkt, Spannrad, find_medians
from fordelning.svep.scenariofil import Osakert, Rutnat, Scenariefil, list_changes
from fordelning.svep.varden import list_values
from fordelning.tecken import join_words

MEST = 12
"""How many of the widest spans are drawn."""
FLEST_PUNKTER = 2_000
"""More grid points than this are not written out."""
FLEST_KOLUMNER = 24
"""More grid points than this are not told per förbund."""

ANDRINGSORD = {
    "starta": "Nya förbund",
    "sla_ihop": "Förbund slås ihop",
    "dela": "Förbund delas",
    "flytta": "Områden flyttas",
    "lagg_ned": "Förbund läggs ned",
}
"""The kinds of changes of förbund and areas."""
MORK, LJUS, *_ = SERIEFARGER
LANGST_RUBRIK = 200
"""Characters: a heading in Excel is at most 255."""


class Spanntabell(Tabell):
    """The spans, a row per förbund in code order; scenarier.csv is the same table.

    `flera`: there are alternatives, so not every förbund is in every scenario.
    """

    def __init__(self, rader: Sequence[Spannrad], flera: bool) -> None:
        super().__init__("Spann")
        self._rader = rader
        self.kod = self.data("Kod", self._of("forbund_kod"), nyckel="forbund_kod")
        self.namn = self.data("Förbund", self._of("namn"), "lang", bredd=34)
        self.data("Utan ändring, kr", self._of("tilldelning_kr"), "kr", bredd=14, summa=not flera)
        self.matt = [
            self.data(rubrik, self._of(falt), "kr", bredd=14, nyckel=falt, forklaring=text)
            for rubrik, falt, text in (
                ("10 %, kr", "p10_kr", "Ett scenario av tio ger mindre."),
                ("Median, kr", "median_kr", "Hälften ger mindre."),
                ("90 %, kr", "p90_kr", "Ett scenario av tio ger mer."),
            )
        ]
        p10, median, p90 = self.matt
        spann = self.rakna("Spann, kr", om(tom(p10), TOMT, p90 - p10), bredd=13, forklaring="90 % − 10 %.")
        self.rakna("Spann av median", om(tom(p10), TOMT, kvot(spann, median)), "andel", bredd=11)
        self.golv, self.tak = (
            self.data(rubrik, self._of(falt), "andel", bredd=10, nyckel=falt, forklaring="Andel av scenarierna.")
            for rubrik, falt in (("Vid golv", "andel_golv"), ("Vid tak", "andel_tak"))
        )
        self.data("Plats", self._of("rang"), "antal", bredd=9, forklaring="Utan ändring; 1 = störst.")
        self.data("Plats, 10 %", self._of("rang_p10"), "antal", bredd=9)
        self.data("Plats, 90 %", self._of("rang_p90"), "antal", bredd=9)
        self.data("Behåller sin plats", self._of("andel_samma_rang"), "andel", bredd=11,
                  forklaring="Andel av scenarierna.")  # fmt: skip
        if flera:
            self.data("Scenarier", self._of("antal"), "antal", bredd=11, forklaring="Där förbundet finns.")

    def _of(self, falt: str) -> list[float]:
        return [getattr(rad, falt) for rad in self._rader]

    def find_widest(self) -> list[int]:
        """The rows whose spans are widest beside their median, ties in code order."""
        p10, median, p90 = (k.varden for k in self.matt)
        har = np.flatnonzero(median > 0)
        vidast = np.argsort((p10[har] - p90[har]) / median[har], kind="stable")[:MEST]
        return [int(i) for i in har[vidast]]


def make_osakrast_blad(s: Svepresultat, t: Spanntabell) -> Blad:
    """How many scenarios there are, and the förbund whose span is widest beside their median."""
    om_ = Tabell("Omfattning", sorteras=False)
    om_.data("Scenarierna", ["Scenarier", "därav utan beslut: golven är mer än ramen", "Alternativ"], bredd=44)
    om_.data("Antal", [s.antal, s.obetalbara, len(s.rum)], "antal", bredd=14)
    vidast, titel = t.find_widest(), s.fil.beskrivning or s.filnamn
    if not vidast:
        return Blad("Osäkrast", "Scenarier", titel, [om_])
    mest = Tabell("Vidast", sorteras=False)
    kod = mest.data("Kod", t.kod.varden[vidast], bredd=14)
    namn = mest.rakna("Vidast spann av median", sla_upp(t.namn, (t.kod, kod)), "lang", bredd=44)
    mest.ordna(namn)
    p10, median, p90 = (mest.rakna(k.rubrik, sla_upp(k, (t.kod, kod)), "kr", bredd=14) for k in t.matt)
    under = mest.rakna("10 % till median, kr", median - p10, "kr", bredd=17)
    over = mest.rakna("Median till 90 %, kr", p90 - median, "kr", bredd=17)
    serier = [Serie(p10, farg=UTAN_FARG), Serie(under, farg=LJUS), Serie(over, farg=MORK)]
    rubrik = "Tilldelningen i åtta scenarier av tio, kr. Färgen byter vid medianen."
    bild = Diagram(rubrik, namn, serier, liggande=True, staplad=True)
    return Blad("Osäkrast", "Scenarier", titel, [om_, mest, bild])


def make_spann_blad(t: Spanntabell) -> Blad:
    """Every förbund."""
    text = "Tilldelningen över scenarierna. Golv är spärren; tak är eget kapital, äskande eller parternas utfästelser."
    return Blad("Scenarier", "Tilldelningen i scenarierna, förbund för förbund", text, [t], fasta=2)


def make_rutnat_blad(s: Svepresultat, punkter: Sequence[Rutnatspunkt]) -> Blad:
    """Every grid point and alternative, with means over its draws."""
    t = Tabell("Rutnät")
    t.data("Alternativ", [p.alternativ for p in punkter], "lang", bredd=26)
    for j, r in enumerate(s.fil.rutnat):
        form = "kr" if r.vad.endswith("_kr") and not r.faktorer else "0.######"
        t.data(
            f"{j + 1}. {name_figure(r.vad)}", [p.varden[j] for p in punkter], form, bredd=20, forklaring=_tell_axis(r)
        )
    t.data("Omfördelat, kr", [p.flyttat_kr for p in punkter], "kr", bredd=14,
           forklaring="Det som de som får mer än utan ändring får mer.")  # fmt: skip
    t.data("Förbund vid golv", [p.golv_antal for p in punkter], "tal", bredd=12)
    t.data("Förbund vid tak", [p.tak_antal for p in punkter], "tal", bredd=12)
    t.data("Ej fördelat, kr", [p.ej_fordelat_kr for p in punkter], "kr", bredd=14)
    t.data("Scenarier", [p.betalbara for p in punkter], "antal", bredd=11, forklaring="Där ramen räcker till golven.")
    text = "Medelvärden över punktens dragningar, eller det enda scenariot. Tomt = ramen räcker inte till golven."
    return Blad("Rutnät", "Punkterna i rutnätet", text, [t], fasta=1)


def make_punkter_blad(s: Svepresultat, spann: Spanntabell, punkter: Sequence[Rutnatspunkt]) -> Blad:
    """What each förbund gets in every grid point and alternative: the median of its draws."""
    t = Tabell("Punkter")
    koder = t.data("Kod", spann.kod.varden).varden.tolist()
    t.data("Förbund", spann.namn.varden, "lang", bredd=34)
    for nummer, (p, egna) in enumerate(zip(punkter, find_medians(s.rum), strict=True), start=1):
        axlar = zip(s.fil.rutnat, p.varden, strict=True)
        delar = [
            *([p.alternativ] if s.fil.alternativ else []),
            *(f"{name_figure(r.vad)} {show_plain(v)}" for r, v in axlar),
        ]
        rubrik = f"{nummer}: {', '.join(delar)}"[:LANGST_RUBRIK]
        t.data(rubrik, [egna.get(kod) for kod in koder], "kr", bredd=17)
    text = "Medianen av punktens dragningar, eller det enda scenariot. Tomt = förbundet finns inte, eller inget beslut."
    return Blad("Per punkt", "Varje förbund i varje punkt", text, [t], fasta=2)


def make_planer_blad(s: Svepresultat, namn: dict[str, str]) -> tuple[list[Blad], list[Tabell]]:
    """The plans per förbund, and how often each insats is in the plan; the tables are CSV files too."""
    t, i = Tabell("Planspann"), Tabell("Insatsandelar")
    spann, andelar = summarize_plans(s.planer), [*count_insatser(s.planer)]
    t.data("Kod", [p.forbund_kod for p in spann], nyckel="forbund_kod")
    t.data("Förbund", [namn[p.forbund_kod] for p in spann], "lang", bredd=34)
    for rubrik, falt in (("10 %, nytta", "p10_nytta"), ("Median, nytta", "median_nytta"), ("90 %, nytta", "p90_nytta")):
        t.data(rubrik, [getattr(p, falt) for p in spann], "ore", bredd=14, nyckel=falt)
    t.data("Har en plan", [p.andel_med_plan for p in spann], "andel", bredd=12, nyckel="andel_med_plan",
           forklaring="Andel av scenarierna.")  # fmt: skip
    i.data("Kod", [a.forbund_kod for a in andelar], nyckel="forbund_kod")
    i.data("Förbund", [namn[a.forbund_kod] for a in andelar], "lang", bredd=34)
    i.data("Insats", [a.insats_kod for a in andelar], bredd=14, nyckel="insats_kod")
    i.data("I planen", [a.andel_i_plan for a in andelar], "andel", bredd=12, nyckel="andel_i_plan",
           forklaring="Andel av scenarierna där den körs något år.")  # fmt: skip
    text = "Bästa planen i varje scenario. Nära 100 % är ett tryggt val, omkring 50 % kan vägas mot annat."
    return [
        Blad("Planer", "Planernas nytta i scenarierna", "Nytta i viktade personer.", [t], fasta=2),
        Blad("Insatser i planerna", "Hur ofta varje insats är med i planen", text, [i], fasta=2),
    ], [t, i]


def make_varierat_blad(s: Svepresultat) -> Blad:
    """What varies, in words."""
    rader = [*_list_varied(s.fil)]
    t = Tabell("Varierat", sorteras=False)
    t.data("Slag", [slag for slag, _, _ in rader], bredd=14)
    t.data("Vad", [vad for _, vad, _ in rader], "lang", bredd=34)
    t.data("Hur", [hur for _, _, hur in rader], "lang", bredd=80)
    text = f"{s.filnamn}, SHA-256 {s.fil_sha256}. Samma frö ger samma dragningar på varje dator."
    return Blad("Vad som varierar", "Vad som varierar", text, [t], "om")


def _list_varied(fil: Scenariefil) -> list[tuple[str, str, str]]:
    rader = [("Rutnät", _name(r), _tell_axis(r)) for r in fil.rutnat]
    rader += [("Dragning", _name(o), _tell_draw(o)) for o in fil.dragning]
    if fil.dragningar:
        rader.append(("Dragning", "Antal per punkt", f"{show_plain(fil.dragningar)}, frö {fil.fro}"))
    rader += [("Ändring", ANDRINGSORD[namn], "I alla scenarier.") for namn in list_changes(fil)]
    for a in fil.alternativ:
        rader.append(("Alternativ", a.namn, join_words([ANDRINGSORD[n] for n in list_changes(a)]) or "Utan ändring."))
    return rader


def _name(post: Rutnat | Osakert) -> str:
    return post.vad + (f" ({', '.join(post.forbund)})" if post.forbund else "")


def _tell_axis(r: Rutnat) -> str:
    varden = list_values(r)
    visade = [show_plain(v) for v in varden[:8].tolist()]
    text = "; ".join([*visade, f"… {show_plain(float(varden[-1]))}"] if varden.size > len(visade) else visade)
    return f"{'Gånger ' if r.faktorer else ''}{text}"


def _tell_draw(o: Osakert) -> str:
    if o.celler_antal is not None:
        return f"SCB:s brus i {o.celler_antal} celler per kommun, medel av {o.tider_antal}."
    if o.minst is not None and o.hogst is not None:
        return f"Jämnt mellan {show_plain(o.minst)} och {show_plain(o.hogst)}."
    andel = show_plain(round(100 * (o.spridning_andel or 0.0), 6))
    vems = "en faktor för alla" if o.gemensam or o.vad == RAM else "en faktor per förbund"
    return f"± {andel} % (lognormal, medel 1), {vems}."
