/** `desk webhooks`: calls of other programs that rules asked for, and an operator's word on them. */
import type { WebhookRow } from '../store/webhooks.ts';
import { age } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { orderEach, type Several } from './order-each.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Style } from './terminal.ts';
import { withDesk } from './with-desk.ts';

const COLUMNS: readonly Column[] = [
  { title: 'webhook', align: 'right' },
  { title: 'state' },
  { title: 'ticket', align: 'right' },
  { title: 'rule', gives: 2, least: 8 },
  { title: 'url', gives: 1, least: 16 },
  { title: 'age', align: 'right' },
  { title: 'tries', align: 'right' },
  { title: 'last reply', gives: 3, least: 10 },
];

const STYLE: Readonly<Record<WebhookRow['state'], Style>> = {
  queued: 'yellow',
  sending: 'yellow',
  sent: 'green',
  failed: 'red',
  dropped: 'dim',
};

export function listWebhooks(call: Call<readonly [], Json & { readonly limit: number }>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const rows = await desk.webhooks(options.limit);
    if (options.json) await terminal.print(jsonText(rows));
    else if (rows.length > 0)
      for (const line of await table(COLUMNS, rows.map(cellsOf), terminal.width, terminal.paint))
        await terminal.print(line);
    if (rows.length === 0) terminal.say('no webhooks');
    return OK;
  });
}

function cellsOf(row: WebhookRow): Cell[] {
  return [
    { text: String(row.webhook), style: 'bold' },
    { text: row.state, style: STYLE[row.state] },
    { text: row.ticket === null ? '' : String(row.ticket) },
    { text: oneLine(row.rule) },
    { text: oneLine(row.url) },
    { text: age(row.createdAt, Date.now()) },
    { text: String(row.attempts) },
    { text: oneLine(row.lastReply ?? '') },
  ];
}

export function retryWebhooks(call: Several): Promise<Exit> {
  return orderEach(
    call,
    'webhook',
    (desk, webhook, login) => desk.retryWebhook(webhook, login),
    'queued',
    'queued again',
  );
}

export function dropWebhooks(call: Several): Promise<Exit> {
  return orderEach(call, 'webhook', (desk, webhook, login) => desk.dropWebhook(webhook, login), 'dropped', 'dropped');
}
