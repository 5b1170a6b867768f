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
    ("Påhittade Plåt i Ljungby AB", "0781"),
    ("Skenverken i Vetlanda AB", "0685"),
    ("Låtsas Legoteknik i Växjö AB", "0780"),
    ("Dockskåpets Gjuteri i Nässjö AB", "0682"),
)
CENTRES = (("Exempelcentrum Värnamo", "0683"), ("Exempelcentrum Växjö", "0780"))
SCHEME_OWNER = "Exempelägaren för industrivalidering"
