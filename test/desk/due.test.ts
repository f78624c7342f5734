import { expect } from 'chai';
import { isOverdue } from '../../src/desk/due.ts';
import { STATUSES } from '../../src/desk/ticket.ts';
import { MONDAY } from '../scene.ts';

describe('A ticket', () => {
  it('is overdue when it should be done and is not, also while it waits', () => {
    const overdue = STATUSES.filter(status => isOverdue({ status, due: MONDAY - 1 }, MONDAY));
    expect(overdue).to.deep.equal(['new', 'open', 'waiting']);
  });

  it('is not overdue at the moment it is due, nor when nobody said when', () => {
    expect(isOverdue({ status: 'open', due: MONDAY }, MONDAY)).to.equal(false);
    expect(isOverdue({ status: 'open', due: null }, MONDAY)).to.equal(false);
  });
});
