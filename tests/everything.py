"""A piece with everything on it that a publication can have, in English, Russian, Georgian, Armenian and Persian.

    publications() -> {language: Publication}

Looked at by tests/browser/test_everything.py and by `make audit`.
"""

# ruff: noqa: E501 - texts in five scripts, some of whose letters count as two
from datetime import date

from articles import publishing
from articles.models import Byline, Disclaimer, RelatedPick, Role, Source
from tests import make, pictures

# What each language says: title, subtitle, standfirst, key points, headings, paragraphs, and so on in this order.
WORDS = {
    "en": {
        "title": "The single road: what a closed pass costs, and who pays for it",
        "subtitle": "Winter at Lars, counted day by day",
        "standfirst": "One mountain road carries most of what moves by land between the South Caucasus and Russia. It is "
        "shut often and never for long, so nobody prepares for more.",
        "points": ["Closures are short but come together.", "The loss sits with small carriers.", "A notice is cheap."],
        "headings": ["One road, three customers", "What a closed day costs", "Ready before the snow"],
        "text": "A lorry that leaves Yerevan for the north has, in practice, one way to go. It is narrow, it is steep, "
        "and for a part of every winter it belongs to the snow.",
        "quote": "The cost is known to every driver and to no ministry.",
        "table": [["Winter", "Days shut", "Cost, million dollars"], ["2024", "23", "4.1"], ["2025", "31", "5.6"]],
        "aside": "A day counts as closed when lorries over 15 tonnes were stopped for more than twelve hours.",
        "note": "Interviews with fourteen carriers. Names are held by the editors.",
        "to": ["To the road departments of Georgia and Russia", "To the government of Armenia"],
        "do": "Publish one shared notice of opening hours, six hours ahead, in four languages.",
        "known": "On which days the road was shut: both departments publish notices.",
        "assessed": "The cost of a day. It rests on fourteen interviews and one insurer’s table.",
        "unknown": "How much trade stays at home because of the road. Nobody counts what does not move.",
        "place": "Stepantsminda and Vladikavkaz, September 2026",
        "film": "The gorge in January, filmed from a cab",
        "names": [("Tamar Lezhvari", "", "Senior Fellow"), ("Aram Sahakants", "Արամ Սահականց", "economic geographer")],
        "topic": "Roads, rails and ports",
    },
    "ru": {
        "title": "Единственная дорога: сколько стоит закрытый перевал и кто за это платит",
        "subtitle": "Зима в Ларсе, сосчитанная по дням",
        "standfirst": "По одной горной дороге идёт большая часть того, что перевозят по суше между Южным Кавказом и "
        "Россией. Её закрывают часто и всегда ненадолго, поэтому к большему никто не готов.",
        "points": ["Дорогу закрывают ненадолго, но подряд.", "Убыток несут мелкие перевозчики.", "Сводка стоит мало."],
        "headings": ["Одна дорога, три хозяина груза", "Сколько стоит закрытый день", "Подготовиться до снега"],
        "text": "У грузовика, который выезжает из Еревана на север, на деле один путь. Он узок и крут, и часть каждой "
        "зимы принадлежит снегу. Водители ждут ниже Степанцминды по три дня.",
        "quote": "Цену знает каждый водитель и не знает ни одно министерство.",
        "table": [["Зима", "Закрыто дней", "Убыток, млн долларов"], ["2024", "23", "4,1"], ["2025", "31", "5,6"]],
        "aside": "День считается закрытым, если грузовики тяжелее 15 тонн стояли больше двенадцати часов.",
        "note": "Беседы с четырнадцатью перевозчиками. Имена известны редакции.",
        "to": ["Дорожным ведомствам Грузии и России", "Правительству Армении"],
        "do": "Издавать общую сводку о часах работы за шесть часов вперёд, на четырёх языках.",
        "known": "В какие дни дорога была закрыта: оба ведомства публикуют сводки.",
        "assessed": "Цену одного дня. Она основана на четырнадцати беседах и таблице одного страховщика.",
        "unknown": "Сколько товара из-за дороги не трогается с места. Никто не считает того, что не движется.",
        "place": "Степанцминда и Владикавказ, сентябрь 2026 года",
        "film": "Ущелье в январе, снято из кабины",
        "names": [("Zarina Tuaeva", "Зарина Туаева", "научный сотрудник"), ("Gor Petrosyan", "", "экономист")],
        "topic": "Roads, rails and ports",
    },
    "ka": {
        "title": "ერთადერთი გზა: რა ღირს ჩაკეტილი უღელტეხილი და ვინ იხდის",
        "subtitle": "ზამთარი ლარსში, დღეებით დათვლილი",
        "standfirst": "სამხრეთ კავკასიასა და რუსეთს შორის ხმელეთით გადატანილის უმეტესობა ერთ მთის გზაზე გადის. მას ხშირად "
        "კეტავენ და ყოველთვის მცირე ხნით, ამიტომ მეტისთვის არავინ ემზადება.",
        "points": ["გზა მცირე ხნით იკეტება, მაგრამ ზედიზედ.", "ზარალს მცირე გადამზიდავები იხდიან.", "ცნობა იაფია."],
        "headings": ["ერთი გზა, სამი დამკვეთი", "რა ღირს ჩაკეტილი დღე", "მზადება თოვლამდე"],
        "text": "სატვირთოს, რომელიც ერევნიდან ჩრდილოეთისკენ მიდის, სინამდვილეში ერთი გზა აქვს. ის ვიწროა, ციცაბოა, და ყოველი "
        "ზამთრის ნაწილი თოვლს ეკუთვნის.",
        "quote": "ფასი ყველა მძღოლმა იცის და არცერთმა სამინისტრომ.",
        "table": [["ზამთარი", "ჩაკეტილი დღე", "ზარალი, მლნ დოლარი"], ["2024", "23", "4,1"], ["2025", "31", "5,6"]],
        "aside": "დღე ჩაკეტილად ითვლება, თუ 15 ტონაზე მძიმე სატვირთოები თორმეტ საათზე მეტხანს იდგნენ.",
        "note": "საუბრები თოთხმეტ გადამზიდავთან. სახელები რედაქციამ იცის.",
        "to": ["საქართველოსა და რუსეთის საგზაო უწყებებს", "სომხეთის მთავრობას"],
        "do": "გამოაქვეყნონ ერთი საერთო ცნობა მუშაობის საათებზე, ექვსი საათით ადრე, ოთხ ენაზე.",
        "known": "რომელ დღეებში იყო გზა ჩაკეტილი: ცნობებს ორივე უწყება აქვეყნებს.",
        "assessed": "ერთი დღის ფასი. ის თოთხმეტ საუბარსა და ერთი მზღვეველის ცხრილს ეყრდნობა.",
        "unknown": "რამდენი საქონელი რჩება ადგილზე გზის გამო. რაც არ მოძრაობს, იმას არავინ ითვლის.",
        "place": "სტეფანწმინდა და ვლადიკავკაზი, 2026 წლის სექტემბერი",
        "film": "ხეობა იანვარში, კაბინიდან გადაღებული",
        "names": [("Nana Ghurtskaia", "ნანა ღურწკაია", "უფროსი მკვლევარი"), ("Lasha Beridze", "ლაშა ბერიძე", "")],
        "topic": "Roads, rails and ports",
    },
    "hy": {
        "title": "Միակ ճանապարհը. ինչ արժե փակ լեռնանցքը և ով է վճարում",
        "subtitle": "Ձմեռը Լարսում՝ հաշված օր առ օր",
        "standfirst": "Հարավային Կովկասի և Ռուսաստանի միջև ցամաքով տեղափոխվողի մեծ մասն անցնում է լեռնային մեկ ճանապարհով։ "
        "Այն փակվում է հաճախ և միշտ կարճ ժամանակով, ուստի ավելիին ոչ ոք չի պատրաստվում։",
        "points": ["Փակվում է կարճ, բայց իրար հետևից։", "Վնասը կրում են փոքր փոխադրողները։", "Տեղեկագիրն էժան է։"],
        "headings": ["Մեկ ճանապարհ, երեք պատվիրատու", "Ինչ արժե փակ օրը", "Պատրաստ՝ ձյունից առաջ"],
        "text": "Երևանից հյուսիս մեկնող բեռնատարն իրականում մեկ ուղի ունի։ Այն նեղ է և զառիթափ, և ամեն ձմռան մի մասը "
        "պատկանում է ձյանը։ Վարորդները սպասում են երեք օր։",
        "quote": "Գինը գիտի ամեն վարորդ և չգիտի ոչ մի նախարարություն։",
        "table": [["Ձմեռ", "Փակ օրեր", "Վնաս, մլն դոլար"], ["2024", "23", "4,1"], ["2025", "31", "5,6"]],
        "aside": "Օրը համարվում է փակ, եթե 15 տոննայից ծանր բեռնատարները կանգնել են տասներկու ժամից ավելի։",
        "note": "Զրույցներ տասնչորս փոխադրողի հետ։ Անունները գիտեն խմբագիրները։",
        "to": ["Վրաստանի և Ռուսաստանի ճանապարհային գերատեսչություններին", "Հայաստանի կառավարությանը"],
        "do": "Հրապարակել աշխատանքի ժամերի մեկ ընդհանուր տեղեկագիր՝ վեց ժամ առաջ, չորս լեզվով։",
        "known": "Որ օրերին է ճանապարհը փակ եղել. տեղեկագրեր հրապարակում են երկու գերատեսչություններն էլ։",
        "assessed": "Մեկ օրվա գինը։ Այն հիմնված է տասնչորս զրույցի և մի ապահովագրողի աղյուսակի վրա։",
        "unknown": "Որքան ապրանք է մնում տեղում ճանապարհի պատճառով։ Ինչ չի շարժվում, ոչ ոք չի հաշվում։",
        "place": "Ստեփանծմինդա և Վլադիկավկազ, 2026 թ. սեպտեմբեր",
        "film": "Կիրճը հունվարին՝ նկարահանված խցիկից",
        "names": [("Hrant Vardumyan", "Հրանտ Վարդումյան", "ավագ գիտաշխատող"), ("Maia Beridze", "", "")],
        "topic": "Roads, rails and ports",
    },
    "fa": {
        "title": "تنها یک راه: گردنه‌ی بسته چه هزینه‌ای دارد و چه کسی می‌پردازد",
        "subtitle": "زمستان در لارس، روز به روز",
        "standfirst": "بیشتر آنچه از راه زمین میان قفقاز جنوبی و روسیه جابه‌جا می‌شود از یک جاده‌ی کوهستانی می‌گذرد. این جاده "
        "بارها و همیشه برای مدتی کوتاه بسته می‌شود؛ پس کسی برای بیشتر از آن آماده نیست.",
        "points": ["بسته‌شدن‌ها کوتاه اما پشت سر هم است.", "زیان بر دوش باربران کوچک است.", "آگهی ارزان است."],
        "headings": ["یک راه، سه مشتری", "یک روز بسته چه هزینه‌ای دارد", "آماده پیش از برف"],
        "text": "کامیونی که از ایروان به سوی شمال می‌رود در عمل یک راه دارد. این راه باریک و پرشیب است و بخشی از هر زمستان از "
        "آنِ برف است. راننده‌ها سه روز پایین استپانتسمیندا می‌مانند.",
        "quote": "هزینه را هر راننده‌ای می‌داند و هیچ وزارتخانه‌ای نمی‌داند.",
        "table": [["زمستان", "روزهای بسته", "هزینه، میلیون دلار"], ["۲۰۲۴", "۲۳", "۴٫۱"], ["۲۰۲۵", "۳۱", "۵٫۶"]],
        "aside": "روزی بسته به شمار می‌آید که کامیون‌های سنگین‌تر از ۱۵ تن بیش از دوازده ساعت متوقف شده باشند.",
        "note": "گفت‌وگو با چهارده باربر. نام‌ها نزد ویراستاران است.",
        "to": ["به اداره‌های راه گرجستان و روسیه", "به دولت ارمنستان"],
        "do": "یک آگهی مشترک از ساعت‌های کار، شش ساعت پیش‌تر و به چهار زبان منتشر کنند.",
        "known": "جاده در کدام روزها بسته بوده است: هر دو اداره آگهی منتشر می‌کنند.",
        "assessed": "هزینه‌ی یک روز. این برآورد بر چهارده گفت‌وگو و جدول یک بیمه‌گر تکیه دارد.",
        "unknown": "چه اندازه کالا به سبب راه از جا تکان نمی‌خورد. آنچه حرکت نمی‌کند شمرده نمی‌شود.",
        "place": "استپانتسمیندا و ولادی‌قفقاز، سپتامبر ۲۰۲۶",
        "film": "دره در ماه ژانویه، از درون کامیون",
        "names": [("Shirin Motamedi", "شیرین معتمدی", "پژوهشگر ارشد"), ("Gor Petrosyan", "", "")],
        "topic": "Roads, rails and ports",
    },
}


