"""Headings of the allocation workbook: per sheet and column what it is called, what it means, and how wide it is."""

from __future__ import annotations

from typing import NamedTuple

from fordelning.rapport.excel.tabell import Form, Kolumn, Varden


class Rubrik(NamedTuple):
    """A column's heading, the explanation above it, its width if its values do not decide, and whether it is summed."""

    text: str
    forklaring: str = ""
    bredd: float | None = None
    summa: bool = False


class Rubriker(dict[str, Rubrik]):
    """The headings of a sheet, by the name of the column in formulas."""

    def kolumn(
        self,
        nyckel: str,
        varden: Varden,
        form: Form = "text",
        formel: str | list[str] = "",
        *,
        inmatning: bool = False,
        forklaring: str = "",
    ) -> Kolumn:
        """A column with its heading; an explanation given here takes the place of the general one."""
        r = self[nyckel]
        text = forklaring or r.forklaring
        return Kolumn(nyckel, r.text, varden, form, formel, text, r.bredd, inmatning=inmatning, summa=r.summa)


UNDERLAG = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    fjol=Rubrik("Tilldelning året före, kr", "Statens tilldelning. 0 = nytt förbund.", 20, True),
    kapital=Rubrik("Eget kapital, kr", "Vid ingången av budgetåret.", 16, True),
    bidrag=Rubrik("Alla parters bidrag året före, kr", "Tomt = två gånger tilldelningen.", 20, True),
    askande=Rubrik("Äskat belopp, kr", "Tomt = ingen gräns.", 16),
    manader=Rubrik("Månader av budgetåret", "Tomt = 12.", 14),
)

OMRADEN = Rubriker(
    omrade=Rubrik("Område"),
    kommun=Rubrik("Kommun"),
    namn=Rubrik("Namn"),
    region=Rubrik("Region", "Tomt = kommunen har regionens uppgifter.", 18),
    forbund=Rubrik("Förbund", "Tomt = utanför alla förbund.", 16),
    invanare=Rubrik("Invånare", "", 24, True),
    matt=Rubrik("Försörjningsmått", "", 24, True),
    regionuppgift=Rubrik("Regionens uppgifter har", "Region, eller kommunen själv.", 18),
)

UTFASTELSER = Rubriker(
    forbund=Rubrik("Förbund"),
    part=Rubrik("Part"),
    motpart=Rubrik("Kod"),
    namn=Rubrik("Namn"),
    utlovat=Rubrik(
        "Utlovat bidrag, kr",
        "Tomt för alla i en part = den matchar fullt ut. Har någon lovat räknas tomt som 0.",
        34,
        True,
    ),
)

