import { expect } from 'chai';
import { autoReplyByWords } from '../../src/mail/auto-reply-words.ts';
import { growsLinearly } from '../linear.ts';

/** Notices and people's mails as they are written in seventeen languages; none has a header that tells. */
type Row = readonly [language: string, subject: string, text: string];

const MACHINES: readonly Row[] = [
  [
    'en',
    'Re: Your printer',
    'Hello,\n\nI am out of the office until Monday, 30 November, with limited access to e-mail.\nFor urgent matters please contact my colleague Carl (carl@example.org).\n\nKind regards\nAnn',
  ],
  [
    'en',
    'Your printer',
    'Thank you for your message. I am currently on annual leave and will be back on 7 December.\nI will reply to your e-mail on my return.\n\nAnn Example',
  ],
  ['en', 'Out of office', "I'm away until Friday. If your request is urgent, please call +49 30 5550100."],
  ['en', 'Automatic reply: Your printer', 'Gone fishing.'],
  ['en', 'Out of Office AutoReply: Your printer', 'Back on Monday.'],
  ['en', 'Re: Your printer', 'This is an automatic reply. I am on parental leave.'],
  [
    'en',
    'Re: [#12] Your printer',
    'Thank you for contacting us. Our office is closed from 24 December until 2 January.\nWe will answer your e-mail in the new year.\n\nHappy holidays!',
  ],
  [
    'en',
    'Please confirm',
    'Your message to ann@example.org is being held because I do not know your address.\nPlease click the link below to confirm that you are a person:\nhttps://guard.example/c/81',
  ],
  [
    'en',
    'Re: Your printer',
    'I am protecting myself from spam with Guard. Your email will be delivered as soon as you verify that you are human. Simply reply to this message.',
  ],
  [
    'de',
    'AW: Ihr Drucker',
    'Guten Tag,\n\nich bin bis zum 30.11. nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.\nIn dringenden Fällen wenden Sie sich bitte an Carl Beispiel.\n\nMit freundlichen Grüßen\nAnn Beispiel',
  ],
  ['de', 'Abwesenheitsnotiz: Ihr Drucker', 'Ich bin im Urlaub.'],
  [
    'de',
    'Re: Ihr Drucker',
    'Vielen Dank für Ihre Nachricht. Ich befinde mich bis einschließlich 4. Dezember im Urlaub und werde Ihre E-Mail nach meiner Rückkehr beantworten.',
  ],
  ['de', 'Automatische Antwort: Ihr Drucker', 'Bin weg.'],
  [
    'de',
    'Ihr Drucker',
    'Ihre E-Mail an ann@example.org wird zurückgehalten. Bitte bestätigen Sie über den Link, dass Sie der Absender sind: https://wache.example/81',
  ],
  [
    'fr',
    'Re: Votre imprimante',
    "Bonjour,\n\nJe suis absente du bureau jusqu'au 30 novembre.\nEn cas d'urgence, vous pouvez contacter Carl Exemple.\n\nCordialement\nAnn",
  ],
  ['fr', 'Réponse automatique : Votre imprimante', 'En congé.'],
  [
    'fr',
    'Votre imprimante',
    'Merci de votre message. Je suis actuellement en congés et vous répondrai à mon retour le 7 décembre.',
  ],
  [
    'nl',
    'RE: Uw printer',
    'Beste,\n\nIk ben afwezig tot en met 30 november. Voor dringende zaken kunt u contact opnemen met Carl.\n\nMet vriendelijke groet\nAnn',
  ],
  ['nl', 'Automatisch antwoord: Uw printer', 'Met vakantie.'],
  [
    'nl',
    'Uw printer',
    'Bedankt voor uw bericht. Momenteel ben ik met vakantie. Na mijn terugkeer zal ik uw mail beantwoorden.',
  ],
  [
    'ru',
    'Re: Ваш принтер',
    'Здравствуйте!\n\nЯ нахожусь в отпуске до 30 ноября. По срочным вопросам обращайтесь к Карлу.\n\nС уважением\nАнна',
  ],
  ['ru', 'Автоматический ответ: Ваш принтер', 'В отпуске.'],
  [
    'ru',
    'Ваш принтер',
    'Спасибо за ваше письмо. В настоящее время я отсутствую на рабочем месте. Отвечу вам после возвращения.',
  ],
  [
    'es',
    'RE: Su impresora',
    'Hola,\n\nEstoy fuera de la oficina hasta el 30 de noviembre. En caso de urgencia, por favor contacte con Carlos.\n\nSaludos\nAna',
  ],
  ['es', 'Respuesta automática: Su impresora', 'De vacaciones.'],
  ['es', 'Su impresora', 'Gracias por su mensaje. Me encuentro de vacaciones y le responderé a mi regreso.'],
  [
    'it',
    'R: Stampante',
    'Buongiorno,\n\nsono fuori ufficio fino al 30 novembre. Per urgenze potete contattare Carlo.\n\nCordiali saluti\nAnna',
  ],
  ['it', 'Risposta automatica: Stampante', 'In ferie.'],
  ['it', 'Stampante', 'Grazie per il suo messaggio. Sono assente fino al 4 dicembre. Risponderò al mio rientro.'],
  [
    'pt',
    'RES: Impressora',
    'Olá,\n\nEstou de férias até 30 de novembro. Em caso de urgência, favor contactar o Carlos.\n\nCumprimentos\nAna',
  ],
  ['pt', 'Resposta automática: Impressora', 'De férias.'],
  ['pt', 'Impressora', 'Obrigado pelo seu contacto. Estou ausente do escritório e responderei assim que regressar.'],
  [
    'pl',
    'Odp: Drukarka',
    'Dzień dobry,\n\njestem na urlopie do 30 listopada. W pilnych sprawach proszę o kontakt z Karolem.\n\nPozdrawiam\nAnna',
  ],
  ['pl', 'Odpowiedź automatyczna: Drukarka', 'Urlop.'],
  ['pl', 'Drukarka', 'Dziękuję za wiadomość. Przebywam poza biurem. Odpowiem po powrocie.'],
  [
    'sv',
    'SV: Skrivare',
    'Hej,\n\njag har semester till och med 30 november. Vid brådskande ärenden kontakta Karl.\n\nMed vänliga hälsningar\nAnna',
  ],
  ['sv', 'Automatiskt svar: Skrivare', 'Ledig.'],
  ['sv', 'Skrivare', 'Tack för ditt mejl. Jag är inte på kontoret just nu. Jag svarar när jag är tillbaka.'],
  [
    'da',
    'SV: Printer',
    'Hej,\n\njeg holder ferie til den 30. november. Ved hastende sager kontakt venligst Karl.\n\nMed venlig hilsen\nAnne',
  ],
  ['da', 'Automatisk svar: Printer', 'På ferie.'],
  ['da', 'Printer', 'Tak for din mail. Jeg er ikke på kontoret i denne uge. Jeg svarer, når jeg er tilbage.'],
  [
    'no',
    'SV: Skriver',
    'Hei,\n\njeg er på ferie til 30. november. Ved hastesaker kontakt Karl.\n\nMed vennlig hilsen\nAnne',
  ],
  [
    'no',
    'Skriver',
    'Takk for din henvendelse. Jeg er bortreist denne uken. Jeg svarer når jeg er tilbake på kontoret.',
  ],
  [
    'fi',
    'VS: Tulostin',
    'Hei,\n\nolen lomalla 30.11. asti. Kiireellisissä asioissa ota yhteyttä Kalleen.\n\nTerveisin\nAnna',
  ],
  ['fi', 'Automaattinen vastaus: Tulostin', 'Lomalla.'],
  ['fi', 'Tulostin', 'Kiitos viestistäsi. En ole tavoitettavissa tällä viikolla. Vastaan palattuani töihin.'],
  [
    'cs',
    'RE: Tiskárna',
    'Dobrý den,\n\njsem na dovolené do 30. listopadu. V naléhavých případech kontaktujte prosím Karla.\n\nS pozdravem\nAnna',
  ],
  ['cs', 'Automatická odpověď: Tiskárna', 'Dovolená.'],
  ['cs', 'Tiskárna', 'Děkuji za Váš e-mail. Nejsem v kanceláři. Odpovím po návratu.'],
  [
    'tr',
    'YNT: Yazıcı',
    'Merhaba,\n\n30 Kasım tarihine kadar yıllık izindeyim. Acil durumlarda Kaan ile iletişime geçebilirsiniz.\n\nSaygılarımla\nAyşe',
  ],
  ['tr', 'Otomatik yanıt: Yazıcı', 'İzindeyim.'],
  ['tr', 'Yazıcı', 'E-postanız için teşekkürler. Şu anda ofis dışındayım. Dönünce yanıtlayacağım.'],
  [
    'ja',
    'Re: プリンターについて',
    'お世話になっております。\n11月30日まで休暇をいただいております。\nお急ぎの場合は佐藤までご連絡ください。\nよろしくお願いいたします。',
  ],
  ['ja', '自動応答: プリンターについて', '休暇中です。'],
  ['ja', 'プリンターについて', 'メールありがとうございます。現在出張中です。戻り次第返信いたします。'],
  ['zh', '回复: 打印机', '您好，\n我正在休假，11月30日返回公司。如有急事，请联系李明。\n谢谢'],
  ['zh', '自动回复: 打印机', '休假。'],
  ['zh', '打印机', '感谢您的来信。我目前出差在外，无法及时回复邮件。回来后会尽快回复您。'],
  [
    'en',
    'RE: x',
    'Hi there,\n\nThanks for reaching out! I am on vacation from November 20 through December 1 and will not be checking email regularly. If you need immediate assistance, please reach out to team@example.org.\n\nBest,\nAnn',
  ],
  [
    'en',
    'Re: x',
    'I will be traveling this week and may be slow to respond. For anything urgent, text me at 555-0100.\n\nAnn Example\nHead of Sales\nExample Inc.',
  ],
  ['en', 'Away', 'I am currently out of office with no access to email and will return Monday 30 November.'],
  [
    'en',
    'x',
    'Please note that our office will be closed from Dec 24 to Jan 1. We will respond to your message when we return.',
  ],
  [
    'de',
    'AW: x',
    'Sehr geehrte Damen und Herren,\n\nich bin am 30.11.2026 wieder im Büro erreichbar. Bis dahin bin ich im Urlaub. Meine Vertretung ist Carl Beispiel, Tel. 030 / 555 01 00.\n\nViele Grüße\nAnn',
  ],
  [
    'de',
    'AW: x',
    'Hallo,\nleider bin ich bis Freitag außer Haus und habe nur eingeschränkten Zugriff auf meine E-Mails. Bitte wenden Sie sich in dringenden Fällen an das Sekretariat.\nBeste Grüße\nAnn',
  ],
  [
    'fr',
    'RE: x',
    'Bonjour,\nJe suis en congé du 20 au 30 novembre inclus. Votre message sera lu à mon retour.\nPour toute demande urgente, merci de vous adresser à carl@example.org.\nBien cordialement,\nAnn',
  ],
  [
    'fr',
    'x',
    'Actuellement en déplacement, je ne peux consulter ma messagerie que de façon ponctuelle. Je vous répondrai dès que possible.',
  ],
  [
    'nl',
    'RE: x',
    'Goedendag,\nVan 20 tot 30 november ben ik op vakantie. Uw e-mail wordt niet doorgestuurd. Neem voor spoed contact op met Carl.\nGroet,\nAnn',
  ],
  [
    'ru',
    'Re: x',
    'Добрый день! Меня не будет в офисе до 30 ноября. По всем вопросам просьба обращаться к Ивану. Спасибо за понимание.',
  ],
  [
    'es',
    'RE: x',
    'Buenos días:\nActualmente me encuentro de vacaciones y no tendré acceso al correo hasta el 30 de noviembre. Para cualquier asunto urgente, diríjase a Carlos.\nUn saludo',
  ],
  [
    'it',
    'R: x',
    'Gentile mittente,\nsarò in ferie dal 20 al 30 novembre con accesso limitato alla posta. In caso di necessità scrivere a carlo@example.org.\nSaluti',
  ],
  [
    'pt',
    'RES: x',
    'Prezados,\nEncontro-me em férias até 30/11. Neste período não terei acesso aos e-mails. Para assuntos urgentes, favor contatar Carlos.\nAtenciosamente,\nAna',
  ],
  [
    'pl',
    'Odp: x',
    'Szanowni Państwo,\nod 20 do 30 listopada przebywam na urlopie. Nie będę miała dostępu do poczty. W razie pilnych spraw proszę kontaktować się z Karolem.\nZ poważaniem\nAnna',
  ],
  [
    'sv',
    'Sv: x',
    'Hej!\nJag är på semester t.o.m. 30 november och läser inte min mejl. Är det brådskande, ring växeln på 08-555 01 00.\nMvh Anna',
  ],
  [
    'da',
    'Sv: x',
    'Hej\nJeg er på ferie fra den 20. til den 30. november og læser ikke mails. Er det vigtigt, så kontakt min kollega Karl.\nVenlig hilsen\nAnne',
  ],
  [
    'no',
    'Sv: x',
    'Hei!\nJeg har ferie til og med 30. november og leser ikke e-post. Haster det, ring sentralbordet.\nHilsen Anne',
  ],
  [
    'fi',
    'Vs: x',
    'Hei!\nOlen vuosilomalla 20.–30.11. enkä lue sähköpostiani. Kiireisissä asioissa voit ottaa yhteyttä Kalleen.\nYstävällisin terveisin\nAnna',
  ],
  [
    'cs',
    'Re: x',
    'Dobrý den,\nod 20. do 30. listopadu čerpám dovolenou. V případě potřeby se obraťte na kolegu Karla.\nS pozdravem Anna',
  ],
  [
    'tr',
    'Ynt: x',
    'Merhaba,\n20-30 Kasım tarihleri arasında izinli olacağım. Acil konular için ekibimizle iletişime geçmenizi rica ederim.\nTeşekkürler',
  ],
  [
    'ja',
    'Re: x',
    '佐藤です。\n誠に勝手ながら、11月20日から11月30日まで不在にしております。\nこの間にいただいたメールは、12月1日以降に順次対応させていただきます。\nご不便をおかけいたしますが、何卒よろしくお願い申し上げます。',
  ],
  ['zh', '回复：x', '您好！我将于11月20日至30日休年假，期间可能无法及时回复邮件。紧急事宜请致电我的同事李明。'],
];

