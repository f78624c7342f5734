/** `desk reconcile`: is every mail that lies in the mailboxes in the ledger too? */
import type { Config, MailboxConfig } from '../config/config.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { OpenMailbox } from '../intake/mailbox.ts';
import {
  type Finding,
  findingWords,
  type Place,
  type Reckoning,
  type Repair,
  reckon,
  repair,
  troubleWords,
} from '../intake/reconcile.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, REFUSED, TROUBLE } from './exits.ts';
import { receiptLine } from './held.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { refuse, withDesk } from './with-desk.ts';

interface ReconcileOptions extends Json {
  readonly fix?: boolean;
  readonly mailbox?: string;
}

type Reconcile = Call<readonly [], ReconcileOptions>;

/** What --json prints for each mailbox. */
type Report =
  | (Reckoning & { readonly repairs: readonly Repair[]; readonly left: readonly Finding[] })
  | { readonly route: string; readonly trouble: string };

export function reconcile(call: Reconcile): Promise<Exit> {
  return withDesk(call, async desk => {
    const { mailbox } = call.options;
    const mailboxes = desk.config.mailboxes.filter(({ name }) => mailbox === undefined || name === mailbox);
    if (mailboxes.length === 0) return refuse(call.terminal, { refused: whyNone(desk.config, mailbox) });
    const reports: Report[] = [];
    let exit: Exit = OK;
    for (const one of mailboxes) {
      const report = await reconcileOne(desk, call, one);
      reports.push(report);
      const ended = exitOf(report);
      if (ended > exit) exit = ended;
    }
    if (call.options.json) await call.terminal.print(jsonText(reports));
    return exit;
  });
}

function whyNone({ mailboxes }: Config, name: string | undefined): string {
  if (name === undefined) return 'no mailbox is configured, so there is nothing to compare';
  const names = mailboxes.map(mailbox => mailbox.name).join(', ') || 'none';
  return `there is no mailbox ${JSON.stringify(name)} in the configuration; there is ${names}`;
}

/** Trouble with one mailbox is told and does not keep the others from being looked at. */
async function reconcileOne(desk: FrontDesk, call: Reconcile, mailbox: MailboxConfig): Promise<Report> {
  const place: Place = { mailbox, limits: desk.config.limits };
  let open: OpenMailbox | undefined;
  try {
    open = await connect(place);
    return await compare(desk, call, open, place);
  } catch (error) {
    const { routeOf } = await import('../intake/mailbox.ts');
    const report = { route: routeOf(mailbox), trouble: troubleWords(error) };
    call.terminal.say(`${oneLine(report.route)}: ${oneLine(report.trouble)}`);
    return report;
  } finally {
    await open?.close();
  }
}

async function connect({ mailbox, limits }: Place): Promise<OpenMailbox> {
  const [{ openMailbox }, { PATIENCE }, { readSecret }] = await Promise.all([
    import('../intake/imap.ts'),
    import('../intake/mailbox.ts'),
    import('../config/secret.ts'),
  ]);
  const password = () => readSecret(mailbox.password);
  return openMailbox({ mailbox, limits, password, signal: new AbortController().signal }, PATIENCE);
}

async function compare(desk: FrontDesk, call: Reconcile, open: OpenMailbox, place: Place): Promise<Report> {
  const reckoning = await reckon(open, desk.books, place);
  const repairs: Repair[] = [];
  const print = async (line: string) => (call.options.json ? undefined : call.terminal.print(line));
  for (const line of reckoningLines(reckoning)) await print(line);
  if (!call.options.fix) return { ...reckoning, repairs, left: reckoning.findings };
  await repair(open, desk.books, place, reckoning, async done => {
    repairs.push(done);
    await print(repairLine(reckoning.route, done));
  });
  // looked at anew, because the daemon works too
  const { findings: left } = await reckon(open, desk.books, place);
  return { ...reckoning, repairs, left };
}

export function reckoningLines({ route, renumberedFrom, uidValidity, onServer, findings }: Reckoning): string[] {
  const name = oneLine(route);
  const absent = findings.filter(({ what }) => what !== 'partial').length;
  const summary = `${name}: ${count(onServer, 'mail')} on the server, ${absent === 0 ? 'all' : onServer - absent} in the ledger`;
  if (renumberedFrom !== undefined)
    return [
      `${summary} under these UIDs`,
      `${name}: UIDVALIDITY changed from ${renumberedFrom} to ${uidValidity}: the server gave all UIDs anew; the mailbox will be read again, by the daemon or by --fix, and what came in before stays one mail`,
    ];
  return [summary, ...findings.map(finding => `${where(route, finding)}: ${findingWords(finding)}`)];
}

function repairLine(route: string, done: Repair): string {
  if ('left' in done) return `${where(route, done.finding)}: ${done.left}`;
  return receiptLine(where(route, done.finding), done.receipt);
}

function where(route: string, { uid }: Finding): string {
  return `${oneLine(route)} UID ${uid}`;
}

function exitOf(report: Report): Exit {
  if ('trouble' in report) return TROUBLE;
  return report.left.length === 0 ? OK : REFUSED;
}