BERAKNING = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    ordning=Rubrik("Ordning", "Kodordning; avgör vid lika rest."),
    rad=Rubrik("Rad i Underlag", "Var förbundet står."),
    invanare=Rubrik("Invånare", "Summa över förbundets områden.", None, True),
    matt=Rubrik("Försörjningsmått", "Summa över förbundets områden.", None, True),
    utan_region=Rubrik("Utan region", "ja = kommunen har regionens uppgifter.", 11),
    manader=Rubrik("Del av året", "Månader/12.", 11),
    fjol=Rubrik("Tilldelning året före, kr", "Från Underlag.", None, True),
    kapital=Rubrik("Eget kapital, kr", "Från Underlag.", None, True),
    bidrag=Rubrik("Bidrag året före, kr", "Alla parter; annars två gånger tilldelningen.", None, True),
    askande=Rubrik("Äskat, kr", "Tomt = ingen gräns."),
    grund=Rubrik("Grundtilldelning, kr", "Grundbeloppet × del av året.", 16, True),
    matt_andel=Rubrik("Andel av försörjningsmåttet", "Av alla förbund."),
    invanare_andel=Rubrik("Andel av invånarna", "Av alla förbund."),
    vagd=Rubrik("Vägd andel", "Vikterna på Parametrar."),
    nyckel=Rubrik("Nyckel", "Vägd andel × del av året, så att alla blir 100 %.", None, True),
    enligt_nyckel=Rubrik("Enligt nyckeln, kr", "(Ramen − allas grund) × nyckel.", 17, True),
    beraknad=Rubrik("Grund och nyckel, kr", "Före golv och tak.", 17, True),
    rimlig_andel=Rubrik("Rimlig nivå, andel", "Trappans steg efter bidragen året före."),
    rimlig=Rubrik("Rimlig nivå, kr", "Andelen × bidragen.", 16, True),
    overskott=Rubrik("Över rimlig nivå, kr", "Eget kapital − rimlig nivå.", 16, True),
    golv_fore=Rubrik("Spärr, kr", "Förra årets − högsta minskning; inte över rimlig nivå.", 16),
    golv_enhet=Rubrik("Spärr, hela enheter, kr", "Uppåt.", 16),
    kommun_utlovat=Rubrik("Utlovat av kommuner, kr", "Tomt = matchar fullt ut.", 16),
    region_utlovat=Rubrik("Utlovat av regioner, kr", "Tomt = matchar fullt ut.", 16),
    kommunens_andel=Rubrik("Kommunernas andel", "Utan region: båda delarna.", 16),
    tak_modellen_fore=Rubrik("Tak av sjukpenning, kr", "Högsta andel × sjukpenningen.", 16),
    tak_modellen=Rubrik("Tak av sjukpenning, hela enheter, kr", "Nedåt.", 16),
    tak_eget_kapital_fore=Rubrik("Tak av eget kapital, kr", "Grund och nyckel − statens andel av överskottet.", 16),
    tak_eget_kapital=Rubrik("Tak av eget kapital, hela enheter, kr", "Nedåt.", 16),
    tak_askande_fore=Rubrik("Tak: äskande, kr", "Äskat belopp.", 16),
    tak_askande=Rubrik("Tak: äskande, hela enheter, kr", "Nedåt.", 16),
    tak_kommuner_fore=Rubrik("Tak: kommuner, kr", "Statens andel ÷ kommunernas × utlovat.", 16),
    tak_kommuner=Rubrik("Tak: kommuner, hela enheter, kr", "Nedåt.", 16),
    tak_region_fore=Rubrik("Tak: region, kr", "Statens andel ÷ regionens × utlovat.", 16),
    tak_region=Rubrik("Tak: region, hela enheter, kr", "Nedåt.", 16),
    tak=Rubrik("Tak, kr", "Lägsta taket. Tomt = inget."),
    golv=Rubrik("Golv, kr", "Spärren, högst taket.", None, True),
    begransas=Rubrik("Begränsas av", "Taket som håller nere, eller spärren som lyfter.", 14),
    efter_sjukpenningtak=Rubrik("Efter tak av sjukpenning, kr", "Hållen inom golv och tak.", 17),
    efter_eget_kapital=Rubrik("Efter eget kapital, kr", "Hållen inom golv och tak.", 17),
    efter_sparr=Rubrik("Efter spärr, kr", "Hållen inom golv och tak.", 17),
    efter_medfinansiering=Rubrik("Efter medfinansiering, kr", "Hållen inom golv och tak.", 17),
    tak_i_rakningen=Rubrik("Tak i räkningen, kr", "Utan tak: hela ramen."),
    lyfts_till=Rubrik("λ där golvet lämnas", "(Golv − grund) ÷ nyckel.", 16),
    stoppas_vid=Rubrik("λ där taket nås", "(Tak − grund) ÷ nyckel.", 16),
    fri=Rubrik("Utan eget golv och tak, kr", "Grund + λ × nyckel. λ står på Återfördelning.", 17),
    efter_aterfordelning=Rubrik("Efter återfördelning, kr", "Hållen inom golv och tak.", 17, True),
    enheter=Rubrik("Belopp i enheter", "Beloppet ÷ enheten.", 16),
    hela=Rubrik("Hela enheter", "Nedåt.", None, True),
    rest=Rubrik("Rest", "Det som blir över."),
    restgrupp=Rubrik("Restens plats", "1 = störst; se Avrundning.", 16),
    turordning=Rubrik("Före i tur", "Antal med större rest, eller lika och tidigare kod.", 11),
    upp=Rubrik("Rundas upp", "1 = en enhet mer.", None, True),
    tilldelning=Rubrik("Tilldelning, kr", "(Hela enheter + uppåt) × enheten.", None, True),
)

