import { plain, reason } from './intake-log.ts';

/**
 * Why a visit to a mailbox ended early: said in the log, waited out, tried again. Never leaves the watch.
 */
export interface Trouble {
  readonly where: 'password' | 'connect' | 'login' | 'folder' | 'fetch' | 'reception';
  readonly what: string;
}

const MARK = Symbol('trouble');

export function trouble(where: Trouble['where'], what: string): Error & Trouble {
  return Object.assign(new Error(what), { [MARK]: true, where, what: plain(what) });
}

/** What is not yet known as trouble happened while talking with the server. */
export function asTrouble(error: unknown): Trouble {
  return isTrouble(error) ? error : { where: 'fetch', what: reason(error) };
}

/** Runs a step and names where it went wrong. */
export async function at<T>(where: Trouble['where'], step: Promise<T>): Promise<T> {
  return step.catch(error => {
    throw isTrouble(error) ? error : trouble(where, reason(error));
  });
}

function isTrouble(error: unknown): error is Error & Trouble {
  return error instanceof Error && MARK in error;
}
