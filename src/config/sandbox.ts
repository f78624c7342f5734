import { join } from 'node:path';
import { isLogin } from './field-syntax.ts';
import { tomlString } from './toml.ts';

/**
 * The configuration of a private desk to try things out: it listens on this machine only and sends nothing, letters
 * are kept as files. The domains are reserved ones (RFC 2606) so that no slip reaches a person.
 */
export interface Sandbox {
  /** The user of the operating system, who becomes the operator. */
  readonly login: string;
  /** Full name; the login when there is none. */
  readonly name: string;
  /** State directory, absolute or from the folder of the configuration. */
  readonly state: string;
  readonly smtpPort: number;
}

/** TOML text without faults, whatever the login and the name look like. */
export function sandboxConfig({ login, name, state, smtpPort }: Sandbox): string {
  const operator = tidyLogin(login);
  return `\
# A private desk: mail comes in on this machine only and letters are kept as files.
state = ${tomlString(state)}

[desk]
name = "Example Support"

[[operator]]
login = ${tomlString(operator)}
name = ${tomlString(tidyName(name) || operator)}
address = ${tomlString(`${mailName(operator)}@staff.desk.example`)}

[[queue]]
name = "support"
address = "support@desk.example"

[door]
smtp = "127.0.0.1:${smtpPort}"

[courier]
kind = "keep"
folder = ${tomlString(join(state, 'letters'))}

[letters]
undo_window = "off"

[trust]
check = "off"
`;
}

/** Logins with odd characters keep their shape, so that their owner knows them again. */
function tidyLogin(login: string): string {
  const tidy = login.replace(/[^\p{L}\p{N}_.@$\\+-]/gu, '_').slice(0, 64);
  if (isLogin(tidy)) return tidy;
  return isLogin(`_${tidy.slice(0, 63)}`) ? `_${tidy.slice(0, 63)}` : 'operator';
}

function tidyName(name: string): string {
  return name
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, 200)
    .trim();
}

/** A dot-atom of what is ASCII in a login. */
function mailName(login: string): string {
  const plain = login
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return plain.replace(/^-|-$/g, '') || 'operator';
}
