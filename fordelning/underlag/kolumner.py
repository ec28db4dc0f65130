"""The tables of a data set: every file, its columns, what they hold. Reader, template and manual all read this page."""

from __future__ import annotations

from fordelning.begrepp import (
    Behov,
    Effekt,
    Forbund,
    Insats,
    Kapitalar,
    Malgrupp,
    Omrade,
    Planering,
    Region,
    Regionmedel,
    Utfastelse,
)
from fordelning.underlag.tabellform import Kolumnform as Kolumn
from fordelning.underlag.tabellform import Tabellform as Tabell

_FOR_IN = "För in årets statistik med fordelning statistik."


def _forbund_kod() -> Kolumn:
    return Kolumn("forbund_kod", "kod", "Förbundets kod, som i forbund.", hor_till="forbund")


TABELLER: dict[str, Tabell] = {
    tabell.namn: tabell
    for tabell in (
        Tabell(
            "forbund",
            Forbund,
            ("forbund_kod",),
            (
                Kolumn("forbund_kod", "kod", "Förbundets kod, text. Samma kod används i alla tabeller."),
                Kolumn("namn", "text", "Förbundets namn."),
                Kolumn("tilldelning_fjol_kr", "kr", "Statens tilldelning året före, hela kronor. 0 = nytt förbund."),
                Kolumn("eget_kapital_kr", "kr", "Eget kapital vid ingången av budgetåret, hela kronor.", negativ=True),
                Kolumn(
                    "bidrag_fjol_kr",
                    "kr",
                    "Alla parters bidrag året före. Tomt = två gånger tilldelningen.",
                    kravs=False,
                ),
                Kolumn(
                    "askande_kr", "kr", "Högsta belopp som förbundet begär av staten. Tomt = ingen gräns.", kravs=False
                ),
                Kolumn(
                    "manader", "manader", "Antal månader av budgetåret som förbundet finns. Tomt = 12.", kravs=False
                ),
            ),
            "Ett samordningsförbund per rad.",
            kravs=True,
        ),
        Tabell(
            "omraden",
            Omrade,
            ("omrade_kod",),
            (
                Kolumn("omrade_kod", "kod", "Kommunkod, eller kommunkod och del: 1480-CENTRUM."),
                Kolumn("kommun_kod", "kod", "SCB:s kommunkod; kommun_kod är fyra siffror, som text."),
                Kolumn("namn", "text", "Kommunens eller delens namn."),
                Kolumn(
                    "region_kod",
                    "kod",
                    "Regionens kod. Tomt = kommunen har regionens uppgifter.",
                    far_tom=True,
                    hor_till="regioner",
                ),
                Kolumn(
                    "forbund_kod",
                    "kod",
                    "Förbundets kod. Tomt = utanför alla förbund.",
                    far_tom=True,
                    hor_till="forbund",
                ),
                Kolumn("invanare_antal", "antal", "Invånare i åldern som underlag.toml anger.", gor=_FOR_IN),
                Kolumn("forsorjningsmatt", "tal", "Försörjningsmått i den enhet som underlag.toml anger.", gor=_FOR_IN),
                Kolumn("invanare_fjol_antal", "antal", "Invånare året före, för rimlighetskontrollen.", kravs=False),
                Kolumn(
                    "forsorjningsmatt_fjol", "tal", "Försörjningsmått året före, för rimlighetskontrollen.", kravs=False
                ),
                Kolumn(
                    "medfinansiering_vikt",
                    "tal",
                    "Vikt när förbundets kommuner delar sin del. Tomt = invånare.",
                    kravs=False,
                    bara_ifylld=True,
                ),
                Kolumn(
                    "frisam_kr",
                    "kr",
                    "Före 2016: det som Frisam använder av taket för sjukpenning. Tomt = 0.",
                    kravs=False,
                    bara_ifylld=True,
                ),
            ),
            "En kommun, eller en del av en kommun, per rad.",
            kravs=True,
        ),
        Tabell(
            "regioner",
            Region,
            ("region_kod",),
            (
                Kolumn("region_kod", "kod", "Regionens kod, text."),
                Kolumn("namn", "text", "Regionens namn."),
            ),
            "En region per rad.",
            kravs=True,
        ),
        Tabell(
            "medfinansiering",
            Utfastelse,
            ("forbund_kod", "part", "motpart_kod"),
            (
                _forbund_kod(),
                Kolumn("part", "val", "Vilken part som lovar: kommun eller region.", val=("kommun", "region")),
                Kolumn("motpart_kod", "kod", "Kommunens eller regionens kod."),
                Kolumn("utlovat_kr", "kr", "Utlovat bidrag för budgetåret, hela kronor."),
            ),
            "En utfästelse per rad. Saknas en part matchar den statens bidrag fullt ut.",
        ),
        Tabell(
            "regionmedel",
            Regionmedel,
            ("region_kod",),
            (
                Kolumn("region_kod", "kod", "Regionens kod.", hor_till="regioner"),
                Kolumn("utlovat_kr", "kr", "Regionens summa för alla sina förbund under budgetåret, hela kronor."),
                Kolumn(
                    "fordelning",
                    "val",
                    "Hur summan delas: nyckel, lika, eller lista (utfästelserna).",
                    val=("nyckel", "lika", "lista"),
                ),
            ),
            "En region med en summa för alla sina förbund per rad. Saknas en region begränsar bara dess utfästelser.",
        ),
        Tabell(
            "kapital",
            Kapitalar,
            ("forbund_kod", "ar", "typ"),
            (
                _forbund_kod(),
                Kolumn("ar", "ar", "Kalenderår."),
                Kolumn("ingaende_kr", "kr", "Eget kapital vid årets början.", negativ=True),
                Kolumn("intakter_kr", "kr", "Årets intäkter, alla parter."),
                Kolumn("kostnader_kr", "kr", "Årets kostnader."),
                Kolumn("typ", "val", "utfall, budget eller prognos.", val=("utfall", "budget", "prognos")),
            ),
            "Ett förbund och år per rad.",
        ),
        Tabell(
            "malgrupper",
            Malgrupp,
            ("malgrupp_kod",),
            (
                Kolumn("malgrupp_kod", "kod", "Målgruppens kod."),
                Kolumn("namn", "text", "Målgruppens namn."),
                Kolumn("andel_i_behov", "andel", "Andel av gruppen som behöver samordnade insatser."),
                Kolumn("vikt", "tal", "Målgruppens vikt i nyttan; 1 = alla lika."),
            ),
            "En målgrupp per rad.",
        ),
        Tabell(
            "behov",
            Behov,
            ("forbund_kod", "malgrupp_kod"),
            (
                _forbund_kod(),
                Kolumn("malgrupp_kod", "kod", "Målgruppens kod.", hor_till="malgrupper"),
                Kolumn("personer_antal", "tal", "Personer i målgruppen inom förbundets område."),
            ),
            "Ett förbund och en målgrupp per rad.",
        ),
        Tabell(
            "insatser",
            Insats,
            ("forbund_kod", "insats_kod"),
            (
                _forbund_kod(),
                Kolumn("insats_kod", "kod", "Insatsens kod inom förbundet."),
                Kolumn("namn", "text", "Insatsens namn."),
                Kolumn("inriktning", "val", "individ eller struktur.", val=("individ", "struktur")),
                Kolumn("fast_kostnad_kr", "tal", "Fast kostnad per år, kr."),
                Kolumn("kostnad_per_deltagare_kr", "tal", "Kostnad per deltagare och år, kr."),
                Kolumn("minst_antal", "tal", "Minsta antal deltagare ett år som insatsen körs."),
                Kolumn("hogst_antal", "tal", "Högsta antal deltagare per år."),
                Kolumn("fran_ar", "ar", "Första år. Tomt = prövas år för år.", kravs=False),
                Kolumn("till_ar", "ar", "Sista år. Tomt = prövas år för år.", kravs=False),
                Kolumn(
                    "trappning",
                    "trappning",
                    "Förbundets andel av kostnaden per år, t.ex. 1;0.75;0.5. Tomt = 1.",
                    kravs=False,
                ),
                Kolumn("beslutad", "ja_nej", "ja = redan beslutad. Tomt = nej.", kravs=False, val=("ja", "nej")),
                Kolumn(
                    "idag_antal", "tal", "Deltagare i dag. Struktur: 0 = körs inte i dag, tomt = körs.", kravs=False
                ),
            ),
            "En insats per rad.",
        ),
        Tabell(
            "effekter",
            Effekt,
            ("forbund_kod", "insats_kod", "malgrupp_kod"),
            (
                _forbund_kod(),
                Kolumn("insats_kod", "kod", "Insatsens kod.", hor_till="insatser"),
                Kolumn("malgrupp_kod", "kod", "Målgruppens kod.", far_tom=True, hor_till="malgrupper"),
                Kolumn(
                    "effekt_andel",
                    "tal",
                    "Andel av deltagarna som väntas nå arbete eller studier, netto.",
                    far_tom=True,
                    negativ=True,
                ),
                Kolumn("osakerhet", "tal", "Standardavvikelse för andelen.", kravs=False),
                Kolumn("effekt_antal", "tal", "Struktur: personer som nås per år.", kravs=False),
            ),
            "En insats och målgrupp per rad.",
        ),
        Tabell(
            "planering",
            Planering,
            ("forbund_kod", "ar"),
            (
                _forbund_kod(),
                Kolumn("ar", "ar", "Kalenderår."),
                Kolumn("administration_kr", "tal", "Styrelse, administration och revision, kr."),
                Kolumn("lagsta_kapital_kr", "tal", "Lägsta eget kapital vid årets slut, kr."),
                Kolumn("struktur_minst_andel", "andel", "Minsta andel av insatskostnaden för struktur."),
                Kolumn("struktur_hogst_andel", "andel", "Högsta andel av insatskostnaden för struktur."),
                Kolumn("bidrag_kr", "tal", "Alla parters bidrag det året. Tomt = tilldelningens summa.", kravs=False),
            ),
            "Ett förbund och år per rad.",
        ),
    )
}
"""The tables of a data set, in reading order."""