def publications():
    """One publication in each language, all of one family, with neighbours in a series and pieces to read next."""
    made = {}
    for language, words in WORDS.items():
        made[language] = _publish(language, words, made.get("en"))
    return made


def _publish(language, words, english):
    region, topic = make.region(), make.topic(words["topic"])
    image = _image("slategray", language)
    article = make.article(
        words["title"],
        body=_body(words, image),
        notes=[("carriers", words["note"]), ("pass", words["aside"])],
        topics=[topic],
        regions=[region],
        tags=["Lars", "winter", "transport"],
        **_fields(language, words, english),
    )
    _sign(article, words)
    Source.objects.create(article=article, key="road-2026", author="Road Department", title=words["film"], date="2026")
    for n, title in enumerate([words["quote"], words["headings"][0], words["headings"][1]], start=1):
        at = {"relief": "", "series": article.series, "series_part": n if n == 1 else n + 1}
        near = make.publication(title, language=language, topics=[topic], standfirst=words["known"], **at)
    RelatedPick.objects.create(article=article, to=near.article)
    Disclaimer.objects.get_or_create(kind="analysis", defaults={"text": "The views are those of the authors."})
    publishing.publish(article)
    return publishing.publish(article)  # updated once


def _image(colour, language, **fields):
    file = pictures.upload(pictures.image("JPEG", (1600, 900), colour=colour), f"{colour}-{language}.jpg")
    return make.image(file=file, width=1600, height=900, **fields)


