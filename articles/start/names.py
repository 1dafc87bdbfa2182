"""Names of one place, of all sides and in many scripts, for an empty site: search finds all of them by each.

They take no side: each is a name that somebody uses.
"""

NAMES = [
    "Stepanakert · Khankendi · Xankəndi · Ստեփանակերտ · Степанакерт · Ханкенди · Hankendi · خانکندی · სტეფანაკერტი",
    "Nagorno-Karabakh · Karabakh · Artsakh · Garabagh · Qarabağ · Dağlıq Qarabağ · Karabağ · Dağlık Karabağ · "
    "Արցախ · Ղարաբաղ · Լեռնային Ղարաբաղ · Арцах · Карабах · Нагорный Карабах · قره‌باغ · ყარაბაღი · მთიანი ყარაბაღი",
    "Shusha · Shushi · Şuşa · Շուշի · Шуша · Шуши · شوشا · შუშა",
    "Sukhumi · Sokhumi · Sukhum · Aqwa · Сухуми · Сухум · Аҟәа · სოხუმი · Սուխում · Suxumi · سوخومی",
    "Tskhinvali · Tskhinval · Цхинвали · Цхинвал · Чъреба · ცხინვალი · Ցխինվալ · Sxinvali",
    "South Ossetia · Tskhinvali region · Южная Осетия · Хуссар Ирыстон · სამხრეთ ოსეთი · ცხინვალის რეგიონი · "
    "Հարավային Օսիա · Cənubi Osetiya · Güney Osetya · اوستیای جنوبی",
    "Abkhazia · Апсны · Абхазия · აფხაზეთი · Աբխազիա · Abxaziya · Abhazya · آبخازیا",
    "Zangezur · Zangezour · Syunik · Siunik · Zəngəzur · Zengezur · Սյունիք · Զանգեզուր · Сюник · Зангезур · "
    "زنگزور · ზანგეზური",
    "Lachin · Berdzor · Laçın · Բերձոր · Լաչին · Лачин · Бердзор · لاچین · ლაჩინი",
    "Tbilisi · Tiflis · თბილისი · Тбилиси · Тифлис · Թբիլիսի · Թիֆլիս · تفلیس",
    "Yerevan · Erevan · Irevan · Երևան · Ереван · Эривань · İrəvan · Erivan · ایروان · ერევანი",
    "Gyumri · Leninakan · Alexandropol · Գյումրի · Гюмри · Gümrü · გიუმრი",
    "Ganja · Gandzak · Kirovabad · Elisavetpol · Gəncə · Գանձակ · Гянджа · Gence · گنجه · განჯა",
    "Caspian Sea · Xəzər dənizi · Hazar Denizi · Каспий · Каспийское море · Կասպից ծով · دریای خزر · კასპიის ზღვა",
    "Türkiye · Turkey · Turkiye · Türkiyə · Турция · Թուրքիա · ترکیه · თურქეთი",
    "Javakheti · Javakhk · Javakhq · ჯავახეთი · Ջավախք · Джавахети · Cavaxetiya",
]