const PEOPLE: readonly Row[] = [
  ['en', 'Autoresponder', 'Please set up an autoresponder for info@example.org.'],
  ['en', 'Out of office', 'Please switch it on for the whole team.'],
  ['en', 'Automatic reply: how does it work', 'Where in the settings do I find it?'],
  [
    'en',
    'Re: Your printer',
    'Hello, my old printer is still broken. I am out of the office until Monday, please contact Carl.',
  ],
  [
    'en',
    'Re: Your printer',
    'Thank you for your message which says that the printer of our branch in Leipzig will be replaced on my account. I am out of the office, please contact Carl.',
  ],
  ['de', 'Automatische Antwort', 'Bitte richten Sie mir eine ein.'],
  ['en', 'Holiday', 'I am on holiday until Monday, please send the spare part after that.'],
  [
    'en',
    'Out of office does not work',
    'I am out of the office next week and the automatic reply of your server does not start. What can I do?',
  ],
  ['en', 'Re: Your printer', 'I was out of the office last week. The printer still shows error 12.'],
  [
    'en',
    'Re: Your printer',
    "Thanks for your message. I'm on vacation until Friday and will test the new driver when I'm back.",
  ],
  ['en', 'Question', 'Our automatic reply says "I am out of the office until Monday". How do I change it?'],
  ['en', 'Re: Automatic reply: Your printer', 'Please take my colleague off this ticket.'],
  ['en', 'Closed', 'Your office was closed when I came by. When will you be open?'],
  ['en', 'Re: Your printer', 'Please confirm that you received my order by clicking the link in our portal.'],
  [
    'en',
    'Spam filter',
    'I got a mail that says "your message is being held, click the link to confirm that you are human". Is it real?',
  ],
  ['en', 'Vacation', 'Our vacation calendar lost all entries of December.'],
  ['en', 'Re: Your printer', 'Thank you for your e-mail. It works now.'],
  ['en', 'Re: Your printer', "I'm on vacation until 12 May and will test the new driver when I'm back."],
  ['en', 'Re: Your printer', 'I am out of the office until Monday, but the error is still there.'],
  ['de', 'AW: Ihr Drucker', 'Ich bin bis 12. Mai im Urlaub und brauche den Drucker erst danach wieder.'],
  ['fr', 'Re: Votre imprimante', "Je suis en congés jusqu'au 12 et je testerai le nouveau pilote lundi."],
  ['de', 'Urlaub', 'Ich bin ab Montag im Urlaub, bitte liefern Sie erst danach.'],
  [
    'de',
    'Abwesenheitsnotiz einrichten',
    'Wie richte ich eine Abwesenheitsnotiz ein? Ich bin nächste Woche nicht im Büro.',
  ],
  ['de', 'AW: Ihr Drucker', 'Vielen Dank für Ihre Nachricht. Der Drucker steht im Büro und druckt immer noch nicht.'],
  ['de', 'Krank', 'Ich war krank und habe Ihre Mail erst heute gelesen. Bitte rufen Sie mich an.'],
  ['fr', 'Congés', 'Je suis en congés la semaine prochaine, pouvez-vous passer avant ?'],
  ['fr', 'Re: Votre imprimante', "Merci de votre message. L'imprimante ne marche toujours pas."],
  ['nl', 'Vakantie', 'Ik ben op vakantie tot maandag, kunt u de monteur daarna sturen?'],
  ['ru', 'Отпуск', 'Я буду в отпуске со вторника, пришлите, пожалуйста, счёт до этого.'],
  ['es', 'Vacaciones', 'Estoy de vacaciones hasta el lunes, envíen el técnico después.'],
  ['it', 'Ferie', 'Sono in ferie fino a lunedì, mandate il tecnico dopo quella data.'],
  ['pt', 'Férias', 'Estou de férias até segunda, enviem o técnico depois disso.'],
  ['pl', 'Urlop', 'Jestem na urlopie do poniedziałku, proszę przysłać serwisanta później.'],
  ['sv', 'Semester', 'Jag har semester till måndag, skicka teknikern efter det.'],
  ['da', 'Ferie', 'Jeg har ferie til mandag, send teknikeren bagefter.'],
  ['no', 'Ferie', 'Jeg har ferie til mandag, send teknikeren etterpå.'],
  ['fi', 'Loma', 'Olen lomalla maanantaihin asti, lähettäkää asentaja vasta sen jälkeen.'],
  ['cs', 'Dovolená', 'Jsem na dovolené do pondělí, pošlete technika až potom prosím.'],
  ['tr', 'İzin', 'Pazartesiye kadar izindeyim, teknisyeni ondan sonra gönderin lütfen.'],
  ['ja', '休暇', '来週は休暇のため、修理の方には再来週に来ていただけますか。'],
  ['zh', '休假', '我下周休假，请在那之后安排技术人员上门维修打印机。'],
];

