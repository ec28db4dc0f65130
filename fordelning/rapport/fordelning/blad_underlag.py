"""The sheets with input data: Underlag (förbund), Områden and Utfästelser. Each may be sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.begrepp import Underlag
from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import om, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.medfinansiering import Bidrag, has_own_key
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner

FYLL_I = "Ändra ett gult fält, så räknas hela fördelningen om."


@dataclass(frozen=True, slots=True, eq=False)
class Forbundstabell:
    """Last year's figures, äskanden and months per förbund, as they were read; empty = not given."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    fjol: Kolumn
    kapital: Kolumn
    bidrag: Kolumn
    askande: Kolumn
    manader: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Omradestabell:
    """Kommuner and parts of kommuner; the sums per förbund are made on Beräkning.

    `vikt`: the key that kommuner have agreed; `frisam`: what Frisam uses. None where no area has one.
    """

    tabell: Tabell
    omrade: Kolumn
    kommun: Kolumn
    region: Kolumn
    forbund: Kolumn
    invanare: Kolumn
    matt: Kolumn
    regionuppgift: Kolumn
    vikt: Kolumn | None
    frisam: Kolumn | None


@dataclass(frozen=True, slots=True, eq=False)
class Utfastelsetabell:
    """Every region and kommun of a förbund with what it has pledged; empty = no pledge, it matches.

    `galler`: what holds of it where a region has one sum for all its förbund, else the pledge.
    """

    tabell: Tabell
    forbund: Kolumn
    part: Kolumn
    motpart: Kolumn
    utlovat: Kolumn
    galler: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Inmatning:
    """The inputs that the calculation reads."""

    forbund: Forbundstabell
    omraden: Omradestabell
    utfastelser: Utfastelsetabell


def make_inmatning(r: Resultat) -> Inmatning:
    """The three tables of inputs."""
    return Inmatning(_make_forbund(r.underlag), _make_omraden(r.underlag), _make_utfastelser(r))


def _make_forbund(u: Underlag) -> Forbundstabell:
    t, f = Tabell("Underlag"), u.forbund
    return Forbundstabell(
        t,
        t.data("Kod", u.koder),
        t.data("Förbund", [rad.namn for rad in f]),
        t.data("Tilldelning året före, kr", [rad.tilldelning_fjol_kr for rad in f], "kr", bredd=20, gul=True,
               summa=True, forklaring="Statens tilldelning. 0 = nytt förbund."),
        t.data("Eget kapital, kr", [rad.eget_kapital_kr for rad in f], "kr", bredd=16, gul=True, summa=True,
               forklaring="Vid ingången av budgetåret."),
        t.data("Alla parters bidrag året före, kr", [rad.bidrag_fjol_kr for rad in f], "kr", bredd=20, gul=True,
               summa=True, forklaring="Tomt = två gånger tilldelningen."),
        t.data("Äskat belopp, kr", [rad.askande_kr for rad in f], "kr", bredd=16, gul=True,
               forklaring="Tomt = ingen gräns."),
        t.data("Månader av budgetåret", [rad.manader for rad in f], "antal", bredd=14, gul=True,
               forklaring="Tomt = 12."),
    )  # fmt: skip


def _make_omraden(u: Underlag) -> Omradestabell:
    t, o, s = Tabell("Områden"), u.omraden, u.statistik
    omrade = t.data("Område", [rad.omrade_kod for rad in o])
    kommun = t.data("Kommun", [rad.kommun_kod for rad in o])
    t.data("Namn", [rad.namn for rad in o])
    region = t.data("Region", [rad.region_kod for rad in o], bredd=18, gul=True,
                    forklaring="Tomt = kommunen har regionens uppgifter.")  # fmt: skip
    return Omradestabell(
        t,
        omrade,
        kommun,
        region,
        t.data("Förbund", [rad.forbund_kod for rad in o], bredd=16, gul=True,
               forklaring="Tomt = utanför alla förbund."),
        t.data("Invånare", [rad.invanare_antal for rad in o], "antal", bredd=24, gul=True, summa=True,
               forklaring=f"{s.invanare_alder} {s.invanare_ar or ''}".strip()),
        t.data("Försörjningsmått", [rad.forsorjningsmatt for rad in o], "tal", bredd=24, gul=True, summa=True,
               forklaring=s.forsorjningsmatt_enhet),
        t.rakna("Regionens uppgifter har", om(tom(region), kommun, region), "text", bredd=18,
                lika=[rad.region_kod or rad.kommun_kod for rad in o], forklaring="Region, eller kommunen själv."),
        _add_own_key(t, u),
        _add_frisam(t, u),
    )  # fmt: skip


