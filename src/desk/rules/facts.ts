/** What rules may ask of one mail, each worked out when it is first asked for: most mails need few of them. */
import { splitAddress } from '../../mail/addresses.ts';
import { type Language, languageOf } from '../../mail/language.ts';
import { type Address, headers, type Mail } from '../../mail/mail.ts';
import { type LocalTime, localTime } from './local-time.ts';
import { plainWords } from './words.ts';

/** One text in the two forms in which it is searched; not more of it than `LONGEST_TEXT`. */
export interface Text {
  readonly lines: string;
  words(): string;
}

export interface Facts {
  readonly mail: Mail;
  readonly followUp: boolean;
  /** Name of the queue it was written to, or whose ticket it continues. */
  readonly queue: string;
  readonly subject: Text;
  body(): Text;
  /** Subject, the whole text with what it quotes, and the names of files. */
  anywhere(): Text;
  header(name: string): readonly Text[];
  /** Lower case. */
  readonly from: readonly string[];
  to(): readonly string[];
  cc(): readonly string[];
  /** Wherever the mail says that it was to go, the envelope included. */
  recipients(): readonly string[];
  /** Of the sender; '' when there is none. */
  readonly domain: string;
  /** Names of the organisations that the sender belongs to, lower case. */
  readonly organisations: readonly string[];
  /** Of support that the sender has. */
  readonly level: string | undefined;
  language(): Language | undefined;
  local(zone: string): LocalTime;
}

/** What is known of it beside the mail. */
export interface Circumstances {
  /** ms since 1970: when it came. */
  readonly now: number;
  readonly followUp: boolean;
  readonly queue: string;
  readonly organisations: readonly string[];
  readonly level?: string | undefined;
}

/** Characters. */
export const LONGEST_TEXT = 65_536;

export function factsOf(mail: Mail, { now, followUp, queue, organisations, level }: Circumstances): Facts {
  const from = addressesOf(mail.from);
  return {
    mail,
    followUp,
    queue,
    subject: text(mail.subject),
    body: once(() => text(mail.newWords)),
    anywhere: once(() => text([mail.subject, mail.text, ...mail.attachments.map(file => file.name)].join('\n'))),
    header: name => headers(mail, name).map(text),
    from,
    to: once(() => addressesOf(mail.to)),
    cc: once(() => addressesOf(mail.cc)),
    recipients: once(() => [
      ...addressesOf([...mail.to, ...mail.cc]),
      ...[...mail.envelope.to, ...ROUTES.flatMap(name => headers(mail, name))].map(one => one.toLowerCase()),
    ]),
    domain: from[0] === undefined ? '' : splitAddress(from[0]).domain,
    organisations: organisations.map(plainWords),
    level,
    language: once(() => languageOf(`${mail.subject}\n${mail.newWords}`)),
    local: zone => localTime(now, zone),
  };
}

const ROUTES = ['delivered-to', 'x-original-to', 'envelope-to'];

function text(whole: string): Text {
  const lines = whole.length > LONGEST_TEXT ? whole.slice(0, LONGEST_TEXT) : whole;
  return { lines, words: once(() => plainWords(lines)) };
}

function addressesOf(all: readonly Address[]): string[] {
  return all.map(({ address }) => address.toLowerCase());
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
