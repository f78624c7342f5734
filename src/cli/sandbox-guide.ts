import { relative } from 'node:path';
import type { Config } from '../config/config.ts';

/** What the sandbox tells at its start; `desk` is how the program is called from here. */
export function guide(config: Config, desk: string): string[] {
  const to = config.policy.queues[0]?.address ?? '';
  const fromHere = relative(process.cwd(), config.state) || '.';
  const state = fromHere.startsWith('..') ? config.state : fromHere;
  return [
    `${config.policy.deskName}: a private desk. Letters are shown here and kept as files; nothing leaves this machine.`,
    '',
    ...mailing(config.door?.smtp, to),
    'Answer, from a second terminal:',
    `  ${desk} list`,
    `  ${desk} show 1`,
    `  ${desk} reply 1 -m "Have you tried the other tray?"`,
    `  ${desk} why 1`,
    '',
    `Configuration: ${config.file}`,
    `State: ${state}   Stop: Ctrl-C   Start afresh: rm -r ${state}/desk.db* ${state}/letters`,
    '',
  ];
}

function mailing(door: string | undefined, to: string): string[] {
  if (door === undefined) return [];
  return [
    `Mail it (the door is ${door}):`,
    `  swaks --server ${door} --from ann@example.org --to ${to} --header "Subject: It beeps" --body "My phone beeps."`,
    `  printf 'From: Ann <ann@example.org>\\nTo: ${to}\\nSubject: It beeps\\n\\nMy phone beeps.\\n' |`,
    `    curl --crlf smtp://${door} --mail-from ann@example.org --mail-rcpt ${to} --upload-file -`,
    '',
  ];
}
