"""The sheets of the result: Tilldelning, Härledning (the ledger), Eget kapital and Jämförelse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.rapport.excel.granser import VISAS, blank_inf
from fordelning.rapport.excel.mellanled import Mellanled
from fordelning.rapport.excel.rubriker import HARLEDNING, JAMFORELSE, KAPITAL, TILLDELNING
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.rapport.forklara.forklaring import Post, explain_posts
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat

LOKALT = "ROUND({tilldelning}*(1-stat_andel)/stat_andel,0)"


def make_tilldelning_sheet(r: Resultat) -> Blad:
    """The grant to every förbund, what region(s) and kommuner pay, and who limits; the columns of tilldelning.csv."""
    kolumn, bok, match = TILLDELNING.kolumn, r.bok, r.matchning
    om_grund, om_golv, lag = _explain_sources(r)
    region = f"INT({LOKALT}*region_andel/(region_andel+kommun_andel)+0.000001)"
    kolumner = (
        kolumn("kod", r.underlag.koder),
        kolumn("namn", [f.namn for f in r.underlag.forbund]),
        kolumn("tilldelning", r.tilldelning_kr, "kr", "{berakning.tilldelning}", forklaring=om_grund),
        kolumn("region", match.region_kr, "kr", region, forklaring=f"{TILLDELNING['region'].forklaring} {lag}"),
        kolumn(
            "kommuner",
            match.kommuner_kr,
            "kr",
            f"{LOKALT}-{{region}}",
            forklaring=f"{TILLDELNING['kommuner'].forklaring} {lag}",
        ),
        kolumn("totalt", match.totalt_kr, "kr", "{tilldelning}+{region}+{kommuner}"),
        kolumn(
            "golv",
            np.where(bok.golv_kr > 0, bok.golv_kr, np.nan),
            "kr",
            'IF({berakning.golv}=0,"",{berakning.golv})',
            forklaring=om_golv,
        ),
        kolumn("tak", blank_inf(bok.tak_kr), "kr", 'IF({berakning.tak}="","",{berakning.tak})'),
        kolumn("begransas", [VISAS[str(vem)] for vem in r.begransas_av], "text", "{berakning.begransas}"),
    )
    return Blad(
        "Tilldelning",
        f"Statens tilldelning till samordningsförbunden {r.underlag.budgetar}",
        f"{r.modell.namn}. Hela kronor. Vägen dit står på Ett förbund, Beräkning och Härledning.",
        (Tabell("tilldelning", kolumner, definierade={"tilldelning_kr": ("tilldelning", None)}),),
        fasta=2,
    )


def _explain_sources(r: Resultat) -> tuple[str, str, str]:
    """The rule and the source of the grant, of the floor, and of the match."""
    m = r.modell
    grund = m.grundtilldelning or m.fordelningsnyckel
    om_grund = f"Statens bidrag: grundbelopp och nyckel inom golv och tak, hela enheter. Källa: {grund.kalla.text}."
    om_golv = "Modellen har ingen spärr. Tomt = inget golv."
    if m.sparr and "sparr" in m.steg:
        om_golv = f"Spärren: förra årets tilldelning − högsta minskning. Källa: {m.sparr.kalla.text}."
    return om_grund, om_golv, f"Källa: {m.medfinansiering.kalla.text}."


def make_harledning_sheet(led: Mellanled) -> Blad:
    """The ledger: every post of every grant. A förbund's posts sum to its grant."""
    rader, kolumn = list(_list_posts(led)), HARLEDNING.kolumn
    forbund = [led.r.underlag.forbund[i] for i, *_ in rader]
    kolumner = (
        kolumn("kod", [f.forbund_kod for f in forbund]),
        kolumn("namn", [f.namn for f in forbund]),
        kolumn("steg", [RUBRIKER[post.steg] for _, post, *_ in rader]),
        kolumn("belopp", [float(post.belopp_kr) for _, post, *_ in rader], "ore", [belopp for *_, belopp, _ in rader]),
        kolumn("saldo", [saldo_kr for _, _, saldo_kr, *_ in rader], "ore", [saldo for *_, saldo in rader]),
        kolumn("forklaring", [post.forklaring for _, post, *_ in rader], "lang"),
    )
    return Blad(
        "Härledning",
        "Härledning: varje krona i varje tilldelning",
        "En rad per post; ett förbunds poster är tillsammans dess tilldelning. Beloppen räknas om när något ändras, "
        "förklaringarna gäller boken som den skrevs.",
        (Tabell("harledning", kolumner),),
        fasta=3,
    )


def _list_posts(led: Mellanled) -> Iterator[tuple[int, Post, float, str, str]]:
    """Every post: the förbund's number, the post, the balance after it, and the formulas of post and balance."""
    nycklar = {"grundtilldelning": "grund", "fordelningsnyckel": "beraknad", "avrundning": "tilldelning"}
    for i in range(len(led.r.underlag.koder)):
        fore, saldo_kr = "", 0.0
        for post in explain_posts(led.r, i):
            saldo_kr = round(saldo_kr + float(post.belopp_kr), 2)
            saldo = f"ROUND({{berakning.{nycklar.get(post.steg, f'efter_{post.steg}')}[{i}]}},2)"
            yield i, post, saldo_kr, f"ROUND({saldo}-{fore},2)" if fore else saldo, saldo
            fore = saldo


