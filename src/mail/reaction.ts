/**
 * Reactions: a thumb under a mail, sent as a mail of its own. Programs mark them with a part or field of their own, or
 * only with their sentence. An emoji that a person typed as an answer is not one: it may be the answer to a question.
 */
const FIELDS = [
  'x-google-email-reaction',
  'x-ms-exchange-reaction',
  'x-ms-reaction',
  'x-reaction',
  'x-ms-reaction-type',
];
export const REACTION_TYPE = 'text/vnd.google.email-reaction+json';

/** The reason in words, undefined when it is none. */
export function reactionIn(
  headers: readonly (readonly [string, string])[],
  partTypes: readonly string[],
  newWords: string,
): string | undefined {
  const type = headers.find(([name]) => name === 'content-type')?.[1].toLowerCase() ?? '';
  if (type.startsWith(REACTION_TYPE) || partTypes.includes(REACTION_TYPE)) return `a reaction (${REACTION_TYPE})`;
  const field = headers.find(([name]) => FIELDS.includes(name));
  if (field !== undefined) return `a reaction (${field[0]})`;
  const words = newWords.trim();
  if (words === '' || words.length > 400) return undefined;
  return REACTED.test(words.replace(/\s+/g, ' ')) ? 'a reaction, by its sentence' : undefined;
}

/** The whole text and nothing else: "👍 Ann Example reacted to your message:", "Liked “See you then”". */
const EMOJI = '(?:\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\ufe0f|\\u200d){1,12}';
const NAME = '[^.!?:\\n]{1,60}';
const SENTENCES = [
  `${NAME} (?:has )?reacted (?:with ${EMOJI} )?(?:to (?:your|this|the) (?:message|e-?mail)|via (?:gmail|outlook))`,
  `${NAME} reacted (?:with )?${EMOJI}(?: to (?:your|this) (?:message|e-?mail))?`,
  `reacted ${EMOJI} to [“"].{1,300}[”"]`,
  '(?:liked|loved|laughed at|emphasi[sz]ed) [“"].{1,300}[”"]',
  `${NAME} (?:hat|haben) (?:mit ${EMOJI} )?auf (?:ihre|deine|diese) (?:nachricht|e-?mail) reagiert`,
  `${NAME} a réagi (?:avec ${EMOJI} )?à (?:votre|ton|ce) (?:message|e-?mail)`,
  `${NAME} heeft (?:met ${EMOJI} )?(?:gereageerd )?op (?:uw|je|dit) bericht(?: gereageerd)?`,
  `${NAME} (?:ha )?(?:reaccionó|reaccionado)(?: con ${EMOJI})? a (?:su|tu|este) mensaje`,
  `${NAME} ha reagito(?: con ${EMOJI})? al (?:tuo|suo) messaggio`,
  `${NAME} reagiu(?: com ${EMOJI})? à (?:sua|tua) mensagem`,
  `${NAME} (?:zareagował\\(?a?\\)?|zareagowała) na (?:twoją|twoja) wiadomość`,
  `${NAME} reagerade på ditt meddelande|${NAME} reagerede på din besked|${NAME} reagerte på meldingen din`,
  `${NAME} reagoi viestiisi|${NAME} reagoval\\(?a?\\)? na (?:vaši|vaši) zprávu|${NAME} iletinize tepki verdi`,
  `${NAME} отреагировал\\(?а?\\)? на ваше сообщение|.{1,40}さんがあなたのメッセージにリアクション(?:しました)?|.{1,40}对你的邮件做出了(?:反应|回应)`,
];
const REACTED = new RegExp(`^(?:${EMOJI} ?)?(?:${SENTENCES.join('|')})[:.。]? ?(?:${EMOJI})?$`, 'iu');
