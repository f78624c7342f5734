/**
 * What vacation notices say, in seventeen languages, by what a clause is about. No clause alone makes a mail an
 * automatic reply: auto-reply-words.ts asks that a mail says nothing else. So `gone` may be generous about how absence
 * is said, but only the writer's own, now: "the printer is out of the office" is not among it.
 */
export type Clause = 'automatic' | 'gone' | 'later' | 'unread' | 'instead' | 'thanks' | 'filler';

const WORDS: Readonly<Record<Clause, readonly string[]>> = {
  automatic: [
    '(?:this|following|an) (?:is )?(?:an? )?(?:automat(?:ic|ed)|auto-?generated)(?:ally)?(?:[ -]generated)? (?:e-?mail |out[ -]of[ -]office |vacation )?(?:reply|response|answer|auto-?reply)',
    'auto-?(?:reply|responder|response) (?:message|from)',
    'dies ist eine automatisch\\S* (?:\\S+ )?(?:antwort|nachricht|e-?mail|abwesenheit)|automatisch (?:erzeugte|generierte|erstellte) (?:antwort|abwesenheit)',
    'r[ée]ponse (?:automatique|générée automatiquement)|message (?:de réponse )?automatique d.absence',
    'dit is een automatisch (?:\\S+ )?(?:antwoord|bericht)',
    'это автоматическ\\S+ (?:ответ|сообщение|уведомление)|автоматический ответ|автоответчик',
    '(?:respuesta|mensaje) (?:es )?(?:automátic|generad[oa] automátic)|esta es una respuesta automática',
    '(?:risposta|messaggio) (?:è )?(?:automatic|generat[oa] automatic)',
    'resposta automática|mensagem automática',
    'wiadomość (?:została )?(?:wygenerowana )?automatyczn|automatyczna (?:odpowiedź|wiadomość)|odpowiedź automatyczna',
    'detta är ett automatiskt|autosvar|automatiskt svar',
    'dette er (?:et|en) automatisk|automatisk (?:svar|besked)',
    'tämä on automaattinen|automaattinen (?:vastaus|poissaoloviesti)|automaattivastaus',
    'toto je automatick|automatická odpověď',
    'bu (?:bir )?otomatik|otomatik (?:yanıt|cevap)',
    '自動(?:応答|返信|送信)',
    '(?:自动|自動)(?:回复|回覆|答复|发送)',
  ],
  gone: [
    "(?:i|we)(?: am|'m|’m| are|'re|’re| will be|'ll be|’ll be| shall be)(?: currently| presently| now)? (?:not (?:in the office|available|at my desk|at work)|(?:out|away)(?: of)?(?: (?:the|my|our))?[ -]?(?:office)?\\b(?! of\\b)|on (?:\\w+ )?(?:vacation|holidays?|leave|annual leave|a business trip|parental leave|maternity leave|sick leave)|travel+ing|unavailable|absent|abroad)",
    '(?:my|our) office (?:is|will be) closed|(?:currently )?(?:out of (?:the )?office|on vacation|on annual leave|away)(?: from \\S+)? (?:until|till|from|through)|i have left for',
    '(?:ich (?:bin|befinde mich|werde|habe)|befinde ich mich|habe ich)[^.]{0,60}(?:nicht (?:im büro|im hause?|am platz|erreichbar|da\\b|verfügbar|anwesend)|urlaub|abwesend|außer haus|auf dienstreise|in elternzeit|krankgeschrieben)|(?:bin|sind) (?:ich|wir)[^.]{0,60}(?:nicht (?:im büro|erreichbar|im hause?)|urlaub|abwesend|außer haus)|unser büro (?:ist|bleibt)[^.]{0,40}geschlossen|wir (?:haben|machen)[^.]{0,30}betriebsferien',
    'je (?:suis|serai)[^.]{0,60}(?:absente?|en (?:congés?|vacances|déplacement|formation)|indisponible|hors du bureau|injoignable)|(?:nos|notre) bureaux? (?:est|sont|sera|seront) fermés?|actuellement (?:absente?|en (?:congés?|vacances|déplacement))',
    '(?:ik (?:ben|zal)|ben ik)[^.]{0,60}(?:afwezig|(?:met|op) (?:vakantie|verlof)|niet (?:aanwezig|bereikbaar|op kantoor)|uit kantoor|vrij\\b)|(?:momenteel|op dit moment) (?:ben ik )?(?:afwezig|niet aanwezig)|ons kantoor is[^.]{0,40}gesloten',
    '(?:я|мы)?[^.]{0,30}(?:нахо(?:жусь|димся)|буду|в настоящее время)[^.]{0,40}(?:в (?:ежегодном )?отпуске|в командировке|отсутств|на больничном|вне офиса)|(?:я )?отсутствую|я (?:сейчас )?в отпуске|меня (?:не будет|нет)[^.]{0,30}(?:на работе|в офисе|на рабочем месте)',
    '(?:me encuentro|estoy|estaré|estare|estamos)[^.]{0,60}(?:fuera de (?:la |mi )?oficina|de vacaciones|ausente|de viaje|de baja|no disponible)',
    '(?:sono|sarò|saro|siamo)[^.]{0,60}(?:fuori (?:ufficio|sede)|in (?:ferie|vacanza|trasferta)|assente|non disponibile)|i nostri uffici (?:sono|saranno|resteranno) chiusi',
    '(?:estou|estarei|encontro-me|estaremos)[^.]{0,60}(?:fora do escritório|de férias|em férias|ausente|em viagem|indisponível|de licença)',
    '(?:jestem|będę|przebywam|jesteśmy)[^.]{0,60}(?:nieobecn|na urlopie|poza biurem|niedostępn|w delegacji|na zwolnieniu)|(?:nieobecn\\S+|na urlopie) (?:do|od)',
    '(?:jag (?:är|har|kommer)|(?:är|har) jag)[^.]{0,60}(?:(?:på |har )?semester|ledig|inte på (?:kontoret|plats)|frånvarande|bortrest|föräldraledig|tjänsteresa)|har semester',
    '(?:jeg (?:er|har|holder|kommer)|(?:er|har|holder) jeg)[^.]{0,60}(?:ferie|ikke (?:på kontoret|til ?stede|tilgængelig|tilgjengelig)|fraværende|bortreist|orlov|barsel|permisjon|ude af kontoret|forretningsrejse|tjenestereise)',
    '(?:olen|olemme)[^.]{0,60}(?:lomalla|poissa|matkoilla|vuosilomalla|vapaalla|tavoittamattomissa|virkamatkalla)|en ole (?:tavoitettavissa|paikalla|toimistolla)',
    '(?:jsem|budu|jsme)[^.]{0,60}(?:mimo kancelář|na dovolené|nepřítom|na služební cestě|nedostupn|mimo (?:firmu|pracoviště))|čerpám[^.]{0,20}dovolenou|nejsem[^.]{0,30}(?:v kanceláři|přítom|k zastižení|dostupn)',
    '(?:ofis dışında|izin(?:de|li)|yıllık izinde|tatilde|iş seyahatinde|ofiste değil)[^.]{0,20}(?:y[ıi]m|olaca[ğg][ıi]m|bulunuyorum|bulunmaktayım|im)|[ıi]zindeyim|izinliyim|tatildeyim',
    '(?:休暇|休み|不在|出張|夏季休業|年末年始)[^。]{0,30}(?:中です|ております|おります|です|します|いたします|となります|いただいて)|不在に(?:して|なり)|休業(?:と|いた|し)',
    '(?:我|本人|我们)[^。]{0,20}(?:正在|目前|现在|將|将|于|從|从)?[^。]{0,20}(?:休假|外出|出差|不在(?:办公室|辦公室|公司)|请假|請假|度假|年假)|(?:正在|目前)(?:休假|出差|外出|度假)',
  ],
  later: [
    "(?:i|we)(?:'ll|’ll| will| shall| can)[^.]{0,40}(?:reply|respond|answer|get back to|attend to|read|be in touch|return your|deal with)[^.]{0,60}|(?:i|we)(?:'ll|’ll| will)? ?(?:be )?(?:back|return(?:ing)?)(?: (?:to|in) (?:the |my )?(?:office|work|desk))?(?: on| in| by)?|(?:back|returning) (?:on|in the office)|will (?:return|be back|reply|respond|answer)|(?:up)?on my return|your (?:e-?mail|message) will be (?:answered|read|dealt)|(?:until|till) (?:\\w+ ){0,3}\\d",
    'ich (?:werde|bin|melde|kümmere|beantworte|antworte)[^.]{0,80}(?:beantworten|antworten|wieder (?:da|im büro|erreichbar|für sie)|zurück|melden|nach meiner rückkehr|kümmern|bearbeiten)|nach meiner rückkehr|ab (?:dem )?\\S+ (?:\\S+ )?(?:bin ich )?wieder|wieder (?:im büro|erreichbar|für sie da)|(?:wird|werden) (?:ihre )?(?:\\S+ ){0,4}(?:beantwortet|bearbeitet)|melde mich',
    'je (?:vous )?(?:répondrai|reviendrai|serai de retour|traiterai|lirai|prendrai|ne manquerai)|(?:à|dès) mon retour|de retour (?:le|au)|vous répondr',
    'ik (?:zal|kom|beantwoord|reageer|neem|ben)[^.]{0,60}(?:beantwoorden|reageren|contact|terug|weer)|(?:na|bij) mijn (?:terugkeer|terugkomst)|weer (?:aanwezig|bereikbaar|op kantoor)|wordt? (?:uw|je) (?:bericht|mail|e-mail)[^.]{0,20}beantwoord|terug op',
    'отвечу|ответим|по возвращении|после (?:моего )?возвращения|вернусь|буду (?:снова )?(?:на связи|доступ)|после \\d',
    '(?:le )?(?:responderé|contestaré|atenderé|leeré|responderemos)|(?:a|en cuanto|cuando) (?:mi regreso|regrese|vuelva)|a mi (?:vuelta|regreso)|(?:regresaré|volveré|vuelvo|estaré de (?:vuelta|regreso))',
    '(?:le |vi )?(?:risponderò|rispondero|risponderemo|leggerò|ricontatterò)|al mio (?:rientro|ritorno)|(?:rientrerò|tornerò|rientro|sarò di nuovo)',
    'responderei|retornarei|entrarei em contat|(?:no|após o|quando do) meu (?:regresso|retorno)|(?:volto|regresso|voltarei|estarei de volta)|assim que (?:regressar|voltar|retornar)',
    'odpowiem|odpiszę|odpowiedzi udzielę|po (?:moim )?powrocie|wracam|wrócę|będę (?:ponownie )?dostępn',
    'jag (?:svarar|återkommer|är tillbaka|läser|kommer att (?:svara|besvara|återkomma))|(?:när jag|då jag) (?:är tillbaka|kommer tillbaka|återkommer)|tillbaka (?:på kontoret )?(?:den|igen)|vid min återkomst|besvaras',
    'jeg (?:svarer|vender|er tilbage|er tilbake|besvarer|vil (?:svare|besvare)|kommer tilbake|læser|leser)|når jeg (?:er|kommer) (?:tilbage|tilbake|retur)|tilbage (?:på kontoret|igen|den)|tilbake (?:på kontoret|igjen|den)|besvares',
    'vastaan|palaan|palattuani|(?:loman|lomani) jälkeen|takaisin (?:töissä|toimistolla)|tavoitettavissa (?:jälleen|taas)|luen viestisi',
    'odpovím|ozvu se|po (?:svém |mém )?návratu|vrátím se|budu (?:opět|zpět|znovu)|zpátky|vaši zprávu vyřídím',
    'dön(?:ünce|düğümde|üşümde|eceğim|erim)|dönüşte|yanıtlayaca|cevaplayaca|dönüş yapaca|ofise dön',
    '(?:戻り|戻って|休暇明け|休業明け|帰社|復帰)[^。]{0,30}|(?:返信|回答|対応|返事|ご連絡)[^。]{0,30}(?:いたします|致します|させていただきます|します|なります)|(?:日|月)(?:から|より|に)(?:出社|営業|業務)|以降(?:に|の|と)',
    '(?:回来|返回|回到|回國|返岗|返崗|回公司)[^。]{0,20}|(?:尽快|儘快|会|會|将|將)[^。]{0,15}(?:回复|回覆|答复|处理|聯繫|联系您)',
  ],
  unread: [
    '(?:limited|no|little|only (?:limited|sporadic|occasional|intermittent)|intermittent|restricted|without|not have)[^.]{0,20} access to (?:my )?(?:e-?mails?|messages|the internet|mail)|(?:will|can)?not (?:be )?(?:able to )?(?:read|check(?:ing)?|forward(?:ed)?|see)[^.]{0,20}(?:e-?mails?|messages?|mailbox|inbox)?|(?:e-?mails?|messages?) (?:is|are|will) not (?:be )?(?:forwarded|read|monitored)|with (?:limited|no) access|not be checking|(?:slow|delayed?|longer)[^.]{0,20} (?:to|in) (?:respond|reply|responding|replying)|there (?:may|might|will) be (?:a )?delays?',
    '(?:nachrichten?|e-?mails?|mails?)[^.]{0,40}nicht (?:weitergeleitet|gelesen|abgerufen)|(?:keinen|nur (?:eingeschränkten|begrenzten|sporadisch\\S*)) zugriff|nur (?:eingeschränkt|sporadisch|unregelmäßig)|nicht (?:automatisch )?weitergeleitet',
    "(?:accès|acces)[^.]{0,30}(?:limité|restreint|messagerie|mails?)|(?:ne sera|n'est|ne seront) pas (?:lu|transféré|redirigé|consulté)|pas (?:accès|transféré)|consulte\\p{L}* (?:ma messagerie|mes (?:e-?)?mails?)",
    '(?:geen|beperkt\\S*) (?:toegang|inzage)|niet (?:doorgestuurd|gelezen)|(?:mail|e-?mail)s?[^.]{0,20}niet (?:worden )?(?:gelezen|doorgestuurd)',
    '(?:нет|ограничен\\S*|огранич\\S*) доступ|доступ к почте|не (?:пересыла|чита|перенаправля)|проверять почту',
    '(?:sin|no tendré|acceso limitado|acceso restringido)[^.]{0,30}(?:acceso|correo)?|no (?:será|serán) (?:leíd|reenviad)',
    '(?:senza|non avrò|accesso limitato|non potrò)[^.]{0,30}(?:accesso|mail|posta|leggere)?|non (?:verrà|saranno|sarà) (?:lett|inoltrat)',
    '(?:sem|não terei|acesso limitado)[^.]{0,30}(?:acesso|e-?mail)|não (?:será|serão) (?:lid|encaminhad)',
    '(?:nie mam|bez|ograniczony|nie będę mia\\S+|brak)[^.]{0,20}dostęp|nie (?:są|będą|jest|będzie)[^.]{0,20}(?:przekazywan|czytan|sprawdzan|przekierow)',
    'läser inte|begränsad (?:tillgång|åtkomst)|(?:mejl|mail|e-post)[^.]{0,30}(?:läses inte|vidarebefordras inte)|vidarebefordras inte|ingen tillgång',
    'læser ikke|leser ikke|begrænset adgang|begrenset tilgang|(?:videresendes|læses|leses|viderebringes) ikke|ikke (?:blive )?(?:videresendt|læst|lest)|ikke adgang|ikke tilgang',
    'en (?:lue|pääse|seuraa)|ei (?:lueta|välitetä|ohjata|edelleenlähetetä)|rajoitetusti|viestiäsi ei',
    'nemám přístup|omezen\\S* přístup|(?:nebude|nebudou|není|nejsou)[^.]{0,20}(?:přepos|čten)|bez přístupu|nebudu (?:číst|mít)',
    'erişimim (?:sınırlı|olmayacak|kısıtlı|yok)|(?:e-?posta|mail)\\S*[^.]{0,20}(?:eriş|okuyam|kontrol edem|iletilme)',
    '(?:メール)[^。]{0,30}(?:確認|閲覧|返信|転送)[^。]{0,15}(?:できません|できない|れません|遅れ|いたしかねます)|(?:返信|対応|回答)が遅(?:れ|く)|遅れる(?:場合|こと)',
    '(?:无法|不能|無法|不便)[^。]{0,15}(?:查看|回复|回覆|及时|及時|收|处理)|(?:邮件|郵件)不会(?:被)?转',
  ],
  instead: [
    '(?:for|in|if|should|with)[^.]{0,60}(?:urgent|emergenc|immediate|pressing|assistance|important|time-sensitive)|(?:please|kindly|you (?:can|may))[^.]{0,40}(?:contact|call|e-?mail|reach(?: out)?|write to|address|direct|get in touch)|(?:contact|reach out to) (?:my|our) (?:colleague|team|assistant|office)|(?:my colleague|is covering for me|will be covering|my deput)',
    '(?:in|bei|für) (?:sehr )?(?:dringend\\S*|eilig\\S*|wichtig\\S*|notf\\S+)|wenden sie sich|kontaktieren sie|(?:meine?n? )?(?:vertretung|kolleg\\S+|vertreter\\S*)|bitte (?:an|unter) \\S+|wende dich|ist (?:mein|ihr|unser)\\S* ansprechpartner',
    '(?:en cas d.urgence|pour toute (?:urgence|demande|question)|cas urgent|contacter|adresser|joindre|vous pouvez (?:contacter|joindre|vous adresser))',
    '(?:bij|voor|in) (?:dringend\\S*|spoed\\S*|urgent\\S*|noodgeval\\S*)|(?:neem|kunt u|kun je|contact opnemen)[^.]{0,60}(?:contact|terecht|bereiken|collega|mailen|bellen)|contact opnemen',
    '(?:по|в|при)[^.]{0,20}(?:срочн|экстренн|неотложн)|обращайтесь|свяжитесь|прошу обращаться|можно обратиться|меня замещает|просьба обращаться',
    '(?:en caso de|para|si)[^.]{0,40}(?:urgen|emergencia|cualquier (?:asunto|consulta))|(?:póngase|ponerse|puede|pueden|favor de|por favor)[^.]{0,40}(?:contact|dirij|escrib|llam|comuni)',
    '(?:per|in caso di|se)[^.]{0,40}(?:urgen|necessità|emergenz|comunicazioni)|(?:contattare|rivolgersi|scrivere a|potete|può)[^.]{0,40}',
    '(?:em caso de|para|se)[^.]{0,40}(?:urgên|urgent|emergên)|(?:contacte|contactar|contate|entrar? em contat|favor)[^.]{0,40}',
    'w (?:sprawach|przypadku|razie|pilnych)[^.]{0,40}|(?:proszę|prosimy)[^.]{0,20}(?:o )?(?:kontakt|skontaktować|kierować|pisać)|zastępuje mnie|pilnych sprawach',
    '(?:vid|för|i|om det är|är det)[^.]{0,20}(?:brådskande|akuta?|viktiga?)|(?:kontakta|vänligen|vänd dig|ring|maila)[^.]{0,60}|min kollega',
    '(?:ved|i|for|hvis|haster)[^.]{0,30}(?:haste\\S*|akut\\S*|vigtig\\S*|viktig\\S*|presserende|det haster)|(?:kontakt|henvend|ta kontakt|ring|venligst|vennligst)[^.]{0,60}|min kollega|haster det',
    '(?:kiireelli|kiireis|tärkeis|akuut)[^.]{0,60}|(?:ota|ottakaa|otathan)[^.]{0,20}yhteyttä|sijaiseni|kollegani|yhteydessä',
    '(?:v (?:naléhav|urgent|nutn|případ)|naléhav)[^.]{0,60}|(?:kontaktujte|obraťte se|obracejte se|prosím (?:kontaktujte|volejte|pište))[^.]{0,60}|zastupuje mě',
    '(?:acil)[^.]{0,60}|(?:iletişime geç|ulaşabilir|başvur|arayabilir)[^.]{0,40}',
    '(?:お急ぎ|緊急|至急|急用)[^。]{0,40}|(?:まで|へ|に)(?:ご連絡|お問い合わせ|お電話)[^。]{0,20}|代理',
    '(?:紧急|緊急|急事|如有)[^。]{0,30}|(?:请|請)[^。]{0,20}(?:联系|聯繫|聯絡|致电|拨打|發送|发送)',
  ],
  thanks: [
    '(?:thank you|thanks|many thanks) for (?:your )?(?:e-?mail|message|mail|contacting|writing|getting in touch|reaching out|e-?mailing|understanding|patience)|(?:i|we) (?:have )?received your (?:e-?mail|message)',
    '(?:vielen dank|danke|besten dank|herzlichen dank)[^.]{0,20} für (?:ihre|deine|eure|die|ihr)\\S* (?:\\S+ )?(?:nachricht|e-?mail|mail|anfrage|verständnis|schreiben)',
    'merci (?:de|pour) (?:votre|vos|ton) (?:message|e-?mail|mail|courriel|compréhension)|(?:j.ai|nous avons) bien reçu votre',
    '(?:bedankt|dank u?|hartelijk dank)[^.]{0,10}voor (?:uw|je) (?:bericht|mail|e-?mail|begrip)',
    '(?:спасибо|благодар\\S+)[^.]{0,10}за (?:ваше |твое )?(?:письмо|сообщение|обращение|понимание)',
    '(?:muchas )?gracias por (?:su|tu) (?:mensaje|correo|e-?mail|comprensión)|he recibido su',
    '(?:la |vi )?(?:ringrazio|grazie)[^.]{0,15}per (?:la sua |il suo |la tua |aver)?\\S* ?(?:mail|e-?mail|messaggio|scritto|comprensione)',
    'obrigad[oa] (?:pelo|pela|por) (?:seu |sua |teu )?(?:contato|contacto|mensagem|e-?mail|compreensão)|agradeço (?:o|a) (?:seu|sua)',
    'dziękuję za (?:wiadomość|e-?mail|maila|kontakt|zrozumienie)|dziękujemy za',
    'tack för (?:ditt|ert|din) (?:mejl|mail|meddelande|e-post|förståelse)',
    'tak for (?:din|jeres) (?:mail|besked|e-mail|henvendelse)|takk for (?:din|e-posten|meldingen|henvendelsen)[^.]{0,20}',
    'kiitos (?:viestistäsi|sähköpostistasi|yhteydenotostasi|viestistänne)',
    'děkuji za (?:váš|vaši|tvůj) ?(?:e-?mail|zprávu|mail)|děkuji za (?:zprávu|pochopení|e-?mail)',
    '(?:e-?posta|mesaj|mail|ilgi)\\S* için (?:çok )?teşekkür',
    'メール(?:を|いただき|を頂き)?[^。]{0,10}(?:ありがとう|有難う)|ご連絡(?:いただき)?ありがとう|お世話になって',
    '(?:感谢|感謝|谢谢|謝謝)[^。]{0,8}(?:来信|來信|邮件|郵件|来函|联系)|(?:已)?收到(?:了)?[你您]的(?:邮件|郵件|来信)|(?:邮件|郵件)已收到',
  ],
  filler: [
    '(?:hi|hello|dear|good (?:day|morning|afternoon)|greetings)(?: \\S+){0,3}|(?:kind |best |warm )?regards.*|sincerely.*|cheers|apolog(?:ies|ise|ize) for[^.]{0,40}|sorry for[^.]{0,30}(?:inconvenience|delay)|have a (?:nice|great|good) [^.]{0,20}|thanks?(?: you)?|merry christmas.*|happy (?:holidays|new year).*',
    '(?:sehr geehrte|liebe|guten tag|hallo|moin|grüß gott)(?: \\S+){0,4}|(?:mit )?(?:freundlich|best|schön|lieb|viel)\\S* (?:gr(?:üß|uess|üss)\\S*|dank)|(?:bitte|ich bitte) [^.]{0,20}verständnis|frohe (?:weihnachten|festtage).*',
    '(?:bonjour|cher|chère|madame|monsieur)(?: \\S+){0,3}|cordialement|bien (?:à vous|cordialement)|sincères salutations|merci(?: de votre compréhension)?|bonne (?:journée|réception)',
    '(?:beste|geachte|hallo|dag|goedendag)(?: \\S+){0,3}|(?:met )?vriendelijke groet\\S*|hartelijke groet\\S*|mvg|alvast bedankt',
    '(?:здравствуйте|добрый день|уважаем\\S+)(?: \\S+){0,3}|с уважением.*|всего доброго',
    '(?:hola|buenos días|buenas tardes|estimad\\S+)(?: \\S+){0,3}|(?:un )?(?:cordial )?saludos?.*|atentamente|disculp\\S+[^.]{0,30}',
    '(?:buongiorno|gentile|salve|ciao)(?: \\S+){0,3}|(?:cordiali|distinti) saluti|saluti|grazie',
    '(?:olá|bom dia|boa tarde|prezad\\S+|caro|cara)(?: \\S+){0,3}|(?:atenciosamente|cumprimentos|com os melhores cumprimentos|obrigad[oa])',
    '(?:dzień dobry|witam|szanown\\S+)(?: \\S+){0,3}|(?:z poważaniem|pozdrawiam|serdecznie).*',
    '(?:hej|hejsan|god dag)(?: \\S+){0,3}|(?:med )?(?:vänliga|bästa) hälsningar.*|mvh.*',
    '(?:kære|hei|god dag)(?: \\S+){0,3}|(?:med )?(?:venlig|vennlig)\\S* hilsen.*|(?:mange )?hilsner?|mvh.*',
    '(?:terve|moi|hyvää päivää)(?: \\S+){0,3}|(?:ystävällisin )?terveisin.*',
    '(?:dobrý den|vážen\\S+)(?: \\S+){0,3}|s (?:pozdravem|přáním).*|děkuji(?: za pochopení)?',
    '(?:merhaba|sayın|iyi günler)(?: \\S+){0,3}|(?:saygılarımla|iyi çalışmalar|teşekkürler).*|anlayışınız için teşekkür\\S*',
    '誠に勝手ながら|(?:この|その|不在の?)(?:間|期間)(?:中)?(?:に)?(?:いただいた|頂いた)?(?:メール|ご連絡)?(?:は|に|につきましては)?|(?:何卒)?(?:よろしく|宜しく)お願い.*|ご(?:迷惑|不便)を.*|ご了承.*|お疲れ様.*|申し訳.*',
    '(?:您好|你好|尊敬的).{0,20}|(?:此致|敬礼|谢谢|謝謝|祝好|顺祝商祺|抱歉.*|不便之处.*)',
  ],
};

