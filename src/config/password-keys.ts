import { guarded, optional, path } from './kind.ts';

const password = guarded('a password that is not empty', t => t !== '');
const envName = guarded('the name of an environment variable', t => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(t));
const credential = guarded('the name of a systemd credential', t => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(t));

/** Exactly one of them says where the password is. */
export function passwordKeys(file: string, env: string, name: string) {
  return {
    password_file: optional(
      path,
      'File with the password and nothing else, readable by the desk alone.',
      file,
      'active',
    ),
    password_credential: optional(credential, 'Or: name of a systemd credential (LoadCredential= in the unit).', name),
    password_env: optional(envName, 'Or: environment variable with the password.', env),
    password: optional(password, 'Or: the password itself; then let nobody else read this file.', 'correct horse'),
  };
}
