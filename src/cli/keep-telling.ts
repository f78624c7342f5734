import { count } from './amounts.ts';
import type { Terminal } from './terminal.ts';

/** ms before the first word about how far it is, and between the next. */
const FIRST_WORD = 1_000;
const NEXT_WORD = 5_000;

/** Says now and then how many mails (or what else) are done. Returns what ends it. */
export function keepTelling(terminal: Terminal, done: () => number, what = 'mail', where = ''): () => void {
  const started = performance.now();
  const tell = () => {
    const seconds = (performance.now() - started) / 1000;
    terminal.say(
      `${count(done(), what)} ${where === '' ? '' : `${where} `}so far, ${Math.round(done() / seconds)} a second`,
    );
    timer = setTimeout(tell, NEXT_WORD).unref();
  };
  let timer = setTimeout(tell, FIRST_WORD).unref();
  return () => clearTimeout(timer);
}
