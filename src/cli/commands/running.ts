/** Commands for whoever runs the desk. */
import { SHELLS } from '../completion-scripts.ts';
import { JSON_OUT } from './parts.ts';
import type { CommandFamily, CommandSpec } from './spec.ts';

export const runningCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'serve',
    group: 'Running:',
    description: 'the daemon: reads the mailboxes, opens the doors, sends the letters',
    examples: ['desk serve', 'desk -c /etc/postdesk/config.toml serve'],
    load: async () => (await import('../serve.ts')).serveDesk,
  },
  {
    name: 'reconcile',
    group: 'Running:',
    description: 'holds the mailboxes against the ledger: is every mail of the server in? exit 1 when not',
    options: [
      { flags: '--fix', description: 'bring in what is missing; safe beside the daemon' },
      { flags: '--mailbox <name>', description: 'only this mailbox of the configuration' },
      JSON_OUT,
    ],
    examples: ['desk reconcile', 'desk reconcile --fix', 'desk reconcile --mailbox support --json'],
    load: async () => (await import('../reconcile.ts')).reconcile,
  },
  {
    name: 'verify',
    group: 'Running:',
    description: 'do the guarantees hold in what is stored? exit 1 when not; safe while the daemon works',
    options: [{ flags: '--deep', description: 'unpack and compare every original too' }, JSON_OUT],
    examples: ['desk verify', 'desk verify --deep --json'],
    load: async () => (await import('../verify.ts')).verify,
  },
  {
    name: 'keys',
    group: 'Running:',
    description: 'the keys that sign reply tokens',
    examples: ['desk keys', 'desk keys rotate'],
    inner: [
      {
        name: 'list',
        group: 'Running:',
        description: 'which keys there are, and which of them are believed',
        byDefault: true,
        options: [JSON_OUT],
        examples: ['desk keys list'],
        load: async () => (await import('../keys.ts')).listKeys,
      },
      {
        name: 'rotate',
        group: 'Running:',
        description: 'sign with a new key from now on; the old ones are still believed',
        options: [JSON_OUT],
        examples: ['desk keys rotate'],
        load: async () => (await import('../keys.ts')).rotateKeys,
      },
      {
        name: 'retire',
        group: 'Running:',
        description: 'believe nothing any more that this key signed',
        args: [{ name: '<key>', description: 'its letter, see desk keys' }],
        options: [JSON_OUT],
        examples: ['desk keys retire a'],
        load: async () => (await import('../keys.ts')).retireKey,
      },
    ],
  },
  {
    name: 'config',
    group: 'Running:',
    description: 'the configuration: look it over, print an example or a unit',
    examples: ['desk config check'],
    inner: [
      {
        name: 'check',
        group: 'Running:',
        description: 'every fault with its line; nothing else happens',
        args: [{ name: '[file]', description: 'default: the file the desk would take' }],
        options: [JSON_OUT],
        examples: ['desk config check', 'desk config check new.toml'],
        load: async () => (await import('../config.ts')).checkConfig,
      },
      {
        name: 'example',
        group: 'Running:',
        description: 'a config.toml with every key explained',
        examples: ['desk config example > config.toml'],
        load: async () => (await import('../config.ts')).printExample,
      },
      {
        name: 'systemd',
        group: 'Running:',
        description: 'a unit file for this installation',
        examples: ['desk config systemd > /etc/systemd/system/postdesk.service'],
        load: async () => (await import('../config.ts')).printUnit,
      },
    ],
  },
  {
    name: 'completion',
    group: 'Running:',
    description: 'a script by which your shell completes commands, options, tickets, logins and words',
    args: [{ name: '<shell>', description: 'bash, zsh or fish', choices: SHELLS }],
    examples: [
      'source <(desk completion bash)',
      'desk completion fish > ~/.config/fish/completions/desk.fish',
      'source <(desk completion zsh)',
    ],
    load: async () => (await import('../completion.ts')).printCompletion,
  },
  {
    name: 'sandbox',
    group: 'Running:',
    description: 'a private desk to try things on: mail comes in by SMTP on this machine, letters are only shown',
    options: [{ flags: '--dir <folder>', description: 'where its state is; default: data/ of this installation' }],
    examples: ['desk sandbox', 'desk sandbox --dir /tmp/desk'],
    load: async () => (await import('../sandbox.ts')).sandbox,
  },
];
