"""The sheets of the scenarios in analys.xlsx: each förbund's span, every grid point, the plans, and what varied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.analys.uppgifter import RAM
from fordelning.blad import Blad, Diagram, Kolumn, Serie, Tabell
from fordelning.blad.bok import UTAN_FARG
from fordelning.blad.formler import TOMT, kvot, om, sla_upp, tom
from fordelning.blad.tal import visa
from fordelning.blad.utseende import SERIEFARGER
from fordelning.svep.resultat import Insatsandel, Planspann, Svepresultat
from fordelning.svep.sammanfattning import Rutnatspunkt, Spannrad
from fordelning.svep.scenariofil import Osakert, Rutnat, Scenariefil, list_changes
from fordelning.svep.varden import list_values

MEST = 12
"""How many of the widest spans are drawn."""
FLEST_PUNKTER = 2_000
"""More grid points than this are not written out."""
FLEST_KOLUMNER = 24
"""More grid points than this are not told per förbund."""

MORK, LJUS, *_ = SERIEFARGER
LANGST_RUBRIK = 200
"""Characters: a heading in Excel is at most 255."""


@dataclass(frozen=True, slots=True, eq=False)
class Spanntabell:
    """The spans; scenarier.csv is made from the same table."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    matt: tuple[Kolumn, Kolumn, Kolumn]


def make_spann(rader: Sequence[Spannrad], flera: bool) -> Spanntabell:
    """A row per förbund in code order; `flera`: there are alternatives, so not every förbund is in every scenario."""
    t = Tabell("Spann")
    kod = t.data("Kod", [r.forbund_kod for r in rader], nyckel="forbund_kod")
    namn = t.data("Förbund", [r.namn for r in rader], "lang", bredd=34)
    t.data("Utan ändring, kr", [r.tilldelning_kr for r in rader], "kr", bredd=14, summa=not flera)
    p10, median, p90 = (
        t.data(rubrik, [getattr(r, f"{falt}_kr") for r in rader], "kr", bredd=14, nyckel=f"{falt}_kr", forklaring=text)
        for rubrik, falt, text in (
            ("10 %, kr", "p10", "Ett scenario av tio ger mindre."),
            ("Median, kr", "median", "Hälften ger mindre."),
            ("90 %, kr", "p90", "Ett scenario av tio ger mer."),
        )
    )
    spann = t.rakna("Spann, kr", om(tom(p10), TOMT, p90 - p10), bredd=13, forklaring="90 % − 10 %.")
    t.rakna("Spann av median", om(tom(p10), TOMT, kvot(spann, median)), "andel", bredd=11)
    t.data("Vid golv", [r.andel_golv for r in rader], "andel", bredd=10, nyckel="andel_golv",
           forklaring="Andel av scenarierna.")  # fmt: skip
    t.data("Vid tak", [r.andel_tak for r in rader], "andel", bredd=10, nyckel="andel_tak",
           forklaring="Andel av scenarierna.")  # fmt: skip
    t.data("Plats", [r.rang for r in rader], "antal", bredd=9, forklaring="Utan ändring; 1 = störst.")
    t.data("Plats, 10 %", [r.rang_p10 for r in rader], "antal", bredd=9)
    t.data("Plats, 90 %", [r.rang_p90 for r in rader], "antal", bredd=9)
    t.data("Behåller sin plats", [r.andel_samma_rang for r in rader], "andel", bredd=11,
           forklaring="Andel av scenarierna.")  # fmt: skip
    if flera:
        t.data("Scenarier", [r.antal for r in rader], "antal", bredd=11, forklaring="Där förbundet finns.")
    return Spanntabell(t, kod, namn, (p10, median, p90))


def make_osakrast_blad(s: Svepresultat, rader: Sequence[Spannrad], t: Spanntabell) -> Blad:
    """How many scenarios there are, and the förbund whose span is widest beside their median."""
    om_ = Tabell("Omfattning", sorteras=False)
    om_.data("Scenarierna", ["Scenarier", "därav utan beslut: golven är mer än ramen", "Alternativ"], bredd=44)
    om_.data("Antal", [s.antal, s.obetalbara, len(s.rum)], "antal", bredd=14)
    vidast = sorted((r for r in rader if r.median_kr > 0), key=lambda r: (r.p10_kr - r.p90_kr) / r.median_kr)[:MEST]
    if not vidast:
        return Blad("Osäkrast", "Scenarier", s.fil.beskrivning or s.filnamn, [om_])
    mest = Tabell("Vidast", sorteras=False)
    kod = mest.data("Kod", [r.forbund_kod for r in vidast], bredd=14)
    namn = mest.rakna("Vidast spann av median", sla_upp(t.namn, (t.kod, kod)), "lang", bredd=44)
    mest.ordna(namn)
    p10, median, p90 = (
        mest.rakna(rubrik, sla_upp(k, (t.kod, kod)), "kr", bredd=14)
        for rubrik, k in zip(("10 %, kr", "Median, kr", "90 %, kr"), t.matt, strict=True)
    )
    under = mest.rakna("10 % till median, kr", median - p10, "kr", bredd=17)
    over = mest.rakna("Median till 90 %, kr", p90 - median, "kr", bredd=17)
    serier = [Serie(p10, farg=UTAN_FARG), Serie(under, farg=LJUS), Serie(over, farg=MORK)]
    titel = "Tilldelningen i åtta scenarier av tio, kr. Färgen byter vid medianen."
    bild = Diagram(titel, namn, serier, liggande=True, staplad=True, bredd=900)
    return Blad("Osäkrast", "Scenarier", s.fil.beskrivning or s.filnamn, [om_, mest, bild], en_sida=True)


