/** Commands about requesters and organisations. */
import { JSON_OUT, limit, ORGANISATION, REQUESTER } from './parts.ts';
import type { CommandFamily } from './spec.ts';

export const peopleCommands: readonly CommandFamily[] = [
  {
    name: 'requester',
    group: 'People:',
    description: 'who asks: their addresses, organisation and tickets',
    examples: ['desk requester show ann@example.org', 'desk requester list --search ann'],
    inner: [
      {
        name: 'list',
        group: 'People:',
        description: 'requesters, the latest first',
        byDefault: true,
        options: [
          { flags: '--organisation <name>', description: 'only its people' },
          { flags: '--search <text>', description: 'only those with this in the name or an address' },
          limit(100),
          { flags: '--csv', description: 'print CSV (RFC 4180)' },
          JSON_OUT,
        ],
        examples: ['desk requester list --search ann', 'desk requester list --organisation "Example Ltd" --csv'],
        load: async () => (await import('../requester-list.ts')).listRequesters,
      },
      {
        name: 'show',
        group: 'People:',
        description: 'addresses and whether letters go there, organisation, tickets asked and taken part in',
        args: [REQUESTER],
        options: [JSON_OUT],
        examples: ['desk requester show ann@example.org', 'desk requester show 11 --json'],
        load: async () => (await import('../requester-show.ts')).showRequester,
      },
      {
        name: 'edit',
        group: 'People:',
        description: 'several changes at once, or none of them',
        args: [REQUESTER],
        options: [
          { flags: '--name <name>', description: 'what letters call them' },
          { flags: '--add <address>', description: 'one more address', kind: 'list' },
          { flags: '--remove <address>', description: 'not theirs (any more)', kind: 'list' },
          { flags: '--first <address>', description: 'letters go there' },
          { flags: '--refuse <address>', description: 'no letter goes there any more', kind: 'list' },
          { flags: '--accept <address>', description: 'letters go there again', kind: 'list' },
          { flags: '--organisation <name>', description: 'whom they belong to, whatever their addresses say' },
          { flags: '--no-organisation', description: 'as the domains of their addresses say' },
          JSON_OUT,
        ],
        examples: [
          'desk requester edit ann@example.org --add ann@home.example --first ann@home.example',
          'desk requester edit 11 --name "Ann Author" --organisation "Example Ltd"',
        ],
        load: async () => (await import('../requester-change.ts')).editRequester,
      },
      {
        name: 'merge',
        group: 'People:',
        description: 'two requesters are one person: all that is the first’s becomes the second’s',
        args: [
          { name: '<one>', description: 'an address or the id' },
          { name: '<into>', description: 'who stays' },
        ],
        options: [JSON_OUT],
        examples: ['desk requester merge ann@home.example ann@example.org'],
        load: async () => (await import('../requester-change.ts')).mergeRequesters,
      },
    ],
  },
  {
    name: 'organisation',
    group: 'People:',
    description: 'whom requesters belong to: by the domains of their addresses, or as you say',
    examples: ['desk organisation', 'desk organisation new "Example Ltd" --domain example.org'],
    inner: [
      {
        name: 'list',
        group: 'People:',
        description: 'organisations with their domains, people and open tickets',
        byDefault: true,
        options: [{ flags: '--csv', description: 'print CSV (RFC 4180)' }, JSON_OUT],
        examples: ['desk organisation list'],
        load: async () => (await import('../organisations.ts')).listOrganisations,
      },
      {
        name: 'show',
        group: 'People:',
        description: 'its domains, its people and their open tickets',
        args: [ORGANISATION],
        options: [JSON_OUT],
        examples: ['desk organisation show "Example Ltd"'],
        load: async () => (await import('../organisations.ts')).showOrganisation,
      },
      {
        name: 'new',
        group: 'People:',
        description: 'whoever writes from one of its domains is in it',
        args: [ORGANISATION],
        options: [
          { flags: '--domain <domain>', description: 'exactly this, not what is below it', kind: 'list' },
          JSON_OUT,
        ],
        examples: ['desk organisation new "Example Ltd" --domain example.org,example.com'],
        load: async () => (await import('../organisations.ts')).newOrganisation,
      },
      {
        name: 'edit',
        group: 'People:',
        description: 'another name, other domains',
        args: [ORGANISATION],
        options: [
          { flags: '--rename <name>', description: 'what it is called from now on' },
          { flags: '--add-domain <domain>', description: 'one more domain', kind: 'list' },
          { flags: '--remove-domain <domain>', description: 'not its domain any more', kind: 'list' },
          JSON_OUT,
        ],
        examples: ['desk organisation edit "Example Ltd" --add-domain example.net'],
        load: async () => (await import('../organisations.ts')).editOrganisation,
      },
    ],
  },
];
