import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { createTransport } from 'nodemailer';
import { DESK, type TemporaryDesk, temporaryDesk } from './desk.ts';

describe('The sandbox', function () {
  this.timeout(30_000);
  let here: TemporaryDesk;
  let child: ChildProcess | undefined;
  let said = '';
  before(() => {
    here = temporaryDesk('');
  });
  after(() => {
    child?.kill('SIGKILL');
    here.remove();
  });

  const start = () => {
    said = '';
    const env = { ...process.env, DESK_OPERATOR: 'bob', NO_COLOR: '1' };
    child = spawn(process.execPath, [DESK, 'sandbox', '--dir', 'sand'], { cwd: here.folder, env, stdio: 'pipe' });
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', data => (said += data));
  };
  const says = async (what: RegExp): Promise<RegExpExecArray> => {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const found = what.exec(said);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`the sandbox never said ${what}:\n${said}`);
      await new Promise(later => setTimeout(later, 20));
    }
  };
  const stop = (): Promise<number | null> =>
    new Promise(done => {
      child!.once('close', code => done(code));
      child!.kill('SIGINT');
    });
  const desk = (...args: string[]) => here.desk('-c', 'sand/config.toml', ...args);

  it('starts with its demo mails, tells how to mail it, and answers leave it as files that are shown', async () => {
    start();
    const [, port] = await says(/the door is 127\.0\.0\.1:(\d+)/);
    await says(/sent letter=4/);
    expect(
      JSON.parse((await desk('mails', '--json')).out)
        .map((mail: { end: string }) => mail.end)
        .sort(),
    ).to.deep.equal(['handled', 'handled', 'ignored']);
    const transport = createTransport({ host: '127.0.0.1', port: Number(port), ignoreTLS: true });
    await transport.sendMail({
      from: 'ann@example.org',
      to: 'support@desk.example',
      subject: 'It beeps',
      text: 'Help',
    });
    expect((await desk('show', '3')).out).to.include('It beeps');
    expect((await desk('reply', '3', '-m', 'Press the red button.')).code).to.equal(0);
    await says(/Press the red button\./);
    expect(await stop()).to.equal(0);
  });

  it('goes on where it was: no second set of demo mails, and the same door while that is free', async () => {
    const [, before] = /the door is (\S+)\)/.exec(said)!;
    start();
    expect((await says(/the door is (\S+)\)/))[1]).to.equal(before);
    await says(/ started /);
    expect(JSON.parse((await desk('mails', '--json')).out)).to.have.length(4);
    expect(await stop()).to.equal(0);
  });

  it('takes the next door when somebody else has its own', async () => {
    const port = Number(/the door is 127\.0\.0\.1:(\d+)/.exec(said)![1]);
    const other = await listening(port);
    start();
    expect(Number((await says(/the door is 127\.0\.0\.1:(\d+)/))[1])).to.be.greaterThan(port);
    expect(await stop()).to.equal(0);
    other.close();
  });
});

function listening(port: number): Promise<Server> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(port, '127.0.0.1', () => done(server));
  });
}
