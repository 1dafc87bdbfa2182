"""The words of the corpus, our own, in seven languages of the region: whoever does what to what, and when.

Phrases are few and stand in many texts. Names of places are put together from syllables: thousands of them, of which
some stand in many texts and most in a few, as in any archive.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The phrases of one language, the order in which they make a sentence, and the syllables of its places."""

    subjects: tuple
    verbs: tuple
    objects: tuple
    times: tuple
    sentence: str
    begins: tuple
    ends: tuple
    headings: tuple
    given_names: tuple
    family_names: tuple
    tags: tuple


def _listed(text):
    return tuple(each.strip() for each in text.split("|"))


def _words(**lists):
    return Words(**{name: text if name == "sentence" else _listed(text) for name, text in lists.items()})


WORDS = {
    "en": _words(
        sentence="{times}, {subjects} near {place} {verbs} {objects}.",
        subjects="the customs service|the carriers’ union|a village council|the ministry of energy"
        "|the border commission"
        "|a group of engineers|the port authority|the mayor’s office|two members of parliament|the railway"
        "|the observers of the mission|a bank from the capital|the teachers of the district|the water company",
        verbs="has postponed|is going to rebuild|does not want to pay for|has counted|opposes|promised to open"
        "|keeps a record of|asks for|has measured|would rather sell|will have to explain|negotiates about",
        objects="the bridge at the old crossing|a second line of cables|the price of transit|the winter depot"
        "|the return of the families|a register of the mines|the lease of the harbour|the timetable of the buses"
        "|the level of the reservoir|the licence of the bank|a common tariff|the school by the road|the price of gas",
        times="In the first week of the month|After the harvest|Since the agreement was signed|For the second winter"
        "|Long before the vote|On the day of the meeting|During the repair|Before anybody in the capital noticed"
        "|Twice in ten years|When the snow had gone",
        begins="Zar|Kva|Tsor|Ald|Mer|Gud|Shat|Bor|Lor|Khe|Var|Nak|Sam|Tol|Dzeg|Urt|Ber|Akh|Oni|Rach",
        ends="avan|isi|kendi|tsminda|uri|abad|oba|akert|dag|eti|uli|isar|chay|ashen|reti|osh",
        headings="What was promised|Who pays|The numbers|What is not known|What could be done|A longer view|The law"
        "|Voices from the valley",
        given_names="Ruth|Daniel|Clara|Owen|Judith|Peter|Hannah|Simon|Alice|Martin",
        family_names="Harrow|Lindqvist|Marlowe|Verhoef|Okafor|Brandt|Castell|Whitlock|Moreau|Novak|Ashdown|Keller",
        tags="customs|transit|gas prices|railways|ports|elections|mines|water|harvest|schools|banks|tariffs"
        "|language law",
    ),
    "ru": _words(
        sentence="{times} {subjects} у {place} {verbs} {objects}.",
        subjects="таможенная служба|комиссия по границе|управа района|железная дорога|союз перевозчиков|школа у дороги"
        "|группа инженеров|водная компания|миссия наблюдателей|администрация порта|столичная газета",
        verbs="отложила на год|снова требует|открыто обсуждает|каждый месяц считает|без шума закрыла|готова продать"
        "|подробно описала|не хочет оплачивать|намерена проверить",
        objects="цену транзита|вторую линию кабеля|мост на старой переправе|возвращение семей|перечень минных полей"
        "|расписание автобусов|уровень водохранилища|аренду гавани|общий тариф|новый закон о языке|зимний склад",
        times="В первую неделю месяца|После уборки урожая|Со дня подписания|Вторую зиму подряд|Задолго до выборов"
        "|В день переговоров|Во время ремонта|Раньше, чем в столице заметили,|Когда сошёл снег,",
        begins="Зар|Ква|Цор|Алд|Мер|Гуд|Шат|Бор|Лор|Хе|Вар|Нак|Сам|Тол|Урт|Бер|Ахт|Рач|Кар|Дид",
        ends="аван|иси|кенд|минда|ури|абад|оба|керт|даг|ети|ули|исар|чай|шен|рети|ошь",
        headings="Что было обещано|Кто платит|Цифры|Чего мы не знаем|Что можно сделать|Закон|Голоса из долины",
        given_names="Анна|Мурат|Вера|Заур|Ирина|Тимур|Ольга|Аслан|Нина|Руслан",
        family_names="Горцева|Дзасох|Лагунов|Мальсаг|Перевалова|Берег|Хетаг|Снегова|Каспиев|Ветрова",
        tags="таможня|транзит|железная дорога|выборы|вода|порты|язык|урожай|тарифы",
    ),
    "tr": _words(
        sentence="{times} {place} yakınında {subjects} {objects} {verbs}.",
        subjects="gümrük idaresi|sınır komisyonu|köy meclisi|enerji bakanlığı|taşıyıcılar birliği|demiryolu işletmesi"
        "|bir grup mühendis|liman yönetimi|belediye başkanı|gözlemci heyeti",
        verbs="bir yıl erteledi|yeniden istedi|açıkça tartıştı|her ay ölçtü|sessizce kapattı"
        "|satmaya hazır olduğunu söyledi"
        "|ayrıntılı olarak anlattı|ödemek istemedi",
        objects="transit ücretini|ikinci kablo hattını|eski geçitteki köprüyü|ailelerin dönüşünü|mayın kayıtlarını"
        "|otobüs tarifesini|barajdaki su seviyesini|limanın kirasını|ortak gümrük tarifesini|kış deposunu",
        times="Ayın ilk haftasında|Hasattan sonra|Anlaşma imzalandığından beri|İkinci kıştır|Seçimden çok önce"
        "|Görüşme günü|Onarım sırasında|Karlar eriyince",
        begins="Zar|Kuva|Çor|Ald|Mer|Güd|Şat|Bor|Lor|Kar|Var|Sam|Tol|Bey|Ağır|Göl|Taş|Yel",
        ends="avan|lı|köy|ören|abat|oba|dağ|eli|ulu|hisar|çay|şen|bağı|ova|pınar|tepe",
        headings="Ne vaat edildi|Kim ödüyor|Sayılar|Bilmediklerimiz|Ne yapılabilir|Vadiden sesler",
        given_names="Elif|Murat|Zeynep|Kerem|Ayşe|Deniz|Selin|Ozan",
        family_names="Yelken|Karataş|Gökçe|Boğazlı|Demirhan|Işıklar|Çınaroğlu|Uludere",
        tags="gümrük|demiryolu|seçimler|limanlar|su|hasat|enerji|sınır",
    ),
    "hy": _words(
        sentence="{times} {place}ի մոտ {subjects} {verbs} {objects}։",
        subjects="մաքսային ծառայությունը|սահմանի հանձնաժողովը|գյուղի խորհուրդը|էներգետիկայի նախարարությունը"
        "|երկաթուղին|ճարտարագետների խումբը|քաղաքապետարանը|դիտորդական առաքելությունը|ջրային ընկերությունը",
        verbs="հետաձգել է|կրկին պահանջում է|քննարկում է|ամեն ամիս հաշվում է|լուռ փակել է|պատրաստ է վաճառել"
        "|մանրամասն նկարագրել է|չի ուզում վճարել",
        objects="տարանցման գինը|մալուխի երկրորդ գիծը|հին անցման կամուրջը|ընտանիքների վերադարձը|ականների ցանկը"
        "|ավտոբուսների ժամանակացույցը|ջրամբարի մակարդակը|ընդհանուր սակագինը|ձմեռային պահեստը|դպրոցի վերանորոգումը",
        times="Ամսվա առաջին շաբաթում|Բերքահավաքից հետո|Ստորագրման օրվանից|Երկրորդ ձմեռն անընդմեջ"
        "|Ընտրություններից շատ առաջ|Բանակցությունների օրը|Վերանորոգման ընթացքում|Ձնհալից հետո",
        begins="Զար|Քվա|Ծոր|Ալդ|Մեր|Գուդ|Շատ|Բոր|Լոր|Խե|Վար|Նախ|Սամ|Թոլ|Ուրթ|Բեր",
        ends="ավան|աշեն|ակերտ|ուտ|եղեգ|իջեւան|աձոր|աբերդ|ալիճ|ունք|որդ|ենիս",
        headings="Ինչ էր խոստացվել|Ով է վճարում|Թվեր|Ինչ չգիտենք|Ինչ կարելի է անել|Ձայներ հովտից",
        given_names="Անի|Արամ|Նարե|Դավիթ|Սոնա|Տիգրան|Լիլիթ|Հայկ",
        family_names="Ձորունի|Լեռնաջուր|Քարահունջ|Սարահարթ|Աղբյուրյան|Կամրջյան|Հովտունի|Ծովակ",
        tags="մաքսատուն|տարանցում|երկաթուղի|ընտրություններ|ջուր|բերք|լեզու",
    ),
    "ka": _words(
        sentence="{times} {subjects} {place}სთან {objects} {verbs}.",
        subjects="საბაჟო სამსახურმა|საზღვრის კომისიამ|სოფლის საბჭომ|ენერგეტიკის სამინისტრომ|გადამზიდავთა კავშირმა"
        "|რკინიგზამ|ინჟინერთა ჯგუფმა|პორტის მმართველობამ|ქალაქის მერიამ|დამკვირვებელთა მისიამ",
        verbs="ერთი წლით გადადო|კვლავ მოითხოვა|ღიად განიხილა|ყოველთვიურად გაზომა|ჩუმად დახურა|გაყიდვა დააპირა"
        "|დაწვრილებით აღწერა|აღარ გადაიხადა",
        objects="ტრანზიტის ფასი|კაბელის მეორე ხაზი|ძველი გადასასვლელის ხიდი|ოჯახების დაბრუნება|ნაღმების სია"
        "|ავტობუსების განრიგი|წყალსაცავის დონე|ნავსადგურის იჯარა|საერთო ტარიფი|ზამთრის საწყობი|ენის კანონი",
        times="თვის პირველ კვირას|მოსავლის აღების შემდეგ|ხელმოწერის დღიდან|მეორე ზამთარია|არჩევნებამდე დიდი ხნით ადრე"
        "|მოლაპარაკების დღეს|რემონტის დროს|თოვლის დნობის შემდეგ",
        begins="ზარ|კვა|ცორ|ალდ|მერ|გუდ|შატ|ბორ|ლორ|ხე|ვარ|სამ|თოლ|ძეგ|ურთ|ბერ|ახ|ონ",
        ends="ისი|ური|ეთი|ულა|ავი|ოვანი|ანი|არეთი|იანი|ალა|უბანი|წყალი",
        headings="რა იყო დაპირებული|ვინ იხდის|რიცხვები|რა არ ვიცით|რა შეიძლება გაკეთდეს|ხმები ხეობიდან",
        given_names="ნინო|ლევან|ქეთი|გიორგი|თამარ|ილია|ანა|ზურაბ",
        family_names="მთაწყალი|ხევსური|კლდიაური|ბორჯღალი|წყაროსპირი|ველისციხე|ნისლიანი|ქვაბისხევი",
        tags="საბაჟო|ტრანზიტი|რკინიგზა|არჩევნები|წყალი|მოსავალი|ენა",
    ),
    "az": _words(
        sentence="{times} {place} yaxınlığında {subjects} {objects} {verbs}.",
        subjects="gömrük xidməti|sərhəd komissiyası|kənd şurası|energetika nazirliyi|daşıyıcılar birliyi"
        "|dəmir yolu idarəsi"
        "|bir qrup mühəndis|liman rəhbərliyi|müşahidə missiyası|su şirkəti",
        verbs="bir il təxirə saldı|yenidən tələb etdi|açıq müzakirə etdi|hər ay ölçdü|səssizcə bağladı"
        "|satmağa hazırlaşır"
        "|ətraflı təsvir etdi|ödəmək istəmədi",
        objects="tranzit qiymətini|ikinci kabel xəttini|köhnə keçiddəki körpünü|ailələrin qayıdışını"
        "|minaların siyahısını"
        "|avtobusların cədvəlini|su anbarının səviyyəsini|limanın icarəsini|ümumi tarifi|qış anbarını",
        times="Ayın ilk həftəsində|Məhsul yığımından sonra|Saziş imzalanandan bəri|İkinci qışdır ki"
        "|Seçkilərdən xeyli əvvəl"
        "|Danışıqlar günü|Təmir zamanı|Qar əriyəndən sonra",
        begins="Zər|Qüva|Çor|Ald|Mər|Güd|Şat|Bor|Lor|Xə|Var|Nax|Sam|Tol|Ağ|Göy|Qara",
        ends="avan|lı|kənd|abad|oba|dağ|eli|ulu|hasar|çay|şen|ərli|bulaq|təpə|düz|yazı",
        headings="Nə vəd edilmişdi|Kim ödəyir|Rəqəmlər|Nəyi bilmirik|Nə etmək olar|Vadidən səslər",
        given_names="Leyla|Elçin|Aygün|Rəşad|Nərgiz|Tural|Səbinə|Orxan",
        family_names="Dağlı|Xəzərli|Göyçay|Bulaqlı|Qarabulud|Çinarlı|Səhəndli|Küləkli",
        tags="gömrük|tranzit|dəmir yolu|seçkilər|su|məhsul|dil",
    ),
    "fa": _words(
        sentence="{times} {subjects} در نزدیکی {place} {objects} {verbs}.",
        subjects="اداره گمرک|کمیسیون مرزی|شورای روستا|وزارت نیرو|اتحادیه رانندگان|راه‌آهن|گروهی از مهندسان|سازمان بندر"
        "|شهرداری|هیئت ناظران",
        verbs="را یک سال عقب انداخت|را دوباره خواست|را آشکارا بررسی کرد|را هر ماه اندازه گرفت|را بی‌صدا بست|را شرح داد"
        "|را نپذیرفت",
        objects="هزینه ترانزیت|خط دوم کابل|پل گذرگاه قدیمی|بازگشت خانواده‌ها|فهرست مین‌ها|برنامه اتوبوس‌ها|سطح آب سد"
        "|اجاره بندر|تعرفه مشترک|انبار زمستانی",
        times="در نخستین هفته ماه|پس از برداشت|از روز امضا|برای دومین زمستان|بسیار پیش از انتخابات|در روز گفت‌وگو"
        "|هنگام تعمیر|پس از آب شدن برف",
        begins="زر|کوا|تور|الد|مر|گود|شات|بور|لور|خه|ور|نخ|سام|تول|سیاه|سفید",
        ends="آباد|ان|کند|دره|کوه|رود|سر|گان|شهر|ده|چشمه|تپه",
        headings="چه وعده داده شد|چه کسی می‌پردازد|عددها|آنچه نمی‌دانیم|چه می‌توان کرد",
        given_names="شیرین|آرش|نسرین|کاوه|مینا|بهرام|لاله|سیاوش",
        family_names="کوهستانی|دریاکنار|سبلانی|ارس‌پور|برف‌انبار|گذرگاهی",
        tags="گمرک|ترانزیت|راه‌آهن|انتخابات|آب|زبان",
    ),
}
