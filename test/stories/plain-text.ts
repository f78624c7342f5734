import { simpleParser } from 'mailparser';

/** The text part of a letter, each run of white space one space, so that it does not matter where lines were wrapped. */
export async function plainText(raw: string): Promise<string> {
  return ((await simpleParser(Buffer.from(raw, 'latin1'))).text ?? '').replace(/\s+/g, ' ');
}