def _fields(language, words, english):
    to = words["to"]
    return {
        "relief": "",
        "language": language,
        "original": english.article if english else None,
        "follows_version": 1 if english else None,
        "subtitle": words["subtitle"],
        "standfirst": words["standfirst"],
        **_in_short(language, words),
        "lead_image": _image("darkkhaki", language, caption=words["film"], licence="CC BY 4.0")
        if language in ("en", "fa")
        else None,
        "series": make.series(f"Winter roads ({language})"),
        "series_part": 2,
        "recommendations": f"{to[0]}:\n{words['do']}\n{words['note']}\n{to[1]}:\n{words['do']}",
        "known": words["known"],
        "assessed": words["assessed"],
        "confidence": "moderate",
        "not_known": f"{words['unknown']}\n{words['known']}",
        "source_kinds": ["interviews", "documents", "statistics"],
        "source_remark": words["note"],
        "fieldwork": words["place"],
        "as_of": date(2026, 11, 15),
        "funding": "The general budget of the centre.",
        "interests": "None declared.",
        "doi": "10.1234/abcd",
    }


def _in_short(language, words):
    """Two of the five answer the three questions, the others have key points."""
    if language in ("en", "ka", "fa"):
        return {"whats_new": words["points"][0], "why_it_matters": words["known"], "what_to_do": words["do"]}
    return {"key_points": "\n".join(words["points"])}