const isMachine = ([, subject, text]: Row) => autoReplyByWords(subject, text) !== undefined;

describe('an automatic reply without a header that tells', () => {
  it('is known in seventeen languages', () => {
    const missed = MACHINES.filter(row => !isMachine(row));
    expect(new Set(MACHINES.map(([language]) => language)).size).to.equal(17);
    expect(missed.map(row => row.join(' | '))).to.deep.equal([]);
  });

  it('is none when a person speaks of absence and of something else', () => {
    expect(
      PEOPLE.filter(isMachine).map(row => `${row.join(' | ')}: ${autoReplyByWords(row[1], row[2])}`),
    ).to.deep.equal([]);
  });

  it('is none with one sentence of substance in it', () => {
    const notices = MACHINES.filter(
      ([, subject, text]) => autoReplyByWords('Re: x', text) !== undefined && subject !== 'Please confirm',
    );
    const more = ['The new cartridge leaks on every page of the report.', 'Does the warranty cover it?'];
    for (const [, , text] of notices) {
      if (/guard|wache|Guard/.test(text)) continue;
      for (const sentence of more) {
        expect(autoReplyByWords('Re: x', `${sentence}\n\n${text}`), `${sentence} ${text}`).to.equal(undefined);
      }
    }
  });

  it('is looked for in linear time', () => {
    const clause = 'I am out of the office, please contact Carl. Ich bin im Urlaub, 休暇中です。';
    expect(growsLinearly(n => autoReplyByWords('x'.repeat(n), clause.repeat(n)))).to.equal(true);
    expect(growsLinearly(n => autoReplyByWords('', `I am ${'away '.repeat(n)}`))).to.equal(true);
  });
});
