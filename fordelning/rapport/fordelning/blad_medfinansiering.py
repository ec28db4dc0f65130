"""The sheets Medfinansiering, what every party pays in whole kronor, and its workings: by pledges, or inhabitants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, minst, och, om, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal_tal_dar, sla_upp, summa_dar
from fordelning.medfinansiering import Bidrag
from fordelning.rapport.fordelning.berakning_delar import add_party_rounding
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning
from fordelning.rapport.fordelning.blad_underlag import Inmatning, name_parties
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Utrakning:
    """How the parts of regions and kommuner are split, one row per party."""

    tabell: Tabell
    forbund: Kolumn
    part: Kolumn
    motpart: Kolumn
    invanare: Kolumn
    belopp: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Medfinansiering:
    """The bill: a row per förbund and party, the state's is the grant itself; and the workings."""

    tabell: Tabell
    forbund: Kolumn
    part: Kolumn
    motpart: Kolumn
    belopp: Kolumn
    utlovat: Kolumn
    over: Kolumn
    utrakning: Utrakning


def make_medfinansiering(r: Resultat, u: Inmatning, b: Berakning, d: Tilldelning) -> Medfinansiering:
    """The bill. A kommun in the region's place pays both quarters of its one pledge."""
    t, bidrag, x = Tabell("Medfinansiering"), r.bidrag, _make_split(r, u, b, d)
    namn, forbundsnamn = name_parties(r.underlag), {f.forbund_kod: f.namn for f in r.underlag.forbund}
    forbund = t.data("Förbund", [rad.forbund_kod for rad in bidrag], nyckel="forbund_kod")
    t.data("Förbundets namn", [forbundsnamn[rad.forbund_kod] for rad in bidrag], "lang", bredd=56)
    part = t.data("Part", [rad.part for rad in bidrag], nyckel="part")
    motpart = t.data("Kod", [rad.motpart_kod for rad in bidrag], nyckel="motpart_kod")
    t.data("Namn", [namn[rad.part, rad.motpart_kod] for rad in bidrag])
    delen = summa_dar(x.belopp, (x.forbund, forbund), (x.part, part), (x.motpart, motpart))
    staten = sla_upp(d.tilldelning, (d.kod, forbund))
    belopp = t.rakna("Bidrag, kr", om(part.lika("stat"), staten, delen), bredd=15, summa=True, inom=0,
                     lika=[rad.belopp_kr for rad in bidrag], nyckel="belopp_kr",
                     forklaring="Staten: tilldelningen. Övriga: hela kronor, och en till för de största resterna.",
                     )  # fmt: skip
    lofte, v = (u.utfastelser.forbund, forbund), u.utfastelser
    egna = lofte, (v.part, part), (v.motpart, motpart)
    lovat = om(antal_tal_dar(v.galler, *egna).lika(0), TOMT, summa_dar(v.galler, *egna))
    utlovat = t.rakna("Utlovat, kr", lovat, bredd=13, lika=[rad.utlovat_kr for rad in bidrag],
                      forklaring="Från Utfästelser. Tomt = ingen utfästelse.")  # fmt: skip
    bada = och(part.lika("kommun"), sla_upp(b.rad.utan_region, (b.kod, forbund)).lika("ja"))
    som_region = om(bada, summa_dar(belopp, (forbund, forbund), (part, "region"), (motpart, motpart)), 0)
    over = t.rakna("Utlovat över matchningen, kr", om(tom(utlovat), TOMT, minst(0, utlovat - belopp - som_region)),
                   bredd=18, summa=True, forklaring="Mer än lagen kräver; visas, vägras inte.",
                   lika=[None if rad.utlovat_kr is None else rad.over_matchning_kr for rad in bidrag])  # fmt: skip
    return Medfinansiering(t, forbund, part, motpart, belopp, utlovat, over, x)


