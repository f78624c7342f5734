import { messageIds } from './message-ids.ts';

/**
 * A notification without MIME parts quotes the letter below a line of its own. Above that line stands who was not
 * reached; below it stands a letter full of other people's addresses, of which only its Message-ID and To count.
 */
export interface NoticeText {
  readonly notice: string;
  /** '' when no letter is quoted. */
  readonly letter: string;
}

const LONGEST_NOTICE = 64 * 1024;
const LONGEST_LETTER = 256 * 1024;

/** Words of a line of its own, rules and dashes around them. */
const COPY_LINE =
  /^[\s>|*#=_-]*(?:(?:(?:this|below|here|enclosed|included|following|attached)(?: this line)? (?:is|are|follows?) (?:a |the )?(?:copy|headers?|original|first)\b|(?:the |your )?(?:headers?|start|body|copy|beginning|text|first \S+ \S+) of (?:the |your )?(?:original |returned |undelivered |bounced )?(?:message|mail|letter))[^@]{0,60}|(?:(?:the |your )?(?:original|returned|unsent|undelivered|bounced|rejected) (?:message|mail)|message (?:headers?|text)|(?:kopie|kopf|text) der (?:urspr|original)\S* nachricht|(?:ursprüngliche|originale?) (?:nachricht|mail)(?:enkopf\S*)?|(?:le )?message (?:d')?origin\w*|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|исходное сообщение|(?:текст|заголовки) (?:исходного )?(?:письма|сообщения)|元のメッセージ|送信メッセージ|原文)(?: (?:follows?|is following|headers?|text|info|details|information|attached|below))*)[\s.:|*#=_-]*$/i;
const FIELD =
  /^>?\s?(?:received|return-path|message-id|from|to|subject|date|mime-version|dkim-signature|x-[\w-]{1,40}):/i;
const TELLING_FIELD = /^>?\s?(?:received|return-path|message-id|subject|from|date|x-originating-ip|to):/i;

/** Splits at the line that announces the letter, or where a header block begins. */
export function noticeText(text: string): NoticeText {
  const lines = text
    .slice(0, LONGEST_NOTICE + LONGEST_LETTER)
    .replace(/\r\n?/g, '\n')
    .split('\n');
  let size = 0;
  for (let n = 0; n < lines.length && size < LONGEST_NOTICE; n++) {
    const line = lines[n] ?? '';
    if ((n > 0 && line.length < 200 && COPY_LINE.test(line)) || beginsHeader(lines, n)) {
      return { notice: lines.slice(0, n).join('\n'), letter: lines.slice(n).join('\n').slice(0, LONGEST_LETTER) };
    }
    size += line.length + 1;
  }
  return { notice: text.slice(0, LONGEST_NOTICE).replace(/\r\n?/g, '\n'), letter: '' };
}

/** A line that only a letter's header begins with, and two more fields close below. */
function beginsHeader(lines: readonly string[], at: number): boolean {
  if (!/^(?:received|return-path|x-originating-ip|dkim-signature|message-id): ?\S/i.test(lines[at] ?? '')) return false;
  const near = lines.slice(at + 1, at + 30).map(line => line.slice(0, 200));
  return near.filter(line => TELLING_FIELD.test(line)).length >= 2;
}

/** The Message-ID of a quoted letter, or of the one that a notice describes. */
export function quotedId({ notice, letter }: NoticeText): string | undefined {
  for (const text of [letter, notice]) {
    const unfolded = text.replace(/\n>?[ \t]+/g, ' ');
    for (const [, value = ''] of unfolded.matchAll(/^[>\s]{0,20}message-id:[ \t]*(<[^<>\s]{1,998}>)/gim)) {
      const [id] = messageIds(value);
      if (id !== undefined) return id;
    }
  }
  return undefined;
}

/** The value of a field in the header of a quoted letter, '' when it has none. */
export function quotedField({ letter }: NoticeText, name: string): string {
  const lines = letter.split('\n');
  const start = lines.findIndex(line => FIELD.test(line));
  if (start < 0) return '';
  for (let n = start; n < lines.length && lines[n]?.trim() !== ''; n++) {
    const line = lines[n] ?? '';
    if (line.toLowerCase().startsWith(`${name}:`)) {
      let value = line.slice(name.length + 1);
      while (/^[ \t]/.test(lines[n + 1] ?? '')) value += ` ${lines[++n]?.trim()}`;
      return value.trim().slice(0, 4096);
    }
  }
  return '';
}