def _add_frisam(t: Tabell, u: Underlag) -> Kolumn | None:
    if not any(rad.frisam_kr for rad in u.omraden):
        return None
    return t.data("Frisam, kr", [rad.frisam_kr for rad in u.omraden], "kr", bredd=16, gul=True, summa=True,
                  forklaring="Dras av från taket av sjukpenning.")  # fmt: skip


def _add_own_key(t: Tabell, u: Underlag) -> Kolumn | None:
    if not has_own_key(u.omraden):
        return None
    return t.data("Egen vikt", [rad.medfinansiering_vikt for rad in u.omraden], "tal", bredd=16, gul=True,
                  forklaring="Delar kommunernas del. Tomt i hela förbundet = invånare.")  # fmt: skip


def _make_utfastelser(r: Resultat) -> Utfastelsetabell:
    t, parter, namn = Tabell("Utfästelser"), list_parties(r), name_parties(r.underlag)
    lovat: dict[tuple[str, str, str], int] = {
        (u.forbund_kod, u.part, u.motpart_kod): u.utlovat_kr for u in r.underlag.utfastelser
    }
    egna = [lovat.get((b.forbund_kod, str(b.part), b.motpart_kod)) for b in parter]
    forbund = t.data("Förbund", [b.forbund_kod for b in parter])
    part = t.data("Part", [b.part for b in parter])
    motpart = t.data("Kod", [b.motpart_kod for b in parter])
    t.data("Namn", [namn[b.part, b.motpart_kod] for b in parter])
    utlovat = t.data("Utlovat bidrag, kr", egna, "kr", bredd=34, gul=True, summa=True,
                     forklaring="Tomt för alla i en part = den matchar fullt ut. Har någon lovat räknas tomt som 0.",
                     )  # fmt: skip
    return Utfastelsetabell(t, forbund, part, motpart, utlovat, utlovat)


def list_parties(r: Resultat) -> Sequence[Bidrag]:
    """The regions and kommuner that can pledge: not a kommun in the place of a region, whose one pledge is for both."""
    regioner = {region.region_kod for region in r.underlag.regioner} | {o.region_kod for o in r.underlag.omraden}
    return [b for b in r.bidrag if b.part == "kommun" or (b.part == "region" and b.motpart_kod in regioner)]


def name_parties(u: Underlag) -> dict[tuple[str, str], str]:
    """The name of each party by part and code."""
    namn = {("stat", "staten"): "Staten"}
    kanda = read_kommuner()
    for omrade in u.omraden:
        hel = omrade.omrade_kod == omrade.kommun_kod
        kommun = omrade.namn if hel or omrade.kommun_kod not in kanda else kanda[omrade.kommun_kod].namn
        namn["kommun", omrade.kommun_kod] = kommun
        namn["region", omrade.region_kod or omrade.kommun_kod] = kommun
    return namn | {("region", region.region_kod): region.namn for region in u.regioner}


def make_underlag_blad(r: Resultat, u: Inmatning) -> tuple[Blad, Blad, Blad]:
    """The sheets Underlag, Områden and Utfästelser."""
    ar = r.underlag.budgetar
    return (
        Blad("Underlag", f"Underlag per förbund {ar}", FYLL_I, [u.forbund.tabell], "inmatning", 2),
        Blad("Områden", "Områden: kommuner och delar av kommuner", FYLL_I, [u.omraden.tabell], "inmatning", 3),
        Blad("Utfästelser", f"Utfäst medfinansiering {ar}", FYLL_I, [u.utfastelser.tabell], "inmatning"),
    )
