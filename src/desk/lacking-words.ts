/**
 * How people say that something does not work, what they did, what should have come of it and what came instead: by
 * language, as pieces of regular expressions over a lower-case text with straight apostrophes. Each is tried at the
 * beginning of a word; none can run over more than a few words, so a text costs its length.
 */
export interface FaultWords {
  /** Something is wrong. */
  readonly fault: string;
  /** It wishes, asks, thanks or announces, where nothing says that something is wrong. */
  readonly wish: string;
  /** What was done. */
  readonly steps: string;
  readonly expected: string;
  /** What came of it, beyond that it does not work. */
  readonly seen: string;
  /** It says that something is wrong and not what. */
  readonly vague: string;
  /** An error message is spoken of. */
  readonly message: string;
  /** It happened on a screen. */
  readonly screen: string;
  /** A picture is spoken of. */
  readonly attached: string;
}

export const FAULT_WORDS: Readonly<Record<'en' | 'nl' | 'de' | 'ru' | 'fr', FaultWords>> = {
  en: {
    fault:
      "no (?:\\w+ )?(?:network|power|access|reply|answer|message|mail|data|result|result|reaction|effect)s?\\b|n't\\b|cannot|not (?:available|found|possible|allowed|recogni[sz]ed|right|correct|\\w+ed)\\b|nothing\\b|nobody (?:can|hears)|gone\\b|missing|lost\\b|strange|weird|odd\\b|garbled|noise|noisy|(?:too|very|so) (?:slow|hot|loud|quiet|dark|small)|twice|double|again and again|all the time|keeps? \\w+ing|exceptions?\\b|warnings?\\b|delay\\w*|lag(?:s|ging)?\\b|unreadable|blurr\\w*|loses?\\b|refus\\w*|rejected|denied|timed? ?out|unavailable|trouble|damaged?|leak\\w*|smok\\w*|since (?:this|yesterday|last|today|the|a|monday|tuesday|wednesday|thursday|friday|\\d)|(?:doesn't|does not|don't|do not|didn't|did not|isn't|is not|won't|will not|not|no longer|stopped?|never|hardly) (?:\\w+ )?(?:work|start|open|print|load|respond|connect|send|appear|show|log|react|turn|boot|arriv|receiv)\\w*|can(?:not|'t| not) (?:\\w+ )?(?:log|open|print|send|connect|access|sign|get|see|find|save|start|use|hear|reach|receive|upload|download|load|install|edit|delete|create|click)\\b|could(?: not|n't)|unable to|fail(?:s|ed|ing|ure)?\\b|crash(?:es|ed|ing)?\\b|broken?\\b|bugs?\\b|faulty?\\b|(?:there is|have|has|had|got|get|getting|is|an?|some|the|with|this|keeps? showing an?) (?:\\w+ )?(?:error|problem|issue)s?\\b|error|freez(?:es|ing)|frozen|hang(?:s|ing)?\\b|flicker\\w*|beep(?:s|ing)\\b|blink\\w*|shuts? (?:itself )?down|turns? off|jam(?:s|med)?\\b|stuck|wrong(?:ly)?\\b|instead|should (?:be|have|open|show|come|print)|(?:is|are|was|stays?|remains?) (?:\\w+ )?(?:empty|blank|white|black|dark|missing|gone|down|slow|dead)|no (?:dial tone|sound|picture|connection|signal|internet)|expired|takes? (?:\\w+ ){0,2}(?:hours?|ages|forever|half)|access denied|slow(?:er|ly)?\\b|out of order|disappear\\w*",
    wish: '\\w[^.?!]{0,200}\\?|please\\b|(?:i|we) (?:\\w+ )?(?:need|want|would|request|order|expect|hope|look forward|offer|confirm|agree|received|thank|apologi[sz]e)\\b|(?:here|attached|enclosed) (?:is|are)\\b|find attached|for your (?:information|records)|fyi\\b|(?:best|kind) wishes|see you|congratulations|welcome|reminder|invitation|newsletter|let me know|looking forward|many thanks|i (?:am|will be) (?:away|back|out|on)\\b|your (?:order|invoice|offer) |how (?:do|can|could|would|to)\\b|when (?:will|do|does|can)\\b|where (?:do|can|is|are)\\b|(?:could|can|would|will) (?:you|we|i|they) \\w+|please (?:send|order|prepare|give|add|create|block|change|cancel|put|install)|would (?:be nice|like)|thank you|thanks',
    steps:
      "(?:i|we) (?:have |just |then |first |had )?(?:order|pick|mark|download|import|export|copy|copied|scan|dial|call|connect|set|change|turn|remov|insert|connect|follow|fill|saved?|sent|send|print|delet|add|creat|mov)\\w*|when (?:trying|exporting|importing|scanning|starting|opening|uploading)|(?:when(?:ever)?|after|as soon as|every time|each time|once|if|while) (?:i|we|you)(?:'m|'ve)?\\b|(?:i|we) (?:have |just |then |first )?(?:click|press|open|typ|enter|select|choos|chose|start|went|go|put|try|tried|plug|log|scan|install|upload|drag|upgrad|updat|restart|reboot|switch|call|lift)\\w*|when (?:\\w+ )?(?:click|press|open|typ|enter|print|sav|log|start|try|send)ing|(?:click(?:ed|ing)?|press(?:ed|ing)?) (?:on |the |\\S)|step by step|steps to reproduce",
    expected:
      "should(?:n't)?\\b|expect\\w*|supposed to|instead of|normally|usually|used to|until (?:last|yesterday|now|today|monday|recently)|(?:worked|was fine|fine) (?:\\w+ )?(?:before|until|yesterday|last)|before it|ought to",
    seen: 'hot\\b|roar\\w*|loud|look(?:s|ed)? like|comes? (?:up|out)|came|arriv\\w*|was in|twice|delay|echo|own voice|garbled|unreadable|blurr\\w*|smok\\w*|gets?\\b|becomes?\\b|opens? (?:and|an)|closes?\\b|jumps?|restarts?|loops?|only the|stands? (?:beside|next)|appears?\\b|lost\\b|too (?:slow|hot|loud|small|dark)|says?\\b|said\\b|shows?\\b|showed|displays?\\b|reads?:|tells? me|blank|white|black|dark|empty|instead|freez\\w+|frozen|hang(?:s|ing)?\\b|flicker\\w*|beep\\w*|blink\\w*|crash\\w*|shuts? (?:itself )?down|turns? (?:itself )?off|noise|crackl\\w*|smoke|smell|(?:i|we) (?:only )?(?:get|got|see|saw|hear|heard)\\b|nothing happens|no (?:dial tone|sound|picture|results?)|stops? (?:after|at|in)|takes? (?:the|it|\\w+) (?:from|half|an|two|three|ten)|half an hour|minutes|error|message|log in|expired|is (?:full|too small|locked)|disappear\\w*|stays? (?:at|on|white)|\\bpage that|but the page',
    vague:
      "(?:does|do|did|is|are)(?:n't| not) work\\w*|not working|stopped working|broken?\\b|(?:a|any|some|the|have|has) (?:\\w+ )?(?:problem|issue|bug|trouble)s?\\b|nothing works|given up|out of order|(?:is|are|be) (?:down|gone|faulty|defective|dead)\\b|no (?:network|internet|access|connection)\\b|(?:is|are) acting up|unable to work|cannot work|no longer works?|doesn't start|will not start|won't start|an? error\\b",
    message: 'errors?\\b|error code|messages?\\b|warnings?\\b|exception',
    screen:
      'errors?\\b|messages?\\b|screen\\b|page\\b|window|program|app\\b|application|website|portal|button|click\\w*|press "|calendar|client\\b|browser|says? "|shows? "|log in\\b|outlook|excel|word\\b|link\\b|search|table\\b|column|file\\b|exceptions?\\b',
    attached: 'attach\\w*|screenshots?|enclosed|see (?:the )?(?:picture|image|photo)',
  },
  nl: {
    fault:
      'geen \\w+ (?:meer|toegang)|geen (?:netwerk|toegang|reactie|mail|melding|stroom)|stuk\\b|spint|raar|vreemd|dubbel|twee keer|sinds (?:gisteren|vanochtend|vandaag|maandag|dinsdag|woensdag|donderdag|vrijdag|de|vorige|een)|weg\\b|kwijt|te (?:traag|langzaam|heet|donker|zacht|hard)|erg traag|blijft\\b|verkeerde?\\b|onleesbaar|geweigerd|vertraging|steeds\\b|telkens|niet (?:goed|bereikbaar|beschikbaar|zichtbaar|\\w+baar)|hapert|mislukt\\w*|zwart|werkt (?:\\w+ )?slecht|(?:doet|doen) (?:het|\\w+) niet|niet (?:meer )?(?:werk\\w*|gelukt|open\\w*|start\\w*)|werkt? (?:\\w+ ){0,3}niet|lukt (?:\\w+ ){0,2}niet|kan (?:\\w+ ){0,4}niet (?:meer )?(?:inloggen|openen|printen|afdrukken|versturen|verzenden|verbinden|opslaan)|storing\\w*|fout(?:en|melding\\w*)?\\b|kapot|stuk\\b|probleem|problemen|defect|klopt niet|vastgelopen|loopt vast|hangt\\b|crasht\\w*|valt (?:\\w+ ){0,6}uit\\b|(?:is|zijn|blijft) (?:\\w+ ){0,2}(?:leeg|zwart|wit|weg|verdwenen|traag)|gekraak|had(?:den)? (?:\\w+ ){1,4}moeten|geen (?:verbinding|geluid|beeld|internet)',
    wish: '\\w[^.?!]{0,200}\\?|(?:ik|wij|we) (?:\\w+ )?(?:wil|willen|zou|zouden|heb nodig|hebben nodig|verzoek|bestel|bevestig|verwacht|hoop)\\b|graag\\b|bijgaand|hierbij|ter informatie|alvast|dank|tot (?:ziens|straks|morgen)|herinnering|uitnodiging|nieuwsbrief|laat (?:het )?(?:me|mij|ons)|hoe (?:kan|kom|moet|stel|zeg)\\b|wanneer (?:wordt|komt|kan)\\b|(?:kunt|kun|wilt|wil) (?:u|je|jullie)\\b|graag (?:een|de|het)\\b|bedankt',
    steps:
      '(?:ik|wij|we) (?:markeer|kopieer|download|bel|verbind|verwijder|scan|print|stuur|verplaats|bewaar|wijzig|importeer|exporteer)\\w*|(?:ik|we) (?:opende|klikte|drukte|startte|probeerde|koos|vulde)|(?:als|wanneer|nadat|zodra|telkens als|elke keer als|toen|terwijl) (?:ik|wij|we|je|u)\\b|(?:ik|wij|we) (?:heb |hebben )?(?:klik|druk|open|typ|vul|kies|start|log|probeer|sluit|sla|zet)\\w*|(?:bij|tijdens) het \\w+en\\b|geklikt|ingevuld|geopend',
    expected:
      'zou(?:den)?\\b|had(?:den)? (?:\\w+ ){1,4}moeten|moet(?:en)? (?:er|het)|verwacht\\w*|normaal|normaliter|gewoonlijk|eigenlijk|in plaats van|hoort\\b|vroeger|tot (?:gisteren|vorige)|eerst wel',
    seen: 'twee keer|dubbel|blijft\\b|zwart|heet|traag|ontvang\\w*|opent\\b|sluit\\b|start (?:steeds|opnieuw)|onleesbaar|verdwijn\\w*|verdwenen|hapert|staan\\b|alleen (?:de|het|een)|staat (?:er|nu)|verschijn\\w*|(?:er )?komt (?:er )?een|krijg\\w*|zie (?:ik|alleen)|hoor (?:ik|alleen)|melding|foutmelding|leeg|zwart|wit\\b|valt (?:\\w+ ){0,6}uit\\b|knippert|piept|gekraak|vastgelopen|loopt vast|hangt\\b|zegt|toont|geeft aan|er gebeurt niets',
    vague:
      '(?:doet|doen) (?:het|niks|niets|\\w+ niet)|werkt? (?:\\w+ ){0,3}niet|storing\\w*|kapot|stuk\\b|defect|probleem|problemen|spint\\b|buiten werking|geen (?:netwerk|internet|verbinding|toegang)|ligt eruit|plat\\b',
    message: 'fout(?:en|melding\\w*|code)?\\b|melding\\w*|waarschuwing',
    screen:
      'fout\\w*|melding|scherm|beeld|pagina|venster|programma|app\\b|website|portaal|knop|klik\\w*|agenda|inloggen|opslaan|client|outlook|excel|browser|tabel|kolom|bestand',
    attached: 'bijlage|bijgevoegd|schermafbeelding|screenshot|zie (?:de )?(?:foto|afbeelding)',
  },
  de: {
    fault:
      'spinnt|komisch|seltsam|merkwürdig|doppelt|zweimal|seit (?:gestern|heute|montag|dienstag|mittwoch|donnerstag|freitag|dem|der|letzter|letzte|einer|einem|wann)|weg\\b|verschwunden|zu (?:langsam|heiß|laut|leise|dunkel)|sehr langsam|bleibt\\b|unleserlich|abgelehnt|verzögerung|ständig|dauernd|immer wieder|schon wieder|keinen? \\S+ mehr|kein (?:netz|strom|zugriff|zugang)|warnung\\w*|ausgefallen|ausfall|lahm|ruckelt|abbricht|bricht (?:\\S+ )?ab|rauscht|macht (?:\\S+ )?(?:probleme|ärger)|nicht (?:erreichbar|verfügbar|sichtbar|lesbar)|(?:geht|gehen|funktionier\\w*|klappt|läuft|startet|druckt|öffnet|lädt|reagiert|verbindet|tut) (?:\\S+ ){0,5}nicht|nicht (?:mehr )?(?:funktionier\\w*|möglich|geöffnet|starten|drucken|öffnen)|kann (?:\\S+ ){0,5}nicht (?:mehr )?(?:anmelden|einloggen|öffnen|drucken|senden|verbinden|speichern|zugreifen)|fehler\\w*|störung\\w*|problem\\w*|kaputt|defekt|abgestürzt|stürzt|hängt\\b|eingefroren|falsch\\w*|schaltet sich (?:\\S+ ){0,5}aus|flacker\\w*|piept|blinkt|(?:ist|sind|bleibt) (?:\\S+ ){0,2}(?:leer|schwarz|weiß|weg|verschwunden|langsam)|knacken|müssten?\\b|sollten? (?:eigentlich|\\S+ (?:stehen|sein))|keine (?:verbindung|internet)|kein (?:ton|bild|internet|signal)|verweigert',
    wish: '\\S[^.?!]{0,200}\\?|bitte\\b|(?:ich|wir) (?:\\S+ )?(?:möchte|möchten|brauche|brauchen|hätte|hätten|würde|würden|bestelle|bestellen|bestätige|bestätigen|hoffe|bieten)\\b|anbei|hiermit|zur (?:information|kenntnis)|danke|dank\\b|bis (?:bald|morgen|später)|erinnerung|einladung|newsletter|wie (?:kann|komme|muss|stelle|kündige|richte)\\b|wann (?:wird|kommt|kann)\\b|(?:können|könnten|würden) (?:sie|wir)\\b|bitte (?:schicken|senden|legen|richten)|vielen dank für',
    steps:
      'ich (?:markiere|wähle|kopiere|lade|rufe|verbinde|lösche|scanne|drucke|schicke|sende|verschiebe|schließe|stecke|importiere|exportiere|versuche|gehe)\\b|(?:ich|wir) haben? .{1,60}(?:\\bge\\S+t|versucht|installiert|aktualisiert|exportiert|importiert)\\b|(?:wenn|sobald|nachdem|als|jedes mal wenn|immer wenn|während) (?:ich|wir|man)\\b|(?:ich|wir) (?:habe |haben )?(?:\\S+ ){0,3}(?:klicke?|drücke?|öffne|geöffnet|geklickt|gedrückt|eingegeben|ausgewählt|wähle|starte|gestartet|gebe|melde|tippe|speichere)\\b|beim \\S+en\\b',
    expected:
      'sollten?\\b|müssten?\\b|erwart\\w*|normalerweise|eigentlich|statt(?:dessen)?\\b|anstatt|üblicherweise|bisher|früher|bis (?:gestern|letzte)',
    seen: 'doppelt|zweimal|bleibt\\b|heiß|langsam|öffnet sich|schließt|startet (?:\\S+ )?neu|unleserlich|verschwind\\w*|verschwunden|ruckelt|rauscht|bricht (?:\\S+ )?ab|danach (?:steh|ist|sind)\\w*|stehen\\b|kommt\\b|nur (?:der|die|das|ein)|schwarz|zeigt|angezeigt|meldet|meldung|erschein\\w*|kommt (?:eine?|nur)|bekomme|sehe|höre|steht (?:da|dort|nur)|leer\\b|schwarz|weiß\\b|schaltet sich|flacker\\w*|blinkt|piept|knacken|hängt\\b|eingefroren|stürzt|abgestürzt|es passiert nichts|fehler (?:\\d|")|stattdessen',
    vague:
      '(?:geht|gehen|funktionier\\w*|tut) (?:\\S+ ){0,4}nicht|tut (?:es )?nichts?|störung\\w*|kaputt|defekt|problem\\w*|spinnt|geist auf|außer betrieb|kein (?:netz|internet|zugriff|zugang)|ausgefallen|streikt',
    message: 'fehler(?:meldung\\w*|code\\w*)?\\b|meldung\\w*|warnung',
    screen:
      'fehler\\w*|meldung\\w*|bildschirm|seite\\b|fenster|programm\\w*|app\\b|webseite|portal|schaltfläche|klick\\w*|kalender|anmeldung|anmelden|client|speichern|outlook|excel|angezeigt|browser|tabelle|spalte|datei\\b',
    attached: 'anhang|anbei|angehängt|screenshot|bildschirmfoto|siehe (?:bild|foto)',
  },
  ru: {
    fault:
      'не (?:виден|видно|видит|слышно|доступ\\S*|запуст\\S*|приход\\S*|прид\\S*|реагиру\\S*|показыва\\S*|могу \\S+|хочет|грузит\\S*|сохраня\\S*)|плохо (?:слышно|видно|работает)|прерыва\\S*|обрыва\\S*|странн\\S*|дважды|со? (?:вчера\\S*|утра|понедельника|вторника|среды|четверга|пятницы)|нет (?:связи|сети|доступа|звука|изображения|ответа|интернета)|исчез\\S*|тормоз\\S*|глюч\\S*|греется|перегрева\\S*|шумит|закрывается|предупреждени\\S*|опять|снова не|отказано|недоступ\\S*|зависа\\S*|вместо|не (?:работа\\S*|открыва\\S*|печата\\S*|запуска\\S*|отправля\\S*|подключа\\S*|загружа\\S*|включа\\S*|отвеча\\S*)|не могу (?:войти|открыть|отправить|подключиться|распечатать|сохранить|зайти)|не получается|не удаётся|не удается|ошибк\\S*|сбо[йяеи]\\S*|слом\\S*|полом\\S*|проблем\\S*|завис\\S*|вылета\\S*|пропал\\S*|неверн\\S*|неправильн\\S*|выключается|отключается|должн[оаы]? быть|треск|пуст(?:ой|ая|ое|о)?(?![а-яё])|чёрный экран|черный экран|медленно|запрещ[её]н\\S*',
    wish: '\\S[^.?!]{0,200}\\?|пожалуйста|прошу|просим|(?:нам |мне )?нуж(?:ен|на|но|ны)|хотел\\S*|хотим|хочу|дайте|во вложении|направля\\S*|высыла\\S*|для информации|благодар\\S*|до встречи|напоминани\\S*|приглаша\\S*|подтвержда\\S*|как (?:мне |можно )?(?:изменить|сменить|подключить\\S*|добавить|отказаться|настроить)|когда (?:доставят|придёт|будет)|пришлите|можно ли|спасибо|нужн[аоы] (?:учётная|учетная)',
    steps:
      '(?:копирую|скачиваю|звоню|печатаю|удаляю|отправляю|вставляю|перехожу|сканирую|загружаю|сохраняю|делаю|подключаю|переношу)|(?:когда|после того как|как только|каждый раз когда|если|при попытке) (?:я |мы )?\\S+|после \\S+(?:а|я|ия)(?![а-яё])|(?:нажимаю|нажал\\S*|открываю|открыл\\S*|ввожу|ввёл|ввел|выбираю|выбрал\\S*|запускаю|запустил\\S*|захожу|зашёл|зашел|снимаю|пытаюсь)|при (?:открытии|нажатии|запуске|входе|отправке|печати|сохранении)',
    expected: 'должн\\S*|ожида\\S*|вместо|обычно|раньше|до (?:вчера|прошл)|по идее|следовало',
    seen: 'открывается|закрывается|дважды|прерыва\\S*|обрыва\\S*|плохо слышно|тормоз\\S*|греется|шумит|перезагружа\\S*|исчез\\S*|приход\\S*|отобража\\S*|появля\\S*|показыва\\S*|пишет|выскакива\\S*|сообщ\\S*|пуст\\S*|чёрн\\S*|бел(?:ый|ая) экран|слыш\\S*|треск|мига\\S*|пищит|завис\\S*|вылета\\S*|выключается|отключается|ничего не происходит|вижу',
    vague:
      'не работа\\S*|сбо[йяеи]\\S*|слом\\S*|полом\\S*|проблем\\S*|не запуска\\S*|упал\\S*|нет (?:связи|сети|доступа|интернета)|глюч\\S*|накрыл\\S*',
    message: 'ошибк\\S*|сообщени\\S*|предупреждени\\S*',
    screen:
      'ошибк\\S*|сообщени\\S*|экран\\S*|страниц\\S*|окн\\S*|программ\\S*|приложени\\S*|сайт\\S*|кабинет\\S*|кнопк\\S*|нажима\\S*|календар\\S*|войти|вход\\S*|клиент|пишет|показыва\\S*|браузер\\S*|таблиц\\S*|файл\\S*|вложени\\S*',
    attached: 'вложени\\S*|прилага\\S*|прикреп\\S*|скриншот|снимок экрана|см\\. фото',
  },
  fr: {
    fault:
      "plus (?:de|d'|aucun)|aucune? \\S+|bizarre|étrange|deux fois|depuis (?:ce|hier|lundi|la|le|une?)|disparu\\w*|trop (?:lent|chaud)|très lent\\w*|reste\\b|illisible|refusée?|sans cesse|tout le temps|indisponible|coupures?|avertissement|(?:ne|n') ?(?:\\S+ )?(?:march\\w*|fonctionn\\w*|s'ouvr\\w*|imprim\\w*|démarr\\w*|répond\\w*|peux|peut|parviens|arrive) (?:\\S+ )?(?:pas|plus)|impossible d|erreurs?|panne|problème\\w*|cassée?|bloquée?|plante\\w*|bug|refusé|s'éteint|s'arrête|écran noir|lente?\\b|au lieu",
    wish: "\\S[^.?!]{0,200}\\?|merci|veuillez|(?:je|nous) (?:\\S+ )?(?:voudrai|souhait|aimerai|besoin|confirm)\\S*|ci-joint|pour (?:votre )?information|s'il vous plaît|à bientôt|rappel|invitation|comment\\b|quand (?:sera|vais)|(?:pouvez|pourriez)-vous|merci de\\b|je voudrais",
    steps:
      "je (?:copie|télécharge|appelle|connecte|supprime|scanne|imprime|envoie|essaie|choisis|sélectionne|branche)|(?:quand|lorsque|dès que|chaque fois que|après que|si) (?:je|j'|nous|on)|(?:je|j'ai|nous) ?(?:clique|appuie|ouvre|tape|saisis|lance|cliqué|ouvert|saisi|lancé)\\w*|après avoir|en (?:cliquant|ouvrant|lançant|imprimant)",
    expected: "devrai\\w*|attend\\w*|normalement|d'habitude|au lieu|avant\\b|jusqu'à (?:hier|la semaine)",
    seen: "deux fois|reste\\b|lent|chaud|s'ouvre|se ferme|redémarre|illisible|disparaî\\w*|reçu|affiche\\w*|apparaî\\w*|message|dit\\b|vois|entends|vide|noir|blanc|s'éteint|s'arrête|clignote|bip|plante|bloquée?|rien ne se passe|reçois",
    vague:
      "(?:ne|n') ?(?:\\S+ )?(?:march\\w*|fonctionn\\w*) (?:\\S+ )?(?:pas|plus)|panne|problème\\w*|cassée?|hors service|en rade|bug\\b",
    message: 'erreurs?\\b|messages?\\b|avertissement',
    screen:
      'erreurs?\\b|messages?\\b|écran|page|fenêtre|programme|application|site|portail|bouton|clique\\w*|affiche|client|enregistrer',
    attached: 'pièce jointe|ci-joint\\w*|capture',
  },
};
