import { choice, flag, list, many, optional, preset, required } from './kind.ts';
import { address, language, line, login, markdown, name } from './shared-kinds.ts';

const separator = choice('+', '-', '=', '_', '.', '');

/** Who works here, and where tickets wait. */
export const peopleKeys = {
  operator: many('Who works on tickets, one [[operator]] each.', {
    login: required(
      login,
      'The login in commands and in the history; the one of the operating system is found by itself.',
      'bob',
    ),
    name: required(line, 'The name under answers.', 'Bob Builder'),
    address: required(
      address,
      'Where notices go and replies by mail come from. Never the address of a queue.',
      'bob@staff.example.org',
    ),
    active: preset(flag, true, 'false for who has left: the name stays in the history and may do nothing.'),
    notices: preset(flag, true, 'Hears by mail of what concerns the operator.'),
    role: optional(
      choice('read-only', 'operator', 'lead', 'admin'),
      'What the operator may do: "read-only", "operator", "lead" or "admin"; Without it "operator", and "admin" as long as nobody else is named one.',
      'operator',
    ),
    hidden: preset(
      flag,
      false,
      'What the operator writes is a note unless reply says --public, and what they change is told to no requester.',
    ),
    signature: optional(markdown, 'Below the answers of the operator, in Markdown.', 'Bob Builder, first floor'),
    language: optional(language, 'Of notices to the operator; by default that of the desk.', 'nl'),
  }),
  group: many('Operators who work together, one [[group]] each.', {
    name: required(name, 'The name in rules and commands.', 'first-level'),
    members: preset(list(login, 'a list of logins'), [], 'Logins of its operators.'),
    queues: preset(
      list(name, 'a list of queues'),
      [],
      'Queues whose tickets the members may see; without it all. Who is in no group sees all.',
    ),
    mail: preset(flag, true, 'Members hear by mail of what happens to tickets of the group; false: they only see it.'),
  }),
  queue: many('Where tickets wait, one [[queue]] each; the first takes mail whose queue cannot be told.', {
    name: required(name, 'The name in lists and commands.', 'support'),
    address: required(address, 'Letters come from this address and replies go back to it.', 'support@example.org'),
    aliases: preset(
      list(address, 'a list of mail addresses'),
      [],
      'Further addresses whose mail belongs to this queue.',
    ),
    from_name: optional(line, 'Display name of letters; by default the name of the desk.', 'Example Support'),
    separator: preset(
      separator,
      '+',
      'Between local part and reply token, as your mail server has it (RFC 5233): "+", "-", "=", "_", ".", or "" when it knows no sub-addresses.',
    ),
    group: optional(name, 'The group that is responsible for new tickets here.', 'first-level'),
    hidden: preset(
      flag,
      false,
      'What operators write to its tickets is a note unless reply says --public, and no change is told to requesters.',
    ),
    signature: optional(markdown, 'Below answers from this queue, in Markdown.', 'Example Support, Mo-Fr 9-17'),
    language: optional(language, 'Of letters, when nothing tells what the requester speaks.', 'nl'),
  }),
};
