import {
  doorsDiffer,
  mailboxesDiffer,
  mailboxesHavePasswords,
  mailboxQueuesExist,
  movesSomewhere,
  smtpHasAHost,
  smtpLogsInWhole,
} from './check-accounts.ts';
import { addressesAreUnique, namesAreUnique, needsAQueue, operatorsAreNotQueues, tokensFit } from './check-desk.ts';
import { groupsAreWhole, queueGroupsExist, statusesDiffer, viewsAreWhole } from './check-words.ts';
import type { Check, Complaint, Draft, Given } from './complaint.ts';
import type { Settings } from './keys.ts';

/** What takes more than one key to judge. Every check runs, whatever the others found. */
export function crossCheck(draft: Draft<Settings>, given: Given): Complaint[] {
  return CHECKS.flatMap(check => check(draft, given));
}

const CHECKS: readonly Check[] = [
  needsAQueue,
  groupsAreWhole,
  queueGroupsExist,
  statusesDiffer,
  viewsAreWhole,
  namesAreUnique,
  addressesAreUnique,
  operatorsAreNotQueues,
  tokensFit,
  mailboxQueuesExist,
  mailboxesDiffer,
  mailboxesHavePasswords,
  movesSomewhere,
  smtpHasAHost,
  smtpLogsInWhole,
  doorsDiffer,
];