TILLDELNING = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    tilldelning=Rubrik("Tilldelning, kr", "", 24, True),
    region=Rubrik("Region, kr", "Regionernas fjärdedel, hela kronor nedåt.", 22, True),
    kommuner=Rubrik("Kommuner, kr", "Kommunernas fjärdedel; en udda krona faller här (antagande).", 22, True),
    totalt=Rubrik("Alla parter, kr", "Stat, region och kommuner.", 15, True),
    golv=Rubrik("Golv, kr", "", 22),
    tak=Rubrik("Tak, kr", "Det lägsta taket; alla står på Gränser. Tomt = inget.", 16),
    begransas=Rubrik("Begränsas av", "Modellen = varken golv eller tak.", 16),
)

HARLEDNING = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund", "", 46),
    steg=Rubrik("Steg"),
    belopp=Rubrik("Belopp, kr", "", 17, True),
    saldo=Rubrik("Saldo efter steget, kr", "", 17),
    forklaring=Rubrik("Förklaring", "", 130),
)

KAPITAL = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    kapital=Rubrik("Eget kapital, kr", "Vid ingången av budgetåret.", 16, True),
    bidrag=Rubrik("Bidrag året före, kr", "Alla parter.", 16, True),
    andel=Rubrik("Eget kapital, andel av bidragen", "", 16),
    rimlig=Rubrik("Rimlig nivå, kr", "", 18, True),
    over=Rubrik("Över rimlig nivå, kr", "Eget kapital − rimlig nivå.", 16, True),
    avdrag=Rubrik("Statens avdrag, kr", "Statens andel av det som är över.", 18, True),
    tak=Rubrik("Tak, kr", "Grund och nyckel − avdraget, hela enheter nedåt.", 18),
    haller=Rubrik("Håller nere tilldelningen", "", 16),
)

JAMFORELSE = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    fjol=Rubrik("Året före, kr", "", 16, True),
    i_ar=Rubrik("I år, kr", "", 16, True),
    andring=Rubrik("Ändring, kr", "Tomt = ingen tilldelning året före.", 18, True),
    andring_andel=Rubrik("Ändring, %"),
    per_invanare=Rubrik("Kronor per invånare", "Statens tilldelning ÷ invånarna i nyckeln.", 18),
    andel_av_ram=Rubrik("Andel av ramen", "", 12),
    skriven=Rubrik("I år när boken skrevs, kr", "Räknas inte om.", 16, True),
    sedan=Rubrik("Ändrat i boken, kr", "I år − när boken skrevs.", 14, True),
    plats_andring=Rubrik("Plats efter ändring", "1 = störst, upp eller ned.", 12),
    plats_per_invanare=Rubrik("Plats efter kronor per invånare", "1 = flest kronor.", 14),
)

