import { dirname, join, resolve } from 'node:path';
import { inspect } from 'node:util';
import type { Operator, Policy, Queue } from '../desk/policy.ts';
import type { Rule } from '../desk/rules/rule.ts';
import { STATUSES } from '../desk/ticket.ts';
import { splitAddress } from '../mail/addresses.ts';
import type { Config, CourierConfig, DoorConfig, MailboxConfig, Secret, View } from './config.ts';
import { tidyAddress } from './field-syntax.ts';
import type { Settings } from './keys.ts';
import { inlineSecret } from './secret.ts';

/** Faultless settings → Config: defaults that depend on other keys, absolute paths, our names for things. */
export function assemble(settings: Settings, rules: readonly Rule[], file: string): Config {
  const here = dirname(file === '' ? resolve('config.toml') : resolve(file));
  const state = resolve(here, settings.state);
  return {
    file: file === '' ? '' : resolve(file),
    state,
    ...(settings.desk.time_zone === undefined ? {} : { timeZone: settings.desk.time_zone }),
    policy: { ...policy(settings), rules, ruleMode: settings.rules.mode },
    store: store(settings.store),
    mailboxes: settings.mailbox.map(one => mailbox(one, settings.queue[0]!.name, here)),
    ...door(settings.door),
    courier: courier(settings.courier, here, state),
    limits: limits(settings.limits),
    spam: { filter: settings.spam.filter },
    trust: trust(settings.trust),
    attachments: attachments(settings.attachments),
    ...(settings.scan === undefined ? {} : { scan: scan(settings.scan) }),
    views: settings.view.map(view),
    ...(settings.webhooks.secret_file === undefined
      ? {}
      : { webhookSecret: { from: 'file', path: resolve(here, settings.webhooks.secret_file) } as const }),
    log: settings.log,
    ...(settings.templates === undefined ? {} : { templates: resolve(here, settings.templates) }),
    ...(settings.faq === undefined ? {} : { faq: resolve(here, settings.faq) }),
  };
}

function policy(settings: Settings): Omit<Policy, 'rules' | 'ruleMode'> {
  const { desk, policy, queue, operator, group, letters, storms, spam } = settings;
  const queues = queue.map(one => queueOf(one, desk.name));
  return {
    deskName: desk.name,
    ...(desk.time_zone === undefined ? {} : { timeZone: desk.time_zone }),
    language: desk.language,
    host: (desk.message_id_host ?? splitAddress(queues[0]!.address).domain).toLowerCase(),
    queues,
    operators: operators(operator),
    groups: group,
    dictionary: dictionary(settings),
    letters: letterPolicy(letters),
    confirm: policy.confirm,
    confirmSenders: policy.confirm_senders,
    storms: stormLimits(storms),
    keepSpam: spam.keep,
    digest: spam.digest,
    noticeNew: policy.notice_new,
    subjectToken: policy.subject_token,
    bodyToken: policy.body_token,
    reopenWithin: policy.reopen_within,
    otherParticipants: policy.other_participants,
    sameOrganisation: policy.same_organisation,
    copies: policy.copies,
    severalQueues: policy.several_queues,
    operatorsByMail: policy.operators_by_mail,
    forms: policy.forms.map(one => tidyAddress(one).toLowerCase()),
    keys: { rotateAfter: policy.rotate_keys, retireAfter: policy.retire_keys },
    closeWaitingAfter: policy.close_waiting_after,
    closeSolvedAfter: policy.close_solved_after,
  };
}

/** A small desk needs no roles: whoever has none may do everything until somebody is named an admin. */
function operators(given: Settings['operator']): Operator[] {
  const role = given.some(one => one.role === 'admin') ? 'operator' : 'admin';
  return given.map(({ login, name, active, notices, hidden, ...one }) => ({
    login,
    name,
    address: tidyAddress(one.address),
    active,
    notices,
    hidden,
    role: one.role ?? role,
    ...(one.signature === undefined ? {} : { signature: one.signature }),
    ...(one.language === undefined ? {} : { language: one.language }),
  }));
}

function dictionary({ status, dictionary }: Settings): Policy['dictionary'] {
  const statuses = STATUSES.flatMap(means => {
    const own = status.filter(one => one.means === means);
    return own.length > 0 ? own : [{ name: means, means }];
  });
  return { statuses, ...dictionary };
}

function letterPolicy({ undo_window, file_size, ...others }: Settings['letters']): Policy['letters'] {
  return { ...others, undoWindow: undo_window, fileSize: file_size };
}