def _sign(article, words):
    for place, (name, native, title) in enumerate(words["names"], start=1):
        fields = {"native_name": native, "title": title, "biography": f"<p>{words['assessed']}</p>"}
        Byline.objects.create(article=article, position=place, person=make.person(name, **fields))
    person = make.person("Emre Yıldız", title="translator")
    Byline.objects.create(article=article, position=3, person=person, role=Role.TRANSLATOR)


def _body(words, image):
    one, two, three = (f"<h2>{heading}</h2>" for heading in words["headings"])
    text, note = words["text"], '<sup class="note"><a href="#fn-{0}">1</a></sup>'
    head, *rows = words["table"]
    numbers = ["", ' class="n"', ' class="n"']
    cells = "".join(f'<th scope="col"{numbers[n]}>{cell}</th>' for n, cell in enumerate(head))
    table = "".join(
        f'<tr><th scope="row">{row[0]}</th><td class="n">{row[1]}</td><td class="n">{row[2]}</td></tr>' for row in rows
    )
    return "".join(
        [
            f"<p>{text}{note.format('carriers')}</p>{one}<p>{text} <em>{words['quote']}</em> {text}</p>",
            f"<blockquote class='pull'><p>{words['quote']}</p></blockquote><p>{text}{note.format('pass')} {text}</p>",
            f"{two}<table><caption>{head[0]}</caption><thead><tr>{cells}</tr></thead><tbody>{table}</tbody></table>",
            f"<p>{text}</p><figure class='wide'><img src='{image.body_address}' alt='{words['film']}'>",
            f"<figcaption>{words['film']}</figcaption></figure>",
            f"<aside class='aside'><h3>{head[1]}</h3><p>{words['aside']}</p></aside>",
            f"<blockquote><p>{words['quote']}</p></blockquote>{three}<p>{text}{note.format('carriers')}</p>",
            f"<ol><li>{words['do']}</li><li>{words['known']}</li></ol><ul><li>{words['do']}</li></ul>",
            f"<figure class='embed'><a href='https://www.youtube.com/watch?v=dQw4w9WgXcQ'>{words['film']}</a></figure>",
        ]
    )
