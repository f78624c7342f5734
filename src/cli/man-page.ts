/** The man page desk(1), made of the table of commands and the topics of the help. */
import { OPTIONS_OF_ALL } from './commands/parts.ts';
import type { CommandFamily, CommandSpec, OptionSpec } from './commands/spec.ts';
import type { Topic } from './help-topic.ts';
import { TOPICS } from './help-topics.ts';

export function manPage(commands: readonly (CommandSpec | CommandFamily)[], version: string): string {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return [
    `.TH DESK 1 "" "Postdesk ${text(version)}" "User Commands"`,
    '.SH NAME',
    'desk \\- a mail\\-first support desk: mails become tickets, operators answer from a terminal',
    '.SH SYNOPSIS',
    '.B desk',
    '.RI [ options ]\n.I command\n.RI [ arguments ]',
    '.SH OPTIONS OF ALL COMMANDS',
    ...OPTIONS_OF_ALL.flatMap(optionLines),
    ...groups.flatMap(group => [
      `.SH ${text(group.replace(/:$/, '').toUpperCase())}`,
      ...commands.filter(one => one.group === group).flatMap(one => commandLines(one)),
    ]),
    ...TOPICS.flatMap(topicLines),
    '.SH SEE ALSO',
    '.B desk help',
    '.I command',
    '',
  ].join('\n');
}

function commandLines(entry: CommandSpec | CommandFamily, above = ''): string[] {
  const name = `${above}${entry.name}`;
  if ('inner' in entry)
    return [
      `.SS desk ${text(name)}`,
      sentence(entry.description),
      ...entry.inner.flatMap(one => commandLines(one, `${name} `)),
    ];
  const args = (entry.args ?? []).map(({ name }) => ` ${text(name)}`).join('');
  return [
    `.SS desk ${text(name)}${args}`,
    sentence(entry.description),
    ...(entry.args ?? []).flatMap(({ name, description }) => term(`.I ${text(name)}`, description)),
    ...(entry.options ?? []).flatMap(optionLines),
    '.PP',
    ...entry.examples.flatMap(example => ['.EX', text(example), '.EE']),
  ];
}

function optionLines({ flags, description, choices }: OptionSpec): string[] {
  return term(`.B ${text(flags)}`, description + (choices ? ` (${choices.join(', ')})` : ''));
}

function topicLines({ section, before, terms, examples = [] }: Topic): string[] {
  return [
    `.SH ${text(section)}`,
    ...(before === undefined ? [] : [text(before)]),
    ...terms.flatMap(([word, meaning]) => term(`.B ${text(word)}`, meaning)),
    ...examples.flatMap(([title, lines]) => ['.PP', text(title), '.EX', ...lines.split('\n').map(text), '.EE']),
  ];
}

function term(head: string, description: string): string[] {
  return ['.TP', head, text(description)];
}

function sentence(description: string): string {
  return text(`${description[0]!.toUpperCase()}${description.slice(1)}.`);
}

/** Nothing of it is a request to roff; what is not ASCII is named by its code point. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^[.']/, '\\&$&')
    .replace(/[^\x20-\x7e]/gu, sign => `\\[u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);
}
