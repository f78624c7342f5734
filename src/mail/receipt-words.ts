/**
 * Receipts without a type of their own: "Read: …" of groupware, and answers to invitations that bring no words. Both
 * the subject and the text or part must say so: "Read: the manual" is a subject that a person may write.
 */
const READ_SUBJECT =
  /^(?:read|not read|gelesen|ungelesen gelöscht|lu|non lu|leído|no leído|letto|non letto|lida?|não lida?|gelezen|niet gelezen|läst|oläst|læst|ikke læst|lest|ulest|luettu|přečteno|okundu|прочитано|przeczytano|przeczytane|開封済み|已读|已讀|return receipt|read receipt|lesebestätigung|empfangsbestätigung \(angezeigt\)|confirmation de lecture|bevestiging van lezen)\s*(?:[:：(-]|$)/iu;
const WAS_READ =
  /was (?:read|displayed|opened|deleted)(?: without being read)?|has been (?:read|displayed)|this is (?:a|the) (?:return )?receipt|return receipt\s+your|wurde (?:am .{1,60})?(?:gelesen|angezeigt|geöffnet|gelöscht)|am .{1,60} gelesen|a été (?:lu|affiché|ouvert|supprimé)|(?:se leyó|fue leído|ha sido leído)|è stato (?:letto|visualizzato)|foi (?:lid[oa]|exibid[oa])|is (?:op .{1,60})?gelezen|lästes|blev læst|ble lest|luettiin|byl[ao]? (?:přečten|zobrazen)|okundu|был[оа]? прочитан|został[ao]? (?:przeczytan|wyświetlon)|開封されました|已(?:被)?(?:阅读|閱讀|读|讀)/iu;
const ANSWERED_INVITATION =
  /^(?:accepted|declined|tentative(?:ly accepted)?|zugesagt|abgelehnt|vorläufig zugesagt|mit vorbehalt|accepté|refusé|provisoire|aceptado|aceptada|rechazado|rechazada|provisional|accettat[oa]|rifiutat[oa]|provvisori[oa]|aceit[oae]|recusad[oa]|provisóri[oa]|geaccepteerd|geweigerd|voorlopig|принято|отклонено|под вопросом|zaakceptowan[oe]|odrzucon[oe]|wstępnie|accepterat?|avböjt|preliminärt|accepteret|afvist|foreløbig|godtatt|avslått|hyväksytty|hylätty|alustava|přijato|odmítnuto|nezávazně|kabul edildi|reddedildi|承諾|辞退|仮承諾|已接受|已拒绝|暂定)\s*[:：]/iu;

/** The reason in words, undefined when it is no receipt. */
export function receiptByWords(
  subject: string,
  newWords: string,
  partTypes: readonly string[],
  contentType: string,
): string | undefined {
  const title = subject.trim().slice(0, 200);
  const text = newWords.trim().slice(0, 1500);
  const isCalendar = partTypes.includes('text/calendar') || /^text\/calendar\b/i.test(contentType);
  if (isCalendar && text === '' && (ANSWERED_INVITATION.test(title) || /method="?reply\b/i.test(contentType))) {
    return 'an answer to an invitation (RFC 5546)';
  }
  if (newWords.length > 1500 || text.includes('?')) return undefined;
  return READ_SUBJECT.test(title) && WAS_READ.test(text) ? 'a receipt, by its subject and words' : undefined;
}