GRANSER = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    vem=Rubrik("Begränsas av", "", 14),
    tilldelning=Rubrik("Tilldelning, kr", "", 15, True),
    utan=Rubrik("Utan eget golv och tak, kr", "Grund + λ × nyckel, när alla andras gränser gäller.", 18),
    skillnad=Rubrik("Gränsen ändrar, kr", "Före avrundning. Minus = hålls nere, plus = lyfts.", 15),
    golv=Rubrik("Golv, kr", "Spärren.", 14),
    tak_modellen=Rubrik("Tak av sjukpenning, kr", "", 14),
    tak_eget_kapital=Rubrik("Tak av eget kapital, kr", "", 14),
    tak_askande=Rubrik("Tak: äskande, kr", "", 14),
    tak_kommuner=Rubrik("Tak: kommuner, kr", "", 14),
    tak_region=Rubrik("Tak: region, kr", "", 14),
    om_mer=Rubrik(
        "Om den som begränsar gav 100 000 kr mer, kr",
        "Hela fördelningen omräknad av programmet när boken skrevs. Räknas inte om här.",
        24,
    ),
)

MEDFINANSIERING = Rubriker(
    kod=Rubrik("Förbund"),
    part=Rubrik("Part"),
    motpart=Rubrik("Kod"),
    motpart_namn=Rubrik("Namn"),
    belopp=Rubrik(
        "Bidrag, kr", "Staten: tilldelningen. Övriga: hela kronor, och en till för de största resterna.", 22, True
    ),
    utlovat=Rubrik("Utlovat, kr", "Från Utfästelser. Tomt = ingen utfästelse.", 16),
    over=Rubrik("Utlovat över matchningen, kr", "Mer än lagen kräver; visas, vägras inte.", 18, True),
    delas=Rubrik("Partens del, kr", "Från Tilldelning.", 14),
    invanare=Rubrik("Invånare", "I förbundets område."),
    vikt=Rubrik("Vikt", "Utfästelser om någon i parten har lovat, annars invånare.", 18),
    exakt=Rubrik("Exakt del, kr", "Partens del × vikt ÷ summan.", 18),
    noggrannhet=Rubrik("Lika inom", "Rester så nära är lika.", 12),
    hela=Rubrik("Hela kronor", "Nedåt."),
    rest=Rubrik("Rest", "Det som blir över.", 11),
    fore=Rubrik("Före i tur", "Större rest, eller lika och tidigare kod.", 12),
)

BEHOV = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    malgrupp=Rubrik("Målgrupp"),
    malgruppsnamn=Rubrik("Målgruppens namn"),
    personer=Rubrik("Personer", "I målgruppen, inom förbundets område.", 16, True),
    andel=Rubrik("Andel i behov", "Från Målgrupper.", 14),
    i_behov=Rubrik("I behov, personer", "Personer × andel i behov.", 16, True),
    uppskattning=Rubrik("Uppskattning", "ja = källan säger det.", 16),
)

MALGRUPPER = Rubriker(
    kod=Rubrik("Målgrupp"),
    namn=Rubrik("Namn"),
    personer=Rubrik("Personer", "Alla förbund på Behov.", 16, True),
    andel=Rubrik("Andel i behov", "Används på Behov.", 16),
    i_behov=Rubrik("I behov, personer", "Alla förbund på Behov.", 18, True),
    av_alla=Rubrik("Andel av allt behov", "", 14),
)

INSATSER = Rubriker(
    kod=Rubrik("Kod"),
    forbund=Rubrik("Förbund"),
    insats=Rubrik("Insats"),
    namn=Rubrik("Insatsens namn"),
    inriktning=Rubrik("Inriktning"),
    fast=Rubrik("Fast kostnad, kr", "Ett år.", 16, True),
    per_deltagare=Rubrik("Kostnad per deltagare, kr", "Utöver den fasta.", 16),
    idag=Rubrik("Deltagare i dag", "Tomt = uppgift saknas.", 14, True),
    kostnad=Rubrik(
        "Kostnad i dag, kr",
        "Fast + deltagare × kostnad per deltagare, före trappning. 0 deltagare = körs inte. "
        "Struktur utan uppgift räknas som att den körs (antagande).",
        34,
        True,
    ),
    kr_per_deltagare=Rubrik("Kr per deltagare i dag", "Kostnad i dag ÷ deltagare.", 16),
)
