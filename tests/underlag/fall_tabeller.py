"""Broken tables and settings, one fault each, that folders and workbooks can have alike."""

from __future__ import annotations

from tests.underlag.fall import Fall
from tests.underlag.prov import Prov


def _drop(tabell: str, kolumn: str, *ord: str) -> Fall:
    return Fall(f"{tabell} utan {kolumn}", lambda prov: prov.drop_column(tabell, kolumn), (f"«{kolumn}» saknas", *ord))


def _rename(tabell: str, kolumn: str, till: str, *ord: str) -> Fall:
    def bryt(prov: Prov) -> None:
        prov.tabeller[tabell][0][prov.column(tabell, kolumn)] = till

    return Fall(f"{tabell}.{kolumn} heter {till!r}", bryt, ord)


def _repeat(tabell: str, rad: int, andra: dict[str, str], *ord: str) -> Fall:
    """A copy of a row last in the table, with some cells changed."""

    def bryt(prov: Prov) -> None:
        rader = prov.tabeller[tabell]
        rader.append(list(rader[rad - 1]))
        for kolumn, text in andra.items():
            prov.set(tabell, len(rader), kolumn, text)

    return Fall(f"{tabell} rad {rad} igen {andra}", bryt, ord)


def _edit(tabell: str, rad: int, kolumn: str, text: str, *ord: str) -> Fall:
    return Fall(f"{tabell} rad {rad} {kolumn} {text}", lambda prov: prov.set(tabell, rad, kolumn, text), ord)


def _without(tabell: str, *ord: str) -> Fall:
    return Fall(f"utan {tabell}", lambda prov: prov.tabeller.pop(tabell), ord)


def _as(tabell: str, namn: str, *ord: str) -> Fall:
    def bryt(prov: Prov) -> None:
        prov.tabeller[namn] = prov.tabeller.pop(tabell)

    return Fall(f"{tabell} heter {namn}", bryt, ord)


def _row(tabell: str, celler: list[str], *ord: str) -> Fall:
    def bryt(prov: Prov) -> None:
        prov.tabeller[tabell].append(celler + [""] * (len(prov.tabeller[tabell][0]) - len(celler)))

    return Fall(f"{tabell} med raden {celler}", bryt, ord)


def _no_header(tabell: str, *ord: str) -> Fall:
    return Fall(f"{tabell} utan rubriker", lambda prov: prov.tabeller[tabell].pop(0), ord)


def _set(avsnitt: str, nyckel: str, varde: object, *ord: str) -> Fall:
    def bryt(prov: Prov) -> None:
        mal = prov.installningar.setdefault(avsnitt, {}) if avsnitt else prov.installningar
        if varde is None:
            del mal[nyckel]
        else:
            mal[nyckel] = varde

    return Fall(f"{avsnitt}.{nyckel} = {varde}", bryt, ord)


