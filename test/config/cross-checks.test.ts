import { expect } from 'chai';
import { faultsOf, MAILBOX, SOUND } from './written.ts';

/** Lines after SOUND, whose last line is 12. */
const TO = (text: string) => faultsOf(`${SOUND}${text}`);

const operator = (login: string, address: string) =>
  `[[operator]]\nlogin = "${login}"\nname = "N"\naddress = "${address}"\n`;
const queue = (name: string, address: string, more = '') =>
  `[[queue]]\nname = "${name}"\naddress = "${address}"\n${more}`;
const smtp = (more: string) => `${SOUND.replace('"keep"', '"smtp"')}${more}`;

describe('keys that do not go together', () => {
  it('two operators with one login, whatever the case', () => {
    expect(TO(operator('Bob', 'b2@staff.example'))).to.deep.equal([
      'config.toml:14:9: operator[1].login: is the login of operator[0] already',
    ]);
  });

  it('two operators with one address', () => {
    expect(TO(operator('eve', 'BOB@staff.example'))).to.deep.equal([
      'config.toml:16:11: operator[1].address: is the address of operator[0] already',
    ]);
  });

  it('an alias that is the address of another queue', () => {
    expect(
      TO(queue('billing', 'billing@desk.example', 'aliases = ["a@desk.example", "Support@DESK.example"]')),
    ).to.deep.equal(['config.toml:16:30: queue[1].aliases[1]: is an address of queue[0] already']);
  });

  it('an operator at the address of a queue, which would be a loop', () => {
    const why = 'is delivered to queue[0]: a notice would come back as a mail';
    expect(TO(operator('eve', 'Support@desk.example'))).to.deep.equal([
      `config.toml:16:11: operator[1].address: "support@desk.example" ${why}`,
    ]);
    expect(TO(operator('eve', 'support+eve@desk.example'))).to.deep.equal([
      `config.toml:16:11: operator[1].address: "support+eve@desk.example" ${why}`,
    ]);
  });

  it('a local part that leaves no room for a reply token within 64 octets', () => {
    const fits = 'a'.repeat(19);
    expect(TO(queue('q', `${fits}@desk.example`))).to.deep.equal([]);
    expect(TO(queue('q', `${fits}a@desk.example`))).to.deep.equal([
      `config.toml:15:11: queue[1].address: "${fits}a" is too long before a reply token: at most 19 characters, or separator = ""`,
    ]);
    expect(TO(queue('q', `${fits}a@desk.example`, 'separator = ""'))).to.deep.equal([]);
  });

  it('a mailbox for a queue that does not exist', () => {
    expect(TO(`${MAILBOX}queue = "suport"`)).to.deep.equal([
      'config.toml:19:9: mailbox[0].queue: there is no [[queue]] called "suport", did you mean "support"?',
    ]);
  });

  it('a queue that may exist but has a fault in its name is not told twice', () => {
    expect(TO(`${queue('b c', 'b@desk.example')}${MAILBOX}queue = "b c"`)).to.have.length(2);
    expect(TO(`${queue('b c', 'b@desk.example')}${MAILBOX}queue = "b"`).map(l => l.split(' ')[1])).to.deep.equal([
      'queue[1].name:',
    ]);
  });

  it('two mailboxes of one name, or on one folder', () => {
    expect(TO(MAILBOX + MAILBOX)).to.deep.equal([
      'config.toml:20:1: mailbox[1]: is host, user and folder of mailbox[0] already',
      'config.toml:21:8: mailbox[1].name: is the name of mailbox[0] already',
    ]);
  });

  it('a mailbox without a password', () => {
    expect(TO(MAILBOX.replace(/password.*/, ''))).to.deep.equal([
      'config.toml:14:1: mailbox[0].password_file: missing: where the password is, one of password_file, password_credential, password_env, password',
    ]);
  });

  it('more than one password', () => {
    expect(TO(`${MAILBOX}password = "hunter2"\npassword_file = "p"`)).to.deep.equal([
      'config.toml:18:1: mailbox[0].password_env: a second source of the password beside password_file, keep one',
      'config.toml:19:1: mailbox[0].password: a second source of the password beside password_file, keep one',
    ]);
  });

  it('a faulty password is not a missing one', () => {
    expect(TO(MAILBOX.replace('"P"', '"not a name"'))).to.deep.equal([
      'config.toml:18:16: mailbox[0].password_env: expected the name of an environment variable, got a string',
    ]);
  });

  it('a move without a folder, or into the folder that is read', () => {
    expect(TO(`${MAILBOX}done = "move"`)).to.deep.equal([
      'config.toml:14:1: mailbox[0].move_to: missing: done = "move" needs a folder to move to',
    ]);
    expect(TO(`${MAILBOX}done = "move"\nmove_to = "INBOX"`)).to.deep.equal([
      'config.toml:20:11: mailbox[0].move_to: is the folder that is read: its mails would come back for ever',
    ]);
  });

  it('SMTP without a host', () => {
    expect(faultsOf(smtp(''))).to.deep.equal([
      'config.toml:11:1: courier.host: missing: kind = "smtp" needs a server; kind = "keep" writes letters to a folder instead',
    ]);
  });

  it('a user without a password, and a password without a user', () => {
    expect(faultsOf(smtp('host = "h"\nuser = "u"'))).to.deep.equal([
      'config.toml:11:1: courier.password_file: missing: where the password is, one of password_file, password_credential, password_env, password',
    ]);
    expect(faultsOf(smtp('host = "h"\npassword = "hunter2"'))).to.deep.equal([
      'config.toml:14:1: courier.password: needs a user to log in as',
    ]);
    expect(faultsOf(smtp('host = "h"'))).to.deep.equal([]);
  });

  it('DKIM in part', () => {
    expect(faultsOf(smtp('host = "h"\n[courier.dkim]\ndomain = "desk.example"'))).to.deep.equal([
      'config.toml:14:1: courier.dkim.selector: missing: The selector (s=): its public key is at <selector>._domainkey.<domain>.',
      'config.toml:14:1: courier.dkim.key_file: missing: File with the private key in PEM form.',
    ]);
  });

  it('two doors in one wall', () => {
    expect(TO('[door]\nsmtp = "localhost:25"\nlmtp = "localhost:25"')).to.deep.equal([
      'config.toml:15:8: door.lmtp: is where SMTP listens already',
    ]);
  });

  for (const listen of ['0.0.0.0:25', '[::]:25', 'mail.example:2525', '/run/postdesk/smtp', '127.0.0.1:0']) {
    it(`a door may listen on ${listen}`, () => {
      expect(TO(`[door]\nsmtp = "${listen}"`)).to.deep.equal([]);
    });
  }

  it('a group of strangers, and a queue of a group that is not there', () => {
    const group = '[[group]]\nname = "first"\nmembers = ["bob", "nobody"]\nqueues = ["support", "sales"]\n';
    expect(TO(`${group}${queue('q', 'q@desk.example', 'group = "second"')}`)).to.deep.equal([
      'config.toml:15:19: group[0].members[1]: there is no [[operator]] called "nobody": there is "bob"',
      'config.toml:16:22: group[0].queues[1]: there is no [[queue]] called "sales": there is "support" or "q"',
      'config.toml:20:9: queue[1].group: there is no [[group]] called "second": there is "first"',
    ]);
  });

  it('a status that is called like a meaning but means another', () => {
    const status = (name: string, means: string) => `[[status]]\nname = "${name}"\nmeans = "${means}"\n`;
    expect(TO(status('at-supplier', 'waiting'))).to.deep.equal([]);
    expect(TO(status('open', 'waiting'))).to.deep.equal([
      'config.toml:14:8: status[0].name: "open" is a meaning of its own and would mean "waiting" here: choose another name, or give the meaning "open" a [[status]] too',
    ]);
    expect(TO(status('open', 'waiting') + status('working', 'open'))).to.deep.equal([]);
    expect(TO(status('a', 'open') + status('a', 'closed'))).to.have.lengthOf(1);
  });

  it('a dictionary with a list that is empty or says a word twice', () => {
    const faults = TO('[dictionary]\ncategories = []\nkinds = ["a", "a"]\nsources = ["two words"]\n');
    expect(faults.map(fault => fault.split(':').slice(0, 4).join(':'))).to.deep.equal([
      'config.toml:14:14: dictionary.categories',
      'config.toml:15:9: dictionary.kinds',
      'config.toml:16:12: dictionary.sources[0]',
    ]);
  });
});
