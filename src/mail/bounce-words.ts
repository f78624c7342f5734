import { amazonNoticeType } from './amazon-notice.ts';

/**
 * The words by which a notice of non-delivery is known when neither its type nor its sender says so. A person writes
 * about bounces, forwards and quotes them: so a text counts only where a notice begins like that, in its first line,
 * and a subject only where the sender is a mail system or nobody.
 */
export const BOUNCE_SUBJECT =
  /undeliver|returned mail|returning to sender|delivery (?:status|failure|failed|problem|report|has failed|error|delayed)|(?:failure|failed|error|delayed|warning:?) (?:in )?(?:delivery|mail\b|notice)|mail delivery|mail fail|failure notice|delayed mail|mail system error|smtp server: errors|delivery notification|could not (?:be )?deliver|(?:mail|message) (?:was )?(?:returned|rejected|could not)|not deliver|message \S+ delayed|(?:non remis|non remise|non distribu|échec de (?:la )?(?:remise|distribution))|unzustellbar|nicht zugestellt|zustellung|no se puede entregar|no (?:se ha )?entregado|no se pudo entregar|automatically rejected|error sending message|niedostarczon|non recapitabile|mancato recapito|não (?:foi )?entregue|não é possível entregar|niet bezorgd|onbestelbaar|kan inte levereras|går inte att leverera|olevererbart|kan ikke leveres|ikke levert|ikke leveret|ei voi toimittaa|ei toimitettu|toimittamat|nedoručiteln|nelze doručit|teslim edilemedi|iletilemedi|nie dostarczono|niedostarczaln|nie można dostarczyć|не доставлено|недоставлен|не может быть доставлено|配信できません|配信不能|配信エラー|メールエラー|送信できません|未送达|無法傳遞|无法送达|退信|系统退信/i;

const OPENS =
  /^(?:this is the (?:mail system|postfix program|qmail-send program|dragonfly mail agent|mail delivery (?:system|agent))|hi\. this is the \S+ program|this is an automatically generated delivery status notification|this message was (?:created|generated) automatically by (?:the )?(?:mail delivery|mail system|smtp relay)|(?:unable to deliver|could not deliver) (?:your )?(?:message|mail) to (?:the following|<|:)|the following addresses had (?:permanent|delivery|fatal)|-+ the following addresses had|your message (?:did not reach|could not be delivered to|was not delivered to|wasn't delivered to)|sorry, we were unable to deliver your message|your mail sent on: .*|delivery to the following recipients?\b.{0,40}(?:failed|delayed|aborted)|delivery has failed to these recipients|an error occurred while trying to deliver (?:the|this|your) mail|we had trouble delivering your message|there was an error delivering your mail|i'm sorry to have to inform you that (?:the|your) message|error: invalid (?:user|recipient) address|message from \S+\s*unable to deliver|\|?-+ message log follows|-+ failure reasons -+|-+ transcript of session follows|your message to <[^<>\s]{1,300}> was automatically rejected|sent <<< rcpt to|this report relates to a message you sent|you (?:\S{1,200} )?are not (?:a )?member of this mailing list|duplicated message-id in|это письмо создано автоматически сервером|送信先のメールボックス|次のあて先へのメッセージはエラー|このメールは「m-filter」が自動的に)/i;

/** A mail system's notice by its own first words, below nothing but rules, MIME leftovers and "Hi!". */
export function opensLikeABounce(text: string): boolean {
  const [first = '', second = ''] = text
    .slice(0, 4096)
    .split(/\r\n?|\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !LEFTOVER.test(line));
  return OPENS.test(first) || OPENS.test(`${first} ${second}`) || amazonNoticeType(text) === 'bounce';
}

const LEFTOVER = /^(?:--+\S+|content-[\w-]+:.*|boundary=.*|[-*=#. ]+|hi!|this is a mime-encapsulated message\.?)$/i;
