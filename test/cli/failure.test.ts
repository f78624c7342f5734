import { expect } from 'chai';
import { explainFailure } from '../../src/cli/failure.ts';
import { ConfigFaults } from '../../src/config/fault.ts';
import { WrongDatabase } from '../../src/store/migrate.ts';

function failedQuery(cause: Error): Error {
  const error = new Error('Failed query: insert into messages\nparams: my hidden note', { cause });
  return Object.assign(error, { query: 'insert into messages', params: ['my hidden note'] });
}

function coded(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code });
}

describe('What a thrown error becomes at the terminal', () => {
  it('is trouble when the store is locked, wherever that stands in the chain', () => {
    const failure = explainFailure(failedQuery(coded('SQLITE_BUSY', 'database is locked')), false);
    expect(failure.exit).to.equal(75);
    expect(failure.lines.join('\n')).to.include('busy').and.include('database is locked');
  });

  it('never shows the words of a failed query, not even for debugging', () => {
    for (const debug of [false, true]) {
      const failure = explainFailure(failedQuery(coded('SQLITE_CONSTRAINT', 'NOT NULL constraint failed')), debug);
      expect(failure.exit).to.equal(70);
      expect(failure.lines.join('\n')).to.include('NOT NULL').and.not.include('hidden note');
    }
  });

  it('is trouble when program and database do not belong together, for a mail server has to keep the mail', () => {
    expect(explainFailure(new WrongDatabase('the database is newer'), false)).to.deep.equal({
      exit: 75,
      lines: ['desk: the database is newer'],
    });
  });

  it('is a bug otherwise, with a way to see more', () => {
    const failure = explainFailure(new TypeError('x is not a function'), false);
    expect(failure.exit).to.equal(70);
    expect(failure.lines.join('\n')).to.include('x is not a function').and.include('DESK_DEBUG=1');
    expect(explainFailure(new TypeError('x'), true).lines.join('\n')).to.include('at ');
  });

  it('shows every fault of a configuration with its place', () => {
    const fault = { file: 'config.toml', line: 3, column: 5, path: 'queue[0].address', message: 'is no address' };
    const failure = explainFailure(new ConfigFaults([fault, { ...fault, line: 9 }]), false);
    expect(failure.exit).to.equal(78);
    expect(failure.lines).to.deep.equal([
      'config.toml:3:5: queue[0].address: is no address',
      'config.toml:9:5: queue[0].address: is no address',
    ]);
  });

  it('steers no terminal with what is thrown', () => {
    expect(explainFailure(new Error('\u001b[2J\u009b'), true).lines.join('\n')).to.not.match(/[\u001b\u009b]/);
  });
});
