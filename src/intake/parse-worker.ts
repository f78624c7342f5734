import { parentPort } from 'node:worker_threads';
import type { Envelope, Mail } from '../mail/mail.ts';
import { parseMail } from './parse-mail.ts';

/**
 * The thread in which mails are read: one at a time, asked by parser.ts. It has no state, so it may be killed at any
 * moment; that is its purpose.
 */
export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  readonly mailSize: number;
}

/** `ready` comes once, when the modules are loaded; `bug` is an error of ours, never a fault of the mail. */
export type ParseAnswer = { readonly ready: true } | { readonly mail: Mail } | { readonly bug: string };

parentPort?.on('message', ({ bytes, envelope, mailSize }: ParseRequest) => {
  parseMail(bytes, envelope, { mailSize }).then(
    mail => answer({ mail }),
    (error: unknown) => answer({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

function answer(what: ParseAnswer): void {
  parentPort?.postMessage(what);
}

answer({ ready: true });
