import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { faultLine } from '../../src/config/fault.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import * as expressions from '../../src/config/pattern.ts';

/** A small sound configuration to spoil: one operator, one queue, letters kept. */
export const SOUND = `
[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"

[[queue]]
name = "support"
address = "support@desk.example"

[courier]
kind = "keep"
`;

export const MAILBOX = `
[[mailbox]]
name = "in"
host = "imap.example"
user = "support"
password_env = "P"
`;

export function faultsOf(text: string): string[] {
  const result = parseConfig(text, 'config.toml', expressions);
  return 'faults' in result ? result.faults.map(faultLine) : [];
}

export function configOf(text: string, file = '/etc/postdesk/config.toml'): Config {
  const result = parseConfig(text, file, expressions);
  if ('faults' in result) expect.fail(result.faults.map(faultLine).join('\n'));
  return result.config;
}