def make_kapital_sheet(led: Mellanled) -> Blad:
    """Eget kapital against the reasonable level, and what the excess takes from the grant."""
    r, kolumn = led.r, KAPITAL.kolumn
    kapital, bidrag = r.underlag.eget_kapital_kr, r.underlag.bidrag_fjol_kr
    har_regel = "eget_kapital" in r.modell.steg
    kolumner = (
        kolumn("kod", r.underlag.koder),
        kolumn("namn", [f.namn for f in r.underlag.forbund]),
        kolumn("kapital", kapital, "kr", "{berakning.kapital}"),
        kolumn("bidrag", bidrag, "kr", "{berakning.bidrag}"),
        kolumn("andel", divide(kapital, bidrag), "andel", 'IF({bidrag}>0,{kapital}/{bidrag},"")'),
        *(_excess_columns(led) if har_regel else ()),
    )
    om = "Kapital över rimlig nivå sänker tilldelningen och tar bort spärren."
    return Blad(
        "Eget kapital",
        f"Eget kapital vid ingången av {r.underlag.budgetar}",
        om if har_regel else "Modellen har ingen regel om eget kapital.",
        (Tabell("eget_kapital", kolumner),),
        fasta=2,
    )


def _excess_columns(led: Mellanled) -> list[Kolumn]:
    """The reasonable level, the excess, and the ceiling that it sets."""
    sett, m, kolumn = led.r.bok.sett["eget_kapital"], led.r.modell.eget_kapital, KAPITAL.kolumn
    assert m is not None
    avdrag = m.statens_andel_av_overskott * np.asarray(sett["overskott_kr"], np.float64)
    tak = 'IF({berakning.tak_eget_kapital}="","",{berakning.tak_eget_kapital})'
    haller = ["ja" if vem == "eget kapital" else "" for vem in led.r.begransas_av]
    om_niva = f"Trappans andel av bidragen.{' Talen är antaganden.' if m.antagande else ''}"
    return [
        kolumn("rimlig", sett["rimlig_kr"], "kr", "{berakning.rimlig}", forklaring=om_niva),
        kolumn("over", sett["overskott_kr"], "kr", "{berakning.overskott}"),
        kolumn("avdrag", avdrag, "kr", "statens_andel_av_overskott*{over}"),
        kolumn("tak", blank_inf(led.r.bok.tak["eget kapital"]), "kr", tak),
        kolumn("haller", haller, "text", f'IF({{berakning.begransas}}="{VISAS["eget kapital"]}","ja","")'),
    ]


def make_jamforelse_sheet(r: Resultat) -> Blad:
    """This year against last year, kronor per inhabitant, and what has been changed in the workbook."""
    kolumn, u, i_ar = JAMFORELSE.kolumn, r.underlag, r.tilldelning_kr
    fjol, per_invanare = u.tilldelning_fjol_kr, r.tilldelning_kr / u.invanare_antal
    andring = np.where(fjol > 0, i_ar - fjol, np.nan)
    andras = "({berakning.fjol.alla}>0)*(ABS({i_ar.alla}-{fjol.alla})%sABS({andring}))"
    fore_i_ordning = "({berakning.ordning.alla}%s{berakning.ordning})"
    plats_andring = (
        f'IF({{andring}}="","",1+SUMPRODUCT({andras % ">"})+SUMPRODUCT({andras % "="}*{fore_i_ordning % "<"}))'
    )
    lika_tidigare = f"SUMPRODUCT(({{per_invanare.alla}}={{per_invanare}})*{fore_i_ordning % '<='})"
    plats_per_invanare = f'COUNTIF({{per_invanare.alla}},">"&{{per_invanare}})+{lika_tidigare}'
    kolumner = (
        kolumn("kod", u.koder),
        kolumn("namn", [f.namn for f in u.forbund]),
        kolumn("fjol", fjol, "kr", "{berakning.fjol}"),
        kolumn("i_ar", i_ar, "kr", "{berakning.tilldelning}"),
        kolumn("andring", andring, "kr", 'IF({fjol}>0,{i_ar}-{fjol},"")'),
        kolumn("andring_andel", divide(andring, fjol), "andring", 'IF({fjol}>0,{andring}/{fjol},"")'),
        kolumn("per_invanare", per_invanare, "tal", "{i_ar}/{berakning.invanare}"),
        kolumn("andel_av_ram", i_ar / u.ram_kr, "andel", "{i_ar}/ram_kr"),
        kolumn("skriven", i_ar, "kr"),
        kolumn("sedan", np.zeros(len(i_ar)), "kr", "{i_ar}-{skriven}"),
        kolumn("plats_andring", rank(np.abs(andring)), "antal", plats_andring),
        kolumn("plats_per_invanare", rank(per_invanare), "antal", plats_per_invanare),
    )
    return Blad(
        "Jämförelse",
        f"Jämförelse: {u.budgetar} mot {u.budgetar - 1}",
        "Statens tilldelning i år mot året före, och mot vad boken hade när den skrevs.",
        (Tabell("jamforelse", kolumner),),
        fasta=2,
    )


def rank(varden: Vektor) -> Vektor:
    """Places from the largest down; the earlier of equals first; nan has none."""
    platser = np.empty(len(varden))
    platser[np.argsort(-np.nan_to_num(varden, nan=-np.inf), kind="stable")] = np.arange(1, len(varden) + 1)
    return np.where(np.isnan(varden), np.nan, platser)


def divide(a: Vektor, b: Vektor) -> Vektor:
    """a/b, nan where there is nothing to divide by."""
    return np.asarray(np.divide(a, b, out=np.full(len(b), np.nan), where=b > 0), np.float64)
