import { expect } from 'chai';
import { openDesk } from '../../src/open-desk.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { configOf } from '../stories/robbed-desk.ts';

const DAY = 86_400_000;
const ROLES = `
[[operator]]
login = "carl"
name = "Carl"
address = "carl@staff.example"
role = "operator"
[[operator]]
login = "lena"
name = "Lena"
address = "lena@staff.example"
role = "lead"
`;

describeOnEveryDatabase('absence', open => {
  it('lasts from its first day until its last, and the deputy hears meanwhile', async () => {
    let now = MONDAY;
    const desk = await openDesk(configOf(ROLES), { database: await open(), clock: () => now });
    const mail = (n: number) => ({
      route: 'inject' as const,
      bytes: Buffer.from(
        `From: ann@example.org\r\nTo: support@desk.example\r\nMessage-ID: <m${n}@example.org>\r\n${n > 1 ? 'In-Reply-To: <m1@example.org>\r\n' : ''}Subject: printer\r\n\r\nwords ${n}\r\n`,
      ),
      envelope: { to: [] },
    });
    const heard = async () => {
      const row = (await desk.letters({ limit: 1 }))[0]!;
      return `${row.template} ${row.to}`;
    };
    await desk.receive(mail(1));
    await desk.operate({ do: 'take', ticket: 1 }, 'bob');
    expect(
      await desk.goAway('bob', { since: MONDAY + DAY, until: MONDAY + 3 * DAY, deputy: 'eve' }, 'bob'),
    ).to.deep.equal({
      login: 'bob',
      since: MONDAY + DAY,
      until: MONDAY + 3 * DAY,
      deputy: 'eve',
    });
    await desk.receive(mail(2));
    expect(await heard()).to.equal('new-message bob@staff.example');
    now = MONDAY + 2 * DAY;
    await desk.receive(mail(3));
    expect(await heard()).to.equal('new-message eve@staff.example');
    now = MONDAY + 3 * DAY;
    await desk.receive(mail(4));
    expect(await heard()).to.equal('new-message bob@staff.example');
    expect(await desk.absences()).to.deep.equal([]);
    await desk.close();
  });

  it('is said by oneself, of others by who leads, and ends with a word', async () => {
    const desk = await openDesk(configOf(ROLES), { database: await open(), clock: () => MONDAY });
    expect(await desk.goAway('eve', {}, 'carl')).to.deep.equal({
      refused: 'this needs the role lead, and carl has the role operator',
    });
    expect(await desk.goAway('carl', { deputy: 'nobody' }, 'carl'))
      .to.have.property('refused')
      .that.includes('carl');
    expect(await desk.goAway('carl', { deputy: 'carl' }, 'carl')).to.have.property('refused');
    expect(await desk.goAway('carl', { until: MONDAY - DAY }, 'carl')).to.have.property('refused');
    expect(await desk.goAway('carl', { deputy: 'eve' }, 'lena')).to.not.have.property('refused');
    expect(await desk.goAway('carl', {}, 'carl')).to.deep.include({ deputy: null });
    expect((await desk.absences()).map(({ login }) => login)).to.deep.equal(['carl']);
    expect(await desk.comeBack('carl', 'carl')).to.equal(true);
    expect(await desk.comeBack('carl', 'carl')).to.have.property('refused');
    const broken = (await desk.verify({ deep: false })).flatMap(check => check.broken);
    expect(broken).to.deep.equal([]);
    await desk.close();
  });
});