TABELLFALL: tuple[Fall, ...] = (
    # columns
    _drop("forbund", "namn", "Förbundets namn"),
    _drop("forbund", "tilldelning_fjol_kr"),
    _drop("omraden", "forbund_kod"),
    _drop("omraden", "invanare_antal"),
    _drop("omraden", "kommun_kod"),
    _drop("regioner", "region_kod"),
    _drop("insatser", "insats_kod"),
    _drop("kapital", "typ"),
    _rename("forbund", "askande_kr", "äskande_kr", "okänd kolumn «äskande_kr»", "Menade du «askande_kr»?"),
    _rename("forbund", "namn", "förbundets namn", "okänd kolumn «förbundets namn»", "Menade du «namn»?"),
    _rename("omraden", "invanare_antal", "invånare_antal", "okänd kolumn", "Menade du «invanare_antal»?"),
    _rename("omraden", "forsorjningsmatt_fjol", "forsorjningsmatt", "«forsorjningsmatt» står två gånger"),
    _rename("effekter", "osakerhet", "osäkerhet", "okänd kolumn", "Menade du «osakerhet»?"),
    # rows
    _repeat("forbund", 2, {}, "«A» finns redan", "en rad per forbund_kod"),
    _repeat("omraden", 2, {"forbund_kod": "B"}, "«K01» finns redan", "en rad per omrade_kod"),
    _repeat("regioner", 2, {"namn": "En till"}, "«R1» finns redan"),
    _repeat("medfinansiering", 2, {"utlovat_kr": "5"}, "«A / kommun / K01» finns redan"),
    _repeat("kapital", 2, {"kostnader_kr": "9"}, "«A / 2024 / utfall» finns redan"),
    _repeat("behov", 2, {}, "«A / M1» finns redan"),
    _repeat("insatser", 2, {}, "«A / I1» finns redan"),
    _repeat("effekter", 2, {}, "«A / I1 / M1» finns redan"),
    _repeat("planering", 2, {}, "«A / 2026» finns redan"),
    _edit("omraden", 5, "omrade_kod", "K03", "kommun «K03» står både hel och i delar («K03-NORR»)", "två gånger"),
    _repeat("forbund", 2, {"forbund_kod": "D", "namn": "Delta"}, "«D» Delta har inget område", "en rad i omraden"),
    _row("forbund", ["Summa", "", "9000000", "1500000"], "«Summa» är ingen fullständig rad", "Ta bort summor"),
    _row("omraden", ["Källa: eget uttag"], "«Källa: eget uttag» är ingen fullständig rad"),
    _no_header("omraden", "rubrikraden saknas", "omrade_kod, kommun_kod"),
    _no_header("forbund", "rubrikraden saknas", "första raden"),
    # tables
    _without("regioner", "regioner", "tabellen saknas"),
    _without("malgrupper", "malgrupper", "tabellen saknas, men", "hänvisar till den"),
    _as("kapital", "kapitalet", "kapitalet", "är ingen del av underlaget", "Menade du «kapital"),
    _as("omraden", "områden", "är ingen del av underlaget", "Menade du «omraden"),
    _as("medfinansiering", "medfinansering", "är ingen del av underlaget", "Menade du «medfinansiering"),
    # settings
    _set("", "budgetar", None, "nyckel", "budgetar", "saknas"),
    _set("", "ram_kr", None, "nyckel", "ram_kr", "saknas"),
    _set("", "budgetar", "i år", "inget heltal"),
    _set("", "budgetar", 1926, "«1926» är utanför gränsen", "minst 2004"),
    _set("", "ram_kr", -5, "«-5» är utanför gränsen", "minst 1"),
    _set("", "ram_kr", "339 milj", "inget heltal"),
    _set("", "ram_kr", 100.5, "inget heltal"),
    _set("", "budgetar", True, "inget tal"),
    _set("", "rma_kr", 5, "okänd nyckel", "Menade du «ram_kr»?"),
    _set("statistik", "invanare_r", 2025, "okänd nyckel", "Menade du «invanare_ar»?"),
    _set("kallor", "forbund", {"uppskatning": True}, "okänd nyckel", "Menade du «uppskattning»?"),
    _set("kallor", "forbund", {"uppskattning": "delvis"}, "true eller false"),
    _set("kontrollsummor", "invanare_antal", 99_001, "summan 99\u00a0000, inte 99\u00a0001", "skillnaden är −1"),
    _set("kontrollsummor", "forsorjningsmatt", 11_449, "summan 11\u00a0450,50, inte 11\u00a0449"),
    _set("kontrollsummor", "tilldelning_fjol_kr", 1, "summan 8\u00a0000\u00a0000, inte 1"),
    _set("kontrollsummor", "invanare", 99_000, "kontrollsumman «invanare» är okänd", "invanare_antal"),
    _set("undantag", "hopp", ["K99"], "«K99» finns inte i omraden"),
    _set("undantag", "hop", ["K01"], "okänd nyckel", "Menade du «hopp»?"),
)
