"""The first topics, regions and disclaimers of an empty site: (name, introduction), in their order."""

from articles.models import Kind

TOPICS = [
    (
        "Security and defence",
        "Armies, alliances and the guarantees that small states seek from large ones. We look at what forces can do, "
        "not only at what governments say they will do.",
    ),
    (
        "Borders and peace",
        "Lines on maps and the people who live along them: delimitation, mines, return, missing persons, "
        "and the slow work after an agreement is signed.",
    ),
    (
        "Roads, rails and ports",
        "The region lies between two seas and on the way between larger places. Who may pass, by which way and at "
        "what price decides more here than most treaties do.",
    ),
    (
        "Energy",
        "Gas, oil, power lines and what may replace them. Pipes last for decades, and so do the dependencies "
        "that they make.",
    ),
    (
        "Water and climate",
        "Shared rivers, a falling Caspian, less snow and more heat. Nature has its own timetable, ahead of ours.",
    ),
    (
        "Economy and trade",
        "What is made, sold, sent home and owed. Sanctions and customs unions are read here by their effect on firms "
        "and households.",
    ),
    (
        "Politics and institutions",
        "Elections, courts, parties and parliaments, and the rules by which power changes hands or does not.",
    ),
    (
        "Society and memory",
        "Languages, churches and mosques, emigration and return, schoolbooks and monuments: how people here "
        "understand themselves and their neighbours.",
    ),
    (
        "Information and technology",
        "Networks, media, data cables and drones. What people come to know, and who lets them know it.",
    ),
]

REGIONS = [
    ("South Caucasus", "Armenia, Azerbaijan and Georgia together: questions that none of them can answer alone."),
    ("Armenia", "A landlocked state of three million, its diaspora, and a foreign policy that is being rewritten."),
    ("Azerbaijan", "Oil, gas and a place between Russia, Iran and Türkiye, on a sea without an outlet."),
    ("Georgia", "The region’s way to the Black Sea, and its longest argument about Europe."),
    ("North Caucasus", "The republics of Russia between the Black Sea and the Caspian, north of the mountains."),
    ("Russia", "The former centre: neighbour, market, employer, guarantor and threat, often on the same day."),
    ("Türkiye", "NATO’s member in the region and ally of Baku, with a border to Armenia that it closed in 1993."),
    ("Iran", "A southern neighbour with old ties to all three states, and a northern border that it watches closely."),
    ("Israel", "A distant partner with near interests: energy, arms and intelligence, above all with Azerbaijan."),
    ("Central Asia", "The other shore of the Caspian, and half of every plan for a Middle Corridor."),
    ("Caspian", "An inland sea of five states, a convention that is not yet in force, and a level that is falling."),
    ("Black Sea", "Ports, straits, grain, cables and a war. The region’s door to the world is not a quiet one."),
    ("European Union", "Market, donor, monitor and promise. What Brussels offers, and what it takes to get it."),
]

_AUTHORS = "The views are those of the authors. The centre takes no position as an institution."

DISCLAIMERS = {
    Kind.ANALYSIS: _AUTHORS,
    Kind.COMMENTARY: "This is an opinion. It is the author’s own and not the centre’s.",
    Kind.BRIEF: "The recommendations are those of the authors. The centre takes no position as an institution.",
    Kind.REPORT: "The findings are those of the authors. Whoever paid for the work had no say in them.",
    Kind.QA: "The answers are those of the persons who gave them.",
    Kind.STATEMENT: "This is a statement of the centre as an institution.",
    Kind.SIMULATION: (
        "A simulation describes what could happen, not what the centre expects or wishes. It was sent by a reader and "
        "reviewed before publication."
    ),
    Kind.ANNOUNCEMENT: "This is a notice of the centre.",
}
