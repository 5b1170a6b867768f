"""Invented names. No person, company or place of work is meant."""

GIVEN_NAMES = (
    "Alva", "Bertil", "Amina", "Dariusz", "Ebba", "Farid", "Greta", "Hassan", "Inger", "Jonis",
    "Kalle", "Laleh", "Mats", "Nadja", "Olof", "Pilar", "Qasim", "Rut", "Sven", "Tova", "Ulf",
    "Vera", "Wiktor", "Xenia", "Yusuf", "Zara", "Åke", "Östen", "Ärla", "Birgitta", "Carl",
    "Desta", "Elin", "Fatima", "Goran", "Helena", "Ivan", "Jasmin", "Kerstin", "Lars",
)  # fmt: skip
FAMILY_NAMES = (
    "Bultmark", "Nitlund", "Fogstråle", "Gradén", "Fjäderberg", "Brickman", "Hålstans", "Kilremm",
    "Muffström", "Vevlund", "Krympén", "Spindelö", "Kugglund", "Svarvegård", "Packningh",
    "Stansberg", "Låsring", "Gänghed", "Lagerö", "Nockedal", "Dornkvist", "Kopplin", "Ventilås",
    "Slipdal", "Reglerud", "Tappström", "Borrhult", "Fräslund", "Skruvgren", "Plåtberg",
    "Muttervik", "Axelsö", "Hylsander", "Tolkesson", "Passare", "Mikrometz", "Ritsberg",
    "Skjutmåtén", "Filarsson", "Gradskiva",
)  # fmt: skip
TEAMS = ("Dagtid", "Skift 1", "Skift 2")
# Name, and the code of the municipality it lies in.
COMPANIES = (
    ("Exempelverken i Gnosjö AB", "0617"),
    ("Provbiten Mekaniska i Värnamo AB", "0683"),
    ("Skenverken i Gislaved AB", "0662"),
    ("Dockskåpets Gjuteri i Nässjö AB", "0682"),
    ("Påhittade Plåt i Ljungby AB", "0781"),
    ("Låtsas Legoteknik i Växjö AB", "0780"),
    ("Fantasifräs i Jönköping AB", "0680"),
    ("Kulissens Svets i Vetlanda AB", "0685"),
    ("Attrappverken i Vaggeryd AB", "0665"),
    ("Modellbygdens Verktyg i Älmhult AB", "0765"),
    ("Leksaksmaskiner i Alvesta AB", "0764"),
    ("Skuggans Automation i Markaryd AB", "0767"),
    ("Sagolika Stansverket i Tranås AB", "0687"),
    ("Påstådda Precision i Sävsjö AB", "0684"),
    ("Övningsverkstan i Eksjö AB", "0686"),
    ("Teatersmide i Habo AB", "0643"),
    ("Spegelbildens Hydraulik i Mullsjö AB", "0642"),
    ("Inbillade Industrier i Aneby AB", "0604"),
    ("Drömverken i Uppvidinge AB", "0760"),
    ("Hittepå Härdteknik i Lessebo AB", "0761"),
    ("Lekverkstan i Tingsryd AB", "0763"),
    ("Sagans Gänga i Gnosjö AB", "0617"),
    ("Luftslottets Fjäder i Värnamo AB", "0683"),
    ("Tänkta Tråddrageriet i Gislaved AB", "0662"),
    ("Provrörets Ytbehandling i Nässjö AB", "0682"),
    ("Kanske Konstruktion i Ljungby AB", "0781"),
    ("Antagna Axlar i Växjö AB", "0780"),
    ("Hägringens Hydraulik i Jönköping AB", "0680"),
    ("Rollspelets Reglage i Vetlanda AB", "0685"),
    ("Vaxkabinettets Verktyg i Vaggeryd AB", "0665"),
    ("Skisserade Skruv i Älmhult AB", "0765"),
    ("Maskeradens Maskin i Alvesta AB", "0764"),
    ("Förmodade Formsprutan i Markaryd AB", "0767"),
    ("Tilltänkta Tryckgjuteriet i Tranås AB", "0687"),
    ("Scenens Svarv i Sävsjö AB", "0684"),
    ("Exemplets El i Eksjö AB", "0686"),
    ("Pappersverkets Press i Habo AB", "0643"),
    ("Ritade Robotar i Mullsjö AB", "0642"),
    ("Anade Armaturer i Aneby AB", "0604"),
    ("Utkastets Ugnar i Uppvidinge AB", "0760"),
    ("Lånade Lager i Lessebo AB", "0761"),
    ("Tomrummets Teknik i Tingsryd AB", "0763"),
    ("Gissningens Gummi i Gislaved AB", "0662"),
    ("Vilande Ventiler i Värnamo AB", "0683"),
    ("Gåtans Galvano i Gnosjö AB", "0617"),
    ("Julspelets Kugg i Jönköping AB", "0680"),
    ("Vitsens Vinsch i Växjö AB", "0780"),
    ("Löftets Lyft i Ljungby AB", "0781"),
    ("Nästan Nit i Nässjö AB", "0682"),
    ("Villfarelsens Vajer i Vetlanda AB", "0685"),
    ("Äventyrets Aluminium i Älmhult AB", "0765"),
    ("Avbildade Aggregat i Alvesta AB", "0764"),
    ("Mytens Montage i Markaryd AB", "0767"),
    ("Trollens Transmission i Tranås AB", "0687"),
    ("Viskade Verktyg i Vaggeryd AB", "0665"),
    ("Spelade Spindlar i Sävsjö AB", "0684"),
    ("Enbart Elektronik i Eksjö AB", "0686"),
    ("Uppdiktade Underleverantören i Uppvidinge AB", "0760"),
    ("Tavlans Truckar i Tingsryd AB", "0763"),
    ("Låtsade Lödningen i Lessebo AB", "0761"),
)
CENTRES = (
    ("Exempelcentrum Värnamo", "0683"),
    ("Exempelcentrum Växjö", "0780"),
    ("Exempelcentrum Jönköping", "0680"),
    ("Exempelcentrum Ljungby", "0781"),
    ("Exempelcentrum Nässjö", "0682"),
    ("Exempelcentrum Gislaved", "0662"),
    ("Exempelcentrum Älmhult", "0765"),
    ("Exempelcentrum Vetlanda", "0685"),
)
NODES = (("Exempelnoden Jönköping", "0680"), ("Exempelnoden Kronoberg", "0780"))
# Name, municipality and the kinds of provider whose sample courses they give.
PROVIDERS = (
    ("Exempelskolan för industrin", "0683", ("training_company", "supplier")),
    ("Exempelyrkeshögskolan", "0680", ("vocational_higher_education",)),
    (
        "Exempelkomvux i Växjö",
        "0780",
        ("municipal_adult_education", "upper_secondary_teknikcollege"),
    ),
    (
        "Exempelkonsulterna i Nässjö",
        "0682",
        ("node_consultant", "in_house", "industry_association"),
    ),
)
PROGRAMME_OWNER = ("Exempelregionen i Jönköping", "0680")
PARTNERS = (("Exempelregionen i Kronoberg", "0780"),)
PROGRAMME = "Exempelprogrammet Industrivalidering i två regioner"
SCHEME_OWNER = "Exempelägaren för industrivalidering"
