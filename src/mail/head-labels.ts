/**
 * What mail programs write above an old mail, in the languages they speak: the labels of its head, the line that says
 * `original message` or `forwarded message`, the words for `wrote`. Lower case; whoever looks folds the case.
 */

/** `-----Original Message-----`, and what other languages make of it; never a forward: that is what is sent. */
export const ORIGINAL_MESSAGE = new RegExp(
  `^[-_=–—]{2,}\\s{0,3}(?:${[
    ...['original message', 'reply message', 'original appointment', 'original e?-?mail', 'original text'],
    ...['ursprüngliche (?:nachricht|e-?mail|mail)', 'original-?nachricht', 'antwort nachricht', 'original ?nachricht'],
    ...['(?:oprindelig|original) (?:meddelelse|besked|mail|e-mail)', 'opprinnelig (?:melding|e-post)'],
    ...['original ?melding', 'ursprungligt (?:meddelande|mejl)', 'ursprungsmeddelande', 'originalmeddelande'],
    ...[
      "message d['’]origine",
      'message (?:original|initial)',
      "e-?mail d['’]origine",
      'courriel (?:original|initial)',
    ],
    ...['mensaje original', 'correo original', 'mensagem original', 'messaggio originale', 'e-mail originale'],
    ...['oorspronkelijk(?:e)? (?:bericht|e-?mail|mail)', 'origineel bericht', 'originele bericht'],
    ...['alkuperäinen (?:viesti|sähköposti)', 'wiadomość oryginalna', 'oryginalna wiadomość', 'pierwotna wiadomość'],
    ...['původní (?:zpráva|e-?mail)', 'pôvodná správa', 'eredeti üzenet', 'mesaj original', 'izvorna poruka'],
    ...['исходное (?:сообщение|письмо)', 'оригинальное (?:сообщение|письмо)', 'пересылаемое ответное сообщение'],
    ...['вихідне повідомлення', '(?:orijinal|özgün|asıl) (?:mesaj|ileti|e-posta)', 'αρχικό μήνυμα'],
    ...['原始(?:邮件|郵件|信件)', '邮件原件', '元のメッセージ', 'オリジナルメッセージ', '원본 메시지', '원본 메일'],
  ].join('|')})\\s{0,3}[-_=–—]{2,}$`,
  'i',
);

/**
 * The labels of the head that Outlook and its like put above the old mail. One letter words like `a` and `à` only count
 * with the others.
 */
const LABELS = {
  from:
    'from|von|de|da|van|fra|från|od|lähettäjä|feladó|от|від|gönderen|kimden|发件人|寄件者|差出人|보낸 사람|보낸사람|' +
    'nadawca|od kogo|от кого|寄件人|寄信人|发信人|送信者|送信元|remitente|mittente|remetente|afzender|avsändare|avsender|' +
    'afsender|expéditeur|absender|odesílatel|отправитель|expeditor|de la|pošiljatelj|από|nguồn|từ',
  date:
    'sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|enviada|inviato|inviata|inviato il|' +
    'data|data invio|data wysłania|data de envio|fecha|fecha de envío|verzonden|verstuurd|verzonden op|sendt|sendt den|dato|' +
    'skickat|skickad|sänt|wysłano|wysłane|odesláno|odesláno dne|odoslané|dátum|lähetetty|päiväys|päivämäärä|pvm|elküldve|' +
    'отправлено|отправлен|дата|дата отправки|дата и время|надіслано|tarih|gönderildi|gönderme tarihi|gönderilme tarihi|' +
    'gönderilen tarih|发送时间|发送日期|发件时间|日期|时间|時間|寄件日期|傳送日期|傳送時間|送信日時|送信日|日時|日付|날짜|보낸 날짜|보낸 시간|' +
    'trimis|message du|ngày|στάλθηκε|ημερομηνία',
  to:
    'to|an|à|para|a|aan|til|till|do|komu|pro|vastaanottaja|címzett|кому|kime|收件人|宛先|받는 사람|받는사람|pour|adresat|alıcı|' +
    '収件人|收件者|收信人|宛て先|destinatario|destinatário|destinataire|mottaker|modtager|mottagare|empfänger|ontvanger|către|προς|до|đến',
  subject:
    'subject|betreff|betrifft|objet|sujet|asunto|assunto|oggetto|onderwerp|emne|ämne|temat|tytuł|předmět|věc|predmet|' +
    'aihe|otsikko|tárgy|тема|konu|主题|主題|主旨|件名|题名|題名|標題|标题|제목|titel|subiect|θέμα|chủ đề',
  id: 'message-id|message id|nachrichten-id',
  other:
    'cc|bcc|kopie|kopia|kopi|copie|copie à|copia|cópia|kopio|копия|копии|dw|udw|bilgi|抄送|副本|密件抄送|cci|cco|ccn|' +
    'reply-to|antwort an|antworten an|répondre à|responder a|responder para|rispondi a|antwoord aan|svara till|svar til|' +
    'odpowiedź do|odpovědět|vastaa|yanıtla|返信先|回复至|回覆|ответить|importance|priority|wichtigkeit|priorität|' +
    'attachments|anlagen|pièces jointes|organization|organisation|sender|resent-from|resent-to|resent-date|user-agent|' +
    'mime-version|content-type|content-transfer-encoding|x-mailer|references|in-reply-to|return-path|delivered-to',
} as const;
export type HeadLabel = keyof typeof LABELS;
const LABEL_OF = new Map<string, HeadLabel>(
  (Object.keys(LABELS) as HeadLabel[]).flatMap(label =>
    LABELS[label].split('|').map(word => [word.replace(/\s/g, ''), label] as const),
  ),
);