def _make_split(r: Resultat, u: Inmatning, b: Berakning, d: Tilldelning) -> Utrakning:
    """What the members of a part share, by which weights, and the rounding to whole kronor.

    `grupp` = the number of the förbund's part, and `ordning` that of the party: what ties are decided by.
    """
    t, rader = Tabell("Uträkning"), [rad for rad in r.bidrag if rad.part != "stat"]
    forbund = t.data("Förbund", [rad.forbund_kod for rad in rader])
    part = t.data("Part", [rad.part for rad in rader])
    motpart = t.data("Kod", [rad.motpart_kod for rad in rader])
    grupp = t.data("Delar med, nummer", _number_groups(rader), "antal", bredd=11,
                   forklaring="Samma nummer = delar samma del.")  # fmt: skip
    ordning = t.data("Ordning", list(range(1, len(rader) + 1)), "antal", forklaring="Avgör vid lika rest.")
    ar_region, o, v = part.lika("region"), u.omraden, u.utfastelser
    delas = t.rakna("Partens del, kr", om(ar_region, *(sla_upp(k, (d.kod, forbund)) for k in (d.region, d.kommuner))),
                    bredd=14, forklaring="Från Tilldelning.")  # fmt: skip
    i_forbund = (o.forbund, forbund)
    egna = om(ar_region, *(summa_dar(o.invanare, i_forbund, (k, motpart)) for k in (o.regionuppgift, o.kommun)))
    invanare = t.rakna("Invånare", egna, "antal", forklaring="I förbundets område.")
    utan_region = sla_upp(b.rad.utan_region, (b.kod, forbund)).lika("ja")
    star_som = t.rakna("Löftet står som", om(utan_region, "kommun", part), "text", bredd=11,
                       forklaring="En kommun utan region lovar en gång, för båda delarna.")  # fmt: skip
    lofte = summa_dar(v.galler, (v.forbund, forbund), (v.part, star_som), (v.motpart, motpart))
    lovat = t.rakna("Löfte, kr", lofte, bredd=16, forklaring="Från Utfästelser; tomt räknas här som 0.")
    annars: Tal = invanare
    i_gruppen, efter = (grupp, grupp), "invånare"
    if o.vikt is not None:
        egen = t.rakna("Egen vikt", om(star_som.lika("kommun"), summa_dar(o.vikt, i_forbund, (o.kommun, motpart)), 0),
                       "tal", bredd=14, forklaring="Kommunernas egen nyckel, från Områden.")  # fmt: skip
        annars, efter = om(summa_dar(egen, i_gruppen) > 0, egen, invanare), "egen vikt, annars invånare"
    vikt = t.rakna("Vikt", om(summa_dar(lovat, i_gruppen) > 0, lovat, annars), "antal", bredd=18,
                   forklaring=f"Utfästelser om någon i parten har lovat, annars {efter}.")  # fmt: skip
    belopp = add_party_rounding(t, grupp, ordning, delas, vikt)
    return Utrakning(t, forbund, part, motpart, invanare, belopp)


def _number_groups(rader: Sequence[Bidrag]) -> list[int]:
    """The number of each row's förbund and part, from 1."""
    nummer: dict[tuple[str, str], int] = {}
    return [nummer.setdefault((rad.forbund_kod, rad.part), len(nummer) + 1) for rad in rader]


def make_medfinansiering_blad(r: Resultat, m: Medfinansiering) -> tuple[Blad, Blad]:
    """The bill, and its workings."""
    ar, text = r.underlag.budgetar, (
        "Staten hälften, region(er) en fjärdedel, kommun(er) en fjärdedel. Flera i samma part delar efter utfästelser, "
        "annars efter invånare. En kommun utan region betalar båda fjärdedelarna."
    )  # fmt: skip
    hur = "Så delas varje parts del i hela kronor. Beloppen står på Medfinansiering."
    return (
        Blad("Medfinansiering", f"Medfinansiering per part {ar}", text, [m.tabell], fasta=5),
        Blad("Medfinansiering, uträkning", f"Medfinansiering per part {ar}: uträkning", hur, [m.utrakning.tabell],
             "rakning", fasta=3),
    )  # fmt: skip
