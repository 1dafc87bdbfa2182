"""The pictures of the demo, drawn by code in the colours of the house: charts, sections, and maps without borders.

A drawing has one row for each language in which it stands, because its words for those who cannot see it do.
"""

import io
from concurrent.futures import ThreadPoolExecutor

from django.core.files.base import ContentFile

from articles import pictures
from articles.demo.drawings import charts, maps, signs
from articles.models import Image

CREDIT, LICENCE = "Data Desk, Caucasus Center", "CC BY 4.0"
SCHEMATIC = "Schematic, without borders."

# What is drawn, what stands in its place for those who cannot see it, and the caption.
DRAWINGS = {
    "caspian-level": (
        charts.caspian_level,
        "Line chart: the level falls from 26 metres below the ocean in 1930 to 29 in 1977, rises to 26.6 in 1995 "
        "and falls to about 29 by 2024.",
        "",
    ),
    "caspian-map": (
        maps.caspian_map,
        "Map of the Caspian with the harbours Astrakhan, Aktau, Turkmenbashi, Alat and Anzali, and a broken line "
        "from Aktau by Alat and Tbilisi to Poti.",
        f"Harbours of the Caspian, and the way to the Black Sea. {SCHEMATIC}",
    ),
    "sea-cable": (
        maps.sea_cable,
        "Map of the Black Sea with a broken line along its floor, from Poti in the east to Constanța in the west.",
        f"A cable from Georgia to Romania, as planned. {SCHEMATIC}",
    ),
    "road-section": (
        signs.road_section,
        "Section of the road from Tbilisi at 420 metres over the Jvari Pass at 2,380 to Lars at 1,200 and "
        "Vladikavkaz at 690. A broken line under the pass marks the tunnel.",
        "",
    ),
    "rail-section": (
        signs.rail_section,
        "Section of the railway from Tbilisi at 400 metres by Tsalka to 2,100 metres, down to Akhalkalaki at "
        "1,700, where the gauge changes from 1520 to 1435 millimetres, and on to Kars.",
        "",
    ),
    "rail-map": (
        maps.rail_map,
        "Map of railways: on broad gauge from Baku by Tbilisi to Poti, Batumi and Akhalkalaki, on standard gauge "
        "from there to Kars; a dotted line from Kars to Gyumri.",
        f"The line to Kars and its neighbours. {SCHEMATIC}",
    ),
    "enguri-section": (
        signs.enguri_section,
        "Drawing of a reservoir behind a dam 271.5 metres high, a tunnel of about 15 kilometres through a "
        "mountain and a powerhouse with five turbines. A dotted line stands between dam and powerhouse.",
        "Dam and reservoir lie on one side of the line, the turbines on the other.",
    ),
    "grid-map": (
        maps.grid_map,
        "Map of power lines: in step from the Enguri by Gardabani to Baku and to Russia, and from Hrazdan by "
        "Meghri to Iran; direct current towards Türkiye; by islands between Gardabani and Armenia; two lines cut.",
        f"The high-voltage lines named in this report. {SCHEMATIC}",
    ),
    "fibre-map": (
        maps.fibre_map,
        "Map of data cables: one on the floor of the Black Sea from Poti to Balchik, others on land through "
        "Türkiye, Russia and Iran, and a broken line across the Caspian to Aktau.",
        f"The cables named in this piece. {SCHEMATIC}",
    ),
    "corridor-tonnes": (
        charts.corridor_tonnes,
        "Bar chart of freight on the trans-Caspian route: 1.5 million tonnes in 2022, 2.8 in 2023 and 4.5 in 2024.",
        "Rounded figures of the route’s association.",
    ),
    "census-lines": (
        charts.census_lines,
        "Line chart of four censuses from 1989: Azerbaijan rises from 7.0 to about 10 million, Georgia falls from "
        "5.4 to 3.9, Armenia from 3.3 to 2.9.",
        "",
    ),
    "growth-bars": (
        charts.growth_bars,
        "Bar chart of growth in 2021 to 2024: Armenia 6, 13, 8 and 6 per cent, Georgia about 10, 10, 8 and 9, "
        "Azerbaijan 6, 5, 1 and 4.",
        "Growth of three economies. The years 2022 and 2023 are marked.",
    ),
    "likely-bars": (
        charts.likely_bars,
        "Five bars between 0 and 100 per cent: very unlikely up to 15, unlikely to 35, about even to 65, likely "
        "to 85, very likely above.",
        "Five words and their ranges.",
    ),
    "observers-time": (
        charts.observers_time,
        "Nine bars on a line of years from 1992. Four missions end in 2008 or 2009, three in 2023 and 2024; those "
        "of the European Union in Georgia, since 2008, and in Armenia, since 2023, go on.",
        "Nine missions. A broken line: in place when this was drawn.",
    ),
    "rivers-map": (
        maps.rivers_map,
        "Map of two rivers: the Kura from above Kars by Gori, Tbilisi and Mingachevir, the Araks by Margara and "
        "Jolfa. They meet at Sabirabad and reach the Caspian.",
        f"The Kura and the Araks. {SCHEMATIC}",
    ),
    "akhurian-map": (
        maps.akhurian_map,
        "Map of two rivers: the Akhurian flows from Gyumri southwards through a reservoir, which a river from Kars "
        "enters too, and into the Araks west of Armavir and Yerevan.",
        f"The reservoir on the Akhurian. {SCHEMATIC}",
    ),
    "akhurian-map-hy": (
        maps.akhurian_map_in_armenian,
        "Քարտեզ․ Ախուրյանը Գյումրիից հոսում է հարավ, անցնում ջրամբարով, ուր թափվում է նաև Կարսից եկող գետը, և "
        "Արմավիրից ու Երևանից արևմուտք միանում Արաքսին։",
        "Ախուրյանի ջրամբարը։ Ուրվագիծ՝ առանց սահմանների։",
    ),
    "astara-map": (
        maps.astara_map,
        "Map of the south-western Caspian shore: railways reach Astara from the north and Rasht from Qazvin; "
        "between Astara and Rasht there is a broken line.",
        f"What is missing between Astara and Rasht. {SCHEMATIC}",
    ),
    "astara-map-fa": (
        maps.astara_map_in_persian,
        "نقشهٔ کرانهٔ جنوب غربی دریای خزر: راه‌آهن از شمال به آستارا و از قزوین به رشت می‌رسد؛ میان آستارا و رشت "
        "خطی بریده کشیده شده است.",
        "آنچه میان آستارا و رشت ساخته نشده است. نقشه‌ای ساده، بی مرز.",
    ),
    "earthquake-map": (
        maps.earthquake_map,
        "Map with six earthquakes as rings: Muradiye 1976, Horasan 1983, Spitak 1988, Rudbar 1990, Racha 1991 and "
        "Baku 2000. They lie all round Yerevan, Tbilisi and Tabriz.",
        f"Earthquakes since 1976; larger rings for larger magnitudes. {SCHEMATIC}",
    ),
    "clocks": (
        signs.clocks,
        "Three clocks at the same moment: eleven in Kars, half past eleven in Jolfa, twelve in Meghri.",
        "Noon in Meghri.",
    ),
    "alphabets": (
        signs.tea,
        "The Azerbaijani word for tea in four scripts: in Arabic letters until 1929, in Latin ones until 1939, in "
        "Cyrillic until 1991, and in the Latin ones of today.",
        "Tea, in the four scripts of a hundred years.",
    ),
    "alphabets-az": (
        signs.tea,
        "“Çay” sözü dörd əlifba ilə: 1929-cu ilədək ərəb, 1939-cu ilədək latın, 1991-ci ilədək kiril hərfləri ilə "
        "və bugünkü latın qrafikası ilə.",
        "Yüz ilin dörd əlifbası ilə çay.",
    ),
}


def keep_all(user):
    """Draw every picture and put it into the library. Gives {name: Image}."""
    drawn = {name: _as_file(name, draw()) for name, (draw, _alt, _caption) in DRAWINGS.items()}
    with ThreadPoolExecutor() as pool:  # packing takes most of the time, and keeps no lock of Python
        packed = dict(zip(drawn, pool.map(pictures.read, drawn.values()), strict=True))
    return {name: _keep(name, packed[name], *DRAWINGS[name][1:], user) for name in DRAWINGS}


def _as_file(name, canvas):
    out = io.BytesIO()
    canvas.save(out, "PNG", compress_level=0)  # articles.pictures writes it anew, and small
    return ContentFile(out.getvalue(), name=f"{name}.png")


def _keep(name, picture, alt, caption, user):
    picture.file.name = f"demo-{name}.png"
    return Image.objects.create(
        file=picture.file,
        alt=alt,
        caption=caption,
        credit=CREDIT,
        licence=LICENCE,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        original_name=picture.original_name,
        uploaded_by=user,
    )