/** Words for `wrote`, as programs put them above a quote; some end with a colon, some with the writer's name. */
const WROTE_WORDS = [
  ...[
    'wrote',
    'writes',
    'sent(?=\\s?[:：])',
    'schrieb',
    'geschrieben',
    'schreef',
    'geschreven',
    'écrit',
    'escribió',
    'ha escrito',
  ],
  ...[
    'escreveu',
    'scritto',
    'scrive',
    'skrev',
    'skrifaði',
    'napisał(?:\\(?a\\)?)?',
    'pisze',
    'napisana przez',
    'napsal(?:\\(?a\\)?)?',
  ],
  ...[
    'napísal(?:\\(?a\\)?)?',
    'napisao(?:/la)?',
    'je napisal(?:\\(?a\\)?)?',
    'kirjoitti',
    'kirjutas',
    'írta',
    'a scris',
  ],
  ...['написал(?:\\(?а\\)?)?', 'писал(?:\\(?а\\)?)?', 'пишет', 'пише', 'написав(?:\\(?ла\\)?)?', 'написа', 'έγραψε'],
  ...[
    'yazdı',
    'yazmış',
    'đã viết',
    '写道',
    '写到',
    '寫道',
    '写了',
    'のメール',
    'のメッセージ',
    '書きました',
    '님이 작성',
    '작성',
  ],
].join('|');
const WROTE_WORD = `(?<!\\p{L})(?:${WROTE_WORDS})|(?:写道|寫道|書きました|のメール|のメッセージ|님이 작성)`;
/** The word, at most a name behind it, and the end. */
export const WROTE = new RegExp(`(?:${WROTE_WORD})(?!\\p{L}).{0,160}[:：-]$`, 'iu');
/** Some programs forget the colon. */
export const ENDS_WITH_WROTE = new RegExp(`(?:${WROTE_WORD})$`, 'iu');
export const DATED = /\d{1,4}[./: -]\d{1,2}|(?<!\d)(?:19|20)\d\d(?!\d)|[^\s@]{1,64}@[^\s@]{1,200}/;

/** A line of a head taken apart. */
export interface Labelled {
  /** As written, lower case, without blanks. */
  readonly word: string;
  /** Undefined when it has the form of one, but is none we know. */
  readonly label: HeadLabel | undefined;
  readonly value: string;
}

/** `From: x`, `*Von:* x`, `De : x`, `主 题：x`. */
export function labelled(line: string): Labelled | undefined {
  const match = /^[*_]{0,2}(\p{L}[\p{L}\p{M} .-]{0,24}?)[*_]{0,2}\s{0,3}[:：][*_]{0,2}(?!\/\/)/u.exec(
    line.slice(0, 40),
  );
  if (match?.[1] === undefined) return undefined;
  const word = match[1].normalize('NFC').toLowerCase().replace(/\s/g, '');
  return { word, label: LABEL_OF.get(word), value: line.slice(match[0].length).trim() };
}