/** Where words have no blanks between them, a phrase may begin anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
let tests: readonly (readonly [Clause, RegExp])[] | undefined;

/** Built when first asked: every start of a program would pay for it. */
function clauseTests(): readonly (readonly [Clause, RegExp])[] {
  const abouts = Object.keys(WORDS) as Clause[];
  tests ??= abouts.map(about => [about, about === 'filler' ? whole(WORDS[about]) : phrases(WORDS[about])]);
  return tests;
}

function whole(words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join('|')})$`, 'iu');
}

function phrases(words: readonly string[]): RegExp {
  const spaced = words.filter(each => !UNSPACED.test(each));
  const unspaced = words.filter(each => UNSPACED.test(each));
  return new RegExp(`(?<!\\p{L})(?:${spaced.join('|')})|(?:${unspaced.join('|')})`, 'iu');
}

/** Longer thanks are thanks for something. */
const MOST_THANKS = 90;

/** All that a clause says of an absence; empty when it says something else. */
export function aboutAbsence(clause: string): Clause[] {
  const said = clause.slice(0, 300);
  const about = clauseTests().flatMap(([each, words]) => (words.test(said) ? [each] : []));
  return about.length === 1 && about[0] === 'thanks' && said.length > MOST_THANKS ? [] : about;
}
