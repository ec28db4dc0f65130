"""underlag.toml of the example: what is real, what is estimated and what is only an example, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inputs.bygge.ekonomi import BUDGETAR
from inputs.bygge.indelning import Forbundsrad, Omradesrad
from inputs.bygge.kallor import AR, AR_FORE, Kallor

MALL = '''# Skrivs av inputs/bygg_exempel_2026.py. Ändra inte här.
budgetar = {budgetar}
ram_kr = {ram_kr}
beskrivning = """\\
Exempel. Verkliga är kommunernas koder, namn och invånare 16–64 år samt de {kanda} förbund vars medlemmar framgår \\
av offentliga källor (några ur namnet, se inputs/kallor/LASMIG.md). Försörjningsmåttet är uppskattat. Allt annat är exempel: övriga {exempel} förbund och vilka {utanfor} kommuner \\
som står utanför, förra årets tilldelning, eget kapital, äskanden, utfästelser, målgruppernas antal per förbund, insatser, \\
effekter och planering. Det gäller också beloppen för förbund med verkliga namn. Inget belopp här är ett förbunds faktiska."""

[statistik]
invanare_ar = 2022
invanare_alder = "16–64 år, hösten 2022 (månaden är härledd; inte årsskiftet)"
forsorjningsmatt_ar = {ar}
forsorjningsmatt_enhet = "helårsekvivalenter {ar}, uppskattade per kommun"

[kallor.forbund]
text = "Namn: förbundens egna sidor för {kanda} förbund ({sakerhet}), se inputs/kallor/LASMIG.md; övriga är exempel. Alla belopp är exempel."
datum = "2016–2024, per förbund"
uppskattning = true
metod = "Tilldelning i fjol: modellens grundbelopp och nyckel på året före, med slumpad avvikelse (fast frö), summa {ram_text} kr. Eget kapital: slumpat så att knappt en fjärdedel av förbunden har hälften av {kapital_mkr} mkr, efter den bild som SKR ger av 2017. Äskandet för Södra Vätterbygden är format efter att förbundet 2016 tackade nej till ett högre bidrag; beloppet är exempel."

[kallor.omraden]
text = "Invånare: SCB, befolkningsstatistik (BE0101). Försörjningsmått: uppskattning ur SCB:s helårsekvivalenter för riket och Arbetsförmedlingens inskrivna arbetslösa. Regioner: SCB:s indelning. Förbundens områden: som i forbund."
datum = "invånare hösten 2022; helårsekvivalenter {ar}; inskrivna arbetslösa, snitt 2022"
lank = "https://www.scb.se"
uppskattning = true
metod = "Rikets helårsekvivalenter {ar} (20–64 år) för arbetslöshet, arbetsmarknadsåtgärder, ekonomiskt bistånd och etableringsersättning fördelas på kommunerna efter inskrivna arbetslösa; sjukpenning samt sjuk- och aktivitetsersättning efter invånare 16–64 år. Summan är rikets {helar} helårsekvivalenter. Fjolårets kolumner är skattade: invånare och arbetslösa interpoleras mellan 2018 och 2022 med jämn förändringstakt, rikets helårsekvivalenter är {ar_fore} års (summan av delarna). Göteborgs fyra delar följer de tidigare stadsområdenas namn; deras andelar av invånare och försörjningsmått är antaganden. Vilka kommuner som står utanför är valt för exemplet (var åttonde utan känt förbund)."

[kallor.regioner]
text = "SCB:s länsindelning och regionernas namn. Gotland saknar rad: kommunen har regionens uppgifter."
uppskattning = false

[kallor.medfinansiering]
text = "Exempel: utfästelser för några förbund, en del lägre och en del högre än vad som motsvarar statens bidrag."
uppskattning = true
metod = "Slumpade med fast frö kring halva respektive en fjärdedel av modellens belopp, delade efter invånare."

[kallor.kapital]
text = "Exempel: utfall 2022–2024, prognos 2025 och budget {budgetar}."
uppskattning = true
metod = "Räknat bakåt från forbund.eget_kapital_kr med slumpade resultat (fast frö), mest underskott som minskar kapitalet från en nivå nära de 230 mkr som SKR anger för 2017."

[kallor.malgrupper]
text = "SKL:s förstudie 2016, bilaga 4: målgrupper och andel i behov. För sjukskrivna anger texten 20 % och tabellen 10 %; här används 20 %. Vikterna är exempel."
datum = "2016"
uppskattning = true

[kallor.behov]
text = "Uppskattning: antalen för riket i SKL:s förstudie 2016 fördelade på kommunerna."
datum = "2016; fördelningsnycklar 2022"
uppskattning = true
metod = "Ekonomiskt bistånd och arbetslösa fördelas efter inskrivna arbetslösa (snitt 2022), övriga målgrupper efter invånare 16–64 år. Kommuner utanför alla förbund räknas in i riket men har ingen rad."

[kallor.insatser]
text = "Exempel. Antalet insatser ({individ} individinriktade, {struktur} strukturövergripande) och deltagare ({deltagare}) är valda efter publicerat utfall för 2018; varje enskild insats är påhittad."
uppskattning = true
metod = "Slumpade med fast frö. Kostnader anpassade till förbundets bidrag efter administration, omkring 20 000 kr per deltagare allt inräknat."

[kallor.effekter]
text = "Exempel: andel deltagare som når arbete eller studier, netto, per insats och målgrupp. Inga utvärderingar ligger bakom."
uppskattning = true
metod = "Slumpade med fast frö mellan 0,02 och 0,35, med standardavvikelse."

[kallor.planering]
text = "Exempel: administration omkring 13 % av bidragen, lägsta eget kapital och gränser för strukturövergripande insatser."
uppskattning = true
metod = "Slumpade med fast frö. Bidrag anges bara för förbundet som startar under året; i övrigt gäller tilldelningen."

[kontrollsummor]
invanare_antal = {invanare}
forsorjningsmatt = {helar}
'''


def write_beskrivning(kallor: Kallor, forbund: Sequence[Forbundsrad], omraden: Sequence[Omradesrad], kapital_kr: int) -> str:
    """The text of underlag.toml; counts and control totals are those of the sources."""
    kanda = [f for f in forbund if f.kant]
    sakerhet = Counter(kallor.tillforlitlighet[f.namn] for f in kanda)
    return MALL.format(
        budgetar=BUDGETAR,
        ram_kr=int(kallor.riket["ram_kr"]),
        ram_text=f"{int(kallor.riket['ram_kr']):,}".replace(",", " "),
        kapital_mkr=kapital_kr // 1_000_000,
        ar=AR,
        ar_fore=AR_FORE,
        kanda=len(kanda),
        exempel=len(forbund) - len(kanda),
        utanfor=sum(not o.forbund_kod for o in omraden),
        sakerhet=", ".join(f"{sakerhet[grad]} med {grad} tillförlitlighet" for grad in ("hög", "medel", "låg")),
        individ=int(kallor.riket["insatser_individ_antal"]),
        struktur=int(kallor.riket["insatser_struktur_antal"]),
        deltagare=f"{int(kallor.riket['deltagare_antal']):,}".replace(",", " "),
        invanare=sum(kommun.invanare for kommun in kallor.kommuner),
        helar=sum(kallor.helarsekvivalenter[AR].values()),
    )