def make_spann_blad(t: Spanntabell) -> Blad:
    """Every förbund."""
    text = "Tilldelningen över scenarierna. Golv är spärren; tak är eget kapital, äskande eller parternas utfästelser."
    return Blad("Scenarier", "Tilldelningen i scenarierna, förbund för förbund", text, [t.tabell], fasta=2)


def make_rutnat_blad(s: Svepresultat, punkter: Sequence[Rutnatspunkt]) -> Blad:
    """Every grid point and alternative, with means over its draws."""
    t = Tabell("Rutnät")
    t.data("Alternativ", [p.alternativ for p in punkter], "lang", bredd=26)
    for j, r in enumerate(s.fil.rutnat):
        form = "kr" if r.vad.endswith("_kr") and not r.faktorer else "0.######"
        t.data(f"{j + 1}. {r.vad}", [p.varden[j] for p in punkter], form, bredd=20, forklaring=_tell_axis(r))
    t.data("Omfördelat, kr", [p.flyttat_kr for p in punkter], "kr", bredd=14,
           forklaring="Det som de som får mer än utan ändring får mer.")  # fmt: skip
    t.data("Förbund vid golv", [p.golv_antal for p in punkter], "tal", bredd=12)
    t.data("Förbund vid tak", [p.tak_antal for p in punkter], "tal", bredd=12)
    t.data("Ej fördelat, kr", [p.ej_fordelat_kr for p in punkter], "kr", bredd=14)
    t.data("Scenarier", [p.betalbara for p in punkter], "antal", bredd=11, forklaring="Där ramen räcker till golven.")
    text = "Medelvärden över punktens dragningar, eller det enda scenariot. Tomt = ramen räcker inte till golven."
    return Blad("Rutnät", "Punkterna i rutnätet", text, [t], fasta=1)


def make_punkter_blad(
    s: Svepresultat, rader: Sequence[Spannrad], punkter: Sequence[Rutnatspunkt], medianer: Sequence[dict[str, float]]
) -> Blad:
    """What each förbund gets in every grid point and alternative: the median of its draws."""
    t = Tabell("Punkter")
    t.data("Kod", [r.forbund_kod for r in rader])
    t.data("Förbund", [r.namn for r in rader], "lang", bredd=34)
    for nummer, (p, egna) in enumerate(zip(punkter, medianer, strict=True), start=1):
        axlar = zip(s.fil.rutnat, p.varden, strict=True)
        delar = [*([p.alternativ] if s.fil.alternativ else []), *(f"{r.vad} {visa(v)}" for r, v in axlar)]
        t.data(
            f"{nummer}: {', '.join(delar)}"[:LANGST_RUBRIK], [egna.get(r.forbund_kod) for r in rader], "kr", bredd=17
        )
    text = "Medianen av punktens dragningar, eller det enda scenariot. Tomt = förbundet finns inte, eller inget beslut."
    return Blad("Per punkt", "Varje förbund i varje punkt", text, [t], fasta=2)


def make_planer_blad(namn: dict[str, str], spann: Sequence[Planspann], andelar: Sequence[Insatsandel]) -> list[Blad]:
    """The plans per förbund, and how often each insats is in the plan. The tables are also CSV files."""
    t, i = Tabell("Planspann"), Tabell("Insatsandelar")
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
    ]


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
        rader.append(("Dragning", "Antal per punkt", f"{visa(fil.dragningar)}, frö {fil.fro}"))
    rader += [("Ändring", namn, "I alla scenarier.") for namn in list_changes(fil)]
    return rader + [("Alternativ", a.namn, ", ".join(list_changes(a)) or "Utan ändring.") for a in fil.alternativ]


def _name(post: Rutnat | Osakert) -> str:
    return post.vad + (f" ({', '.join(post.forbund)})" if post.forbund else "")


def _tell_axis(r: Rutnat) -> str:
    varden = list_values(r)
    visade = [visa(v) for v in varden[:8].tolist()]
    text = "; ".join([*visade, f"… {visa(float(varden[-1]))}"] if varden.size > len(visade) else visade)
    return f"{'Gånger ' if r.faktorer else ''}{text}"


def _tell_draw(o: Osakert) -> str:
    if o.celler_antal is not None:
        return f"SCB:s brus i {o.celler_antal} celler per kommun, medel av {o.tider_antal}."
    if o.minst is not None and o.hogst is not None:
        return f"Jämnt mellan {visa(o.minst)} och {visa(o.hogst)}."
    andel = visa(round(100 * (o.spridning_andel or 0.0), 6))
    vems = "en faktor för alla" if o.gemensam or o.vad == RAM else "en faktor per förbund"
    return f"± {andel} % (lognormal, medel 1), {vems}."
