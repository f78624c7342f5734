/**
 * What mail programs write above an old mail, in the languages they speak: the labels of its head, the line that says
 * `original message` or `forwarded message`, the words for `wrote`. Lower case; whoever looks folds the case.
 */

/** `-----Original Message-----`, and what other languages make of it; never a forward: that is what is sent. */
export const ORIGINAL_MESSAGE = new RegExp(
  `^[-_]{2,}\\s{0,3}(?:${[
    ...['original message', 'reply message', 'original appointment', 'original mail'],
    ...['ursprüngliche nachricht', 'originalnachricht', 'antwort nachricht', 'original-nachricht'],
    ...['oprindelig meddelelse', 'opprinnelig melding', 'ursprungligt meddelande', 'ursprungsmeddelande'],
    ...["message d'origine", 'message original', 'mensaje original', 'mensagem original', 'messaggio originale'],
    ...['oorspronkelijk bericht', 'alkuperäinen viesti', 'wiadomość oryginalna', 'původní zpráva', 'eredeti üzenet'],
    ...['исходное сообщение', '原始邮件', '原始郵件', '元のメッセージ', '원본 메시지'],
  ].join('|')})\\s{0,3}[-_]{2,}$`,
  'i',
);

/** The head that Outlook and its like put above the old mail: From, Sent, To, Subject in the sender's language. */
const LABELS = {
  from: 'from|von|de|da|van|fra|från|od|lähettäjä|feladó|от|gönderen|发件人|寄件者|差出人|보낸 사람',
  date:
    'sent|date|gesendet|datum|envoyé|enviado|enviado el|inviato|data|fecha|verzonden|sendt|dato|skickat|wysłano|' +
    'odesláno|lähetetty|elküldve|отправлено|дата|tarih|发送时间|日期|送信日時|날짜',
  to: 'to|an|à|para|a|aan|til|till|do|komu|vastaanottaja|címzett|кому|kime|收件人|宛先|받는 사람',
  subject:
    'subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|temat|předmět|aihe|tárgy|тема|konu|主题|主旨|' +
    '件名|제목',
} as const;
export type Label = keyof typeof LABELS;
const LABEL_OF = new Map<string, Label>(
  (Object.keys(LABELS) as Label[]).flatMap(label => LABELS[label].split('|').map(word => [word, label] as const)),
);

export const FORWARDED =
  /^[-_=]{2,}.{0,60}(?:forward|weitergeleitet|transf|reenvia|inoltrat|doorgestuurd|viderebrag|vidaresänt|przekazan)/i;

/** `From:`, `*Von:*`, `De :`; one letter words like `a` and `à` only count with the others. */
export function labelIn(line: string): Label | undefined {
  const match = /^[*_]{0,2}([\p{L} ]{1,20}?)[*_]{0,2}\s?[:：]/u.exec(line.slice(0, 40));
  return match?.[1] === undefined ? undefined : LABEL_OF.get(match[1].toLowerCase());
}

export const WROTE =
  /(?:wrote|writes|sent|schrieb|geschrieben|schreef|geschreven|écrit|escribió|escreveu|scritto|skrev|napisał|napsal|kirjoitti|írta|написал|пишет|пише|yazdı|yazmış|đã viết|写道|寫道|のメール|님이 작성)(?!\p{L}).{0,80}[:：-]$/iu;
export const DATED = /\d{1,4}[./: -]\d{1,2}|(?<!\d)(?:19|20)\d\d(?!\d)|[^\s@]{1,64}@[^\s@]{1,200}/;

/** What a forward says besides: labels that replies seldom have, or that only some programs use. */
const MORE_LABELS = {
  from: 'nadawca|od kogo|от кого|kimden|寄件人|寄信人|发信人|送信者|remitente|mittente|remetente|afzender|avsändare|avsender',
  date:
    'enviada em|enviada|enviado em|data invio|inviata|wysłane|odesláno dne|päiväys|päivämäärä|pvm|отправлен|' +
    'gönderme tarihi|gönderilme tarihi|gönderilen tarih|gönderildi|发送日期|发件时间|時間|时间|日時|日付|送信日|寄件日期|傳送日期|' +
    'skickad|sänt|sendt den|verstuurd|envoyé le',
  to: 'pour|adresat|alıcı|収件人|收件者|收信人|宛て先|destinatario|destinataire|mottaker|modtager|mottagare|empfänger|ontvanger',
  subject: 'titel|tytuł|věc|otsikko|sujet|題名|標題|标题|主題|betrifft',
  id: 'message-id|message id|nachrichten-id',
  other:
    'cc|bcc|kopie|kopia|kopi|copie|copia|cópia|kopio|копия|копии|dw|udw|bilgi|抄送|副本|密件抄送|cci|cco|ccn|bcc|' +
    'reply-to|antwort an|antworten an|répondre à|responder a|responder para|rispondi a|antwoord aan|svara till|svar til|' +
    'odpowiedź do|odpovědět|vastaa|yanıtla|返信先|回复至|回覆|ответить|importance|priority|wichtigkeit|priorität|' +
    'attachments|anlagen|pièces jointes|organization|organisation|sender|resent-from|resent-to|resent-date|user-agent|' +
    'mime-version|content-type|content-transfer-encoding|x-mailer|references|in-reply-to|return-path|delivered-to',
} as const;
export type HeadLabel = Label | 'id' | 'other';
const HEAD_LABEL_OF = new Map<string, HeadLabel>(
  [...Object.entries(MORE_LABELS), ...Object.entries(LABELS)].flatMap(([label, words]) =>
    words.split('|').map(word => [word.replace(/\s/g, ''), label as HeadLabel] as const),
  ),
);

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
  return { word, label: HEAD_LABEL_OF.get(word), value: line.slice(match[0].length).trim() };
}
