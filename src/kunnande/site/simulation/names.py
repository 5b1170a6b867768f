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
# Name, the code of the municipality it lies in, and how many of 120 people work there.
COMPANIES = (
    ("Exempelverken i Gnosjö AB", "0617", 20),
    ("Provbiten Mekaniska i Värnamo AB", "0683", 14),
    ("Skenverken i Gislaved AB", "0662", 11),
    ("Dockskåpets Gjuteri i Nässjö AB", "0682", 9),
    ("Påhittade Plåt i Ljungby AB", "0781", 8),
    ("Låtsas Legoteknik i Växjö AB", "0780", 7),
    ("Fantasifräs i Jönköping AB", "0680", 6),
    ("Kulissens Svets i Vetlanda AB", "0685", 6),
    ("Attrappverken i Vaggeryd AB", "0665", 5),
    ("Modellbygdens Verktyg i Älmhult AB", "0765", 5),
    ("Leksaksmaskiner i Alvesta AB", "0764", 4),
    ("Skuggans Automation i Markaryd AB", "0767", 4),
    ("Sagolika Stansverket i Tranås AB", "0687", 4),
    ("Påstådda Precision i Sävsjö AB", "0684", 3),
    ("Övningsverkstan i Eksjö AB", "0686", 3),
    ("Teatersmide i Habo AB", "0643", 3),
    ("Spegelbildens Hydraulik i Mullsjö AB", "0642", 2),
    ("Inbillade Industrier i Aneby AB", "0604", 2),
    ("Drömverken i Uppvidinge AB", "0760", 2),
    ("Hittepå Härdteknik i Lessebo AB", "0761", 1),
    ("Lekverkstan i Tingsryd AB", "0763", 1),
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
SCHEME_OWNER = "Exempelägaren för industrivalidering"