/** Only what was said: the options of the command line come on top. */
function view(settings: Settings['view'][number]): View {
  const { opened_after, opened_before, changed_after, changed_before, due_after, due_before, ...others } = settings;
  const spans = {
    openedAfter: opened_after,
    openedBefore: opened_before,
    changedAfter: changed_after,
    changedBefore: changed_before,
    dueAfter: due_after,
    dueBefore: due_before,
  };
  const said = Object.entries({ ...others, ...spans }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as View;
}

function stormLimits(storms: Settings['storms']): Policy['storms'] {
  return {
    perAddress: storms.automatic_per_address,
    perAddressDaily: storms.automatic_per_day,
    perHour: storms.automatic_per_hour,
    sameMails: storms.same_mails,
    noticesPerTicket: storms.notices_per_ticket,
    lettersPerHour: storms.letters_per_hour,
  };
}

function queueOf(queue: Settings['queue'][number], deskName: string): Queue {
  return {
    name: queue.name,
    address: tidyAddress(queue.address),
    aliases: queue.aliases.map(tidyAddress),
    fromName: queue.from_name ?? deskName,
    separator: queue.separator,
    hidden: queue.hidden,
    ...(queue.signature === undefined ? {} : { signature: queue.signature }),
    ...(queue.language === undefined ? {} : { language: queue.language }),
    ...(queue.group === undefined ? {} : { group: queue.group }),
  };
}

/** The URL may hold a password in spite of the advice: printed, it is masked. */
function store({ url, synchronous }: Settings['store']): Config['store'] {
  if (url === undefined) return { synchronous };
  const printed = () => ({
    url: url.replace(/(:\/\/[^/?#]*?):[^/?#]*@/, '$1:***@').replace(/(password=)[^&]*/gi, '$1***'),
    synchronous,
  });
  const made = { synchronous };
  Object.defineProperty(made, 'url', { get: () => url });
  Object.defineProperty(made, 'toJSON', { value: printed });
  Object.defineProperty(made, inspect.custom, { value: printed });
  return made;
}

function mailbox(one: Settings['mailbox'][number], firstQueue: string, here: string): MailboxConfig {
  return {
    name: one.name,
    host: one.host,
    port: one.port ?? (one.tls === 'implicit' ? 993 : 143),
    tls: one.tls,
    user: one.user,
    password: secret(one, here)!,
    folder: one.folder,
    queue: one.queue ?? firstQueue,
    poll: one.poll,
    start: one.start,
    done: one.done === 'move' ? { how: 'move', folder: one.move_to! } : { how: one.done },
  };
}

function door({ smtp, lmtp }: Settings['door']): { readonly door?: DoorConfig } {
  const given = { ...(smtp === undefined ? {} : { smtp }), ...(lmtp === undefined ? {} : { lmtp }) };
  return Object.keys(given).length > 0 ? { door: given } : {};
}

const SUBMISSION_PORTS = { starttls: 587, implicit: 465, none: 25 } as const;

function courier(one: Settings['courier'], here: string, state: string): CourierConfig {
  const giveUpAfter = one.give_up_after;
  if (one.kind === 'keep') {
    return { kind: 'keep', folder: one.folder ? resolve(here, one.folder) : join(state, 'letters'), giveUpAfter };
  }
  const password = secret(one, here);
  return {
    kind: 'smtp',
    host: one.host!,
    port: one.port ?? SUBMISSION_PORTS[one.tls],
    tls: one.tls,
    ...(one.user === undefined ? {} : { user: one.user }),
    ...(password === undefined ? {} : { password }),
    connections: one.connections,
    ...(one.dkim === undefined ? {} : { dkim: dkim(one.dkim, here) }),
    giveUpAfter,
  };
}

function dkim({ domain, selector, key_file }: NonNullable<Settings['courier']['dkim']>, here: string) {
  return { domain, selector, keyFile: resolve(here, key_file) };
}

function limits({ mail_size, parse_time, parse_memory, disk_free }: Settings['limits']): Config['limits'] {
  return { mailSize: mail_size, parseTime: parse_time, parseMemory: parse_memory, diskFree: disk_free };
}

function trust({ authserv_ids, ...others }: Settings['trust']): Config['trust'] {
  return { authservIds: authserv_ids, ...others };
}

function attachments({ block, on_block, max_count }: Settings['attachments']): Config['attachments'] {
  return { block, onBlock: on_block, maxCount: max_count };
}

function scan({ on_trouble, on_virus, ...others }: NonNullable<Settings['scan']>): NonNullable<Config['scan']> {
  return { ...others, onTrouble: on_trouble, onVirus: on_virus };
}

type PasswordKeys = Pick<Settings['courier'], 'password' | 'password_file' | 'password_env' | 'password_credential'>;

function secret(from: PasswordKeys, here: string): Secret | undefined {
  if (from.password_file !== undefined) return { from: 'file', path: resolve(here, from.password_file) };
  if (from.password_credential !== undefined) return { from: 'credential', name: from.password_credential };
  if (from.password_env !== undefined) return { from: 'env', name: from.password_env };
  return from.password === undefined ? undefined : inlineSecret(from.password);
}
