import { expect } from 'chai';
import { faultsOf, MAILBOX, SOUND } from './written.ts';

describe('a faulty configuration', () => {
  it('has all of its ten faults told at once, in the order of the lines, each at its place', () => {
    const lines = [
      'stat = "data"',
      '[desk]',
      'language = "nl"',
      '[[operator]]',
      'login = "bob"',
      'adress = "bob@staff.example"',
      'name  =   7',
      '[[queue]]',
      '  name = "support"',
      '  address = "support at desk.example"',
      '[[queue]]',
      'name = "Support"',
      'address = "billing@desk.example"',
      '[[mailbox]]',
      'name = "in"',
      'host = "imap.example"',
      'user = "u"',
      'port = 70000',
      'tls = "ssl"',
      'password_env = "P"',
      'done = "move"',
      '[courier]',
      'kind = "keep"',
      'give_up_after = "2 weeks"',
    ];
    expect(faultsOf(lines.join('\n'))).to.deep.equal([
      'config.toml:1:1: stat: unknown key, did you mean state?',
      'config.toml:4:1: operator[0].address: missing: Where notices go and replies by mail come from. Never the address of a queue.',
      'config.toml:6:1: operator[0].adress: unknown key, did you mean address?',
      'config.toml:7:11: operator[0].name: expected one line of 1 to 200 characters, got 7',
      'config.toml:10:13: queue[0].address: expected a mail address such as "support@example.org" (ASCII, domain as xn--…), got "support at desk.example"',
      'config.toml:12:8: queue[1].name: is the name of queue[0] already',
      'config.toml:14:1: mailbox[0].move_to: missing: done = "move" needs a folder to move to',
      'config.toml:18:8: mailbox[0].port: expected a whole number from 1 to 65535, got 70000',
      'config.toml:19:7: mailbox[0].tls: expected "implicit", "starttls" or "none", got "ssl"',
      'config.toml:24:17: courier.give_up_after: expected a duration from "1m" to "30d" (units s, m, h, d), got "2 weeks"',
    ]);
  });

  it('that is not TOML has the one fault of its syntax, without the text around it', () => {
    expect(faultsOf('state = "data"\n[[mailbox]]\npassword = "hunter2" x\nport = "no"')).to.deep.equal([
      'config.toml:3:22: not TOML: each key-value declaration must be followed by an end-of-line',
    ]);
  });

  it('with a key twice says so', () => {
    expect(faultsOf('state = "a"\nstate = "b"')).to.deep.equal([
      'config.toml:2:1: not TOML: trying to redefine an already defined table or value: a key stands once in a table, a [table] once in the file; several of a kind take double brackets, such as [[queue]]',
    ]);
  });

  it('that is not TOML is told what is mostly meant', () => {
    expect(faultsOf('state = yes')[0]).to.include('text stands in quotes; yes and no are written true and false');
    expect(faultsOf('state = "\\d"')[0]).to.include("in single quotes it does not: '/inv\\d+/'");
  });

  it('without anything in it lacks a queue and a way out for letters', () => {
    expect(faultsOf('')).to.deep.equal([
      'config.toml:1:1: queue: missing: at least one [[queue]] with a name and an address',
      'config.toml:1:1: courier.host: missing: kind = "smtp" needs a server; kind = "keep" writes letters to a folder instead',
    ]);
  });

  it('is told where a key under the wrong table belongs', () => {
    expect(faultsOf(`${SOUND}state = "x"\nsmtp = "localhost:25"\nwhatever = 1`)).to.deep.equal([
      'config.toml:13:1: courier.state: unknown key: state belongs at the top, above the first [table]',
      'config.toml:14:1: courier.smtp: unknown key, did you mean the smtp of [door]?',
      'config.toml:15:1: courier.whatever: unknown key: known are kind, folder, host, port, tls, user, password_file, password_credential, password_env, password, connections, give_up_after, dkim',
    ]);
  });

  it('keeps single and double brackets apart', () => {
    expect(faultsOf(`[[desk]]\nname = "x"\n[mailbox]\nname = "in"${SOUND}`)).to.deep.equal([
      'config.toml:1:1: desk: expected a table, got an array',
      'config.toml:3:1: mailbox: expected a table in double brackets, [[…]], got a table',
    ]);
    expect(faultsOf(`${SOUND}[[rules]]\nname = "x"\n[rules.then]\nhold = true`)).to.deep.equal([
      'config.toml:13:1: rules: expected a table, got an array, did you mean [[rule]]?',
    ]);
  });

  it('is told which word a list has twice', () => {
    expect(faultsOf(`${SOUND}[dictionary]\ncategories = ["a", "b", "a"]\nkinds = []`)).to.deep.equal([
      'config.toml:14:14: dictionary.categories: "a" stands there twice',
      'config.toml:15:9: dictionary.kinds: expected at least one word, and none twice, got an array',
    ]);
  });

  it('is told which of a few words may be meant', () => {
    expect(faultsOf(`${SOUND}[rules]\nmode = "frist"\nzone = "Europe/Amsterdm"`)).to.deep.equal([
      'config.toml:14:8: rules.mode: expected "all" or "first", got "frist", did you mean "first"?',
      'config.toml:15:8: rules.zone: expected a time zone such as "Europe/Amsterdam", got "Europe/Amsterdm", did you mean "Europe/Amsterdam"?',
    ]);
    expect(
      faultsOf(`${SOUND}[[view]]\nname = "v"\ncolumns = ["numbr"]\nowner = "bbo"\ncategory = ["questoin"]`),
    ).to.deep.equal([
      'config.toml:15:12: view[0].columns[0]: "numbr" is not known, did you mean "number"?',
      'config.toml:16:9: view[0].owner: there is no [[operator]] called "bbo", did you mean "bob"?',
      'config.toml:17:13: view[0].category[0]: "questoin" is not among dictionary.categories, did you mean "question"?',
    ]);
  });

  it('finds nothing known in the names that every object has', () => {
    const odd = ['constructor = 1', 'toString = 2', '__proto__ = 3', 'hasOwnProperty = 4'].join('\n');
    expect(faultsOf(`${odd}${SOUND}`).map(line => line.split(':')[4])).to.deep.equal(Array(4).fill(' unknown key'));
  });

  const values: readonly (readonly [string, string, string])[] = [
    ['state = "~/desk"', 'state', 'expected a path; ~ is not expanded, got "~/desk"'],
    ['state = 1979-05-27', 'state', 'expected a path; ~ is not expanded, got a date'],
    [
      'limits.mail_size = "1 kB"',
      'limits.mail_size',
      'expected a size from "64 kB" to "500 MB" (units kB, MB, GB or KiB, MiB, GiB), got "1 kB"',
    ],
    [
      'limits.disk_free = "much"',
      'limits.disk_free',
      'expected a size from "0 MB" to "1000 GB" or "off" (units kB, MB, GB or KiB, MiB, GiB), got "much"',
    ],
    [
      'limits.parse_time = "off"',
      'limits.parse_time',
      'expected a duration from "1s" to "10m" (units s, m, h, d), got "off"',
    ],
    [
      'policy.close_waiting_after = "5s"',
      'policy.close_waiting_after',
      'expected a duration from "1h" to "3650d" or "off" (units s, m, h, d), got "5s"',
    ],
    ['policy.confirm = "yes"', 'policy.confirm', 'expected true or false, got "yes"'],
    ['log.format = "xml"', 'log.format', 'expected "text" or "json", got "xml"'],
    ['store.synchronous = "off"', 'store.synchronous', 'expected "full" or "normal", got "off"'],
    ['store.url = "mysql://u:hunter2@h"', 'store.url', 'expected a URL that begins with postgres://, got a string'],
    [
      'door.smtp = "2525"',
      'door.smtp',
      'expected "host:port", "[ipv6]:port" or the absolute path of a unix socket, got "2525"',
    ],
    [
      'door.lmtp = "localhost:70000"',
      'door.lmtp',
      'expected "host:port", "[ipv6]:port" or the absolute path of a unix socket, got "localhost:70000"',
    ],
    ['desk.name = "a\\r\\nBcc: x@y"', 'desk.name', 'expected one line of 1 to 200 characters, got "a\\r\\nBcc: x@y"'],
    ['desk.name = "\\u009b\\u202e"', 'desk.name', 'expected one line of 1 to 200 characters, got "\\u{9b}\\u{202e}"'],
    ['desk.language = "../x"', 'desk.language', 'expected a language tag such as "en" or "pt-BR", got "../x"'],
    ['desk.message_id_host = "-x.org"', 'desk.message_id_host', 'expected a domain, got "-x.org"'],
  ];
  for (const [line, path, message] of values) {
    it(`tells what ${path} may be for ${line}`, () => {
      expect(faultsOf(`${line}${SOUND}`)).to.deep.equal([
        `config.toml:1:${line.indexOf('=') + 3}: ${path}: ${message}`,
      ]);
    });
  }

  it('tells a number that no number can hold', () => {
    expect(faultsOf(`${SOUND}${MAILBOX}port = 99999999999999999999`)).to.deep.equal([
      'config.toml:19:8: mailbox[0].port: expected a whole number from 1 to 65535, got a number',
    ]);
  });
});
