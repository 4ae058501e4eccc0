import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { listOrganisations } from '#registry/index.ts';
import { listCasesToShred } from './readers.ts';
import { listCasesToEnd } from './register/read-register.ts';
import { chainRegister } from './verbs/chain-register.ts';
import { endRegister } from './verbs/end-register.ts';
import { shredCase } from './verbs/shred-case.ts';

const SHRED_JOB = 'decide.shred';

/** Declares the daily round that destroys what cases hold of people once their term is over, and what the register says of them once its own is. Call before `jobs.start()`. */
export function defineJobs(house: House): void {
  house.jobs.define(SHRED_JOB, () => shredDueCases(house));
}

/** Sets the schedule: every night. Links what the register held before it had a chain. Call after `jobs.start()`. */
export async function scheduleJobs(house: House): Promise<void> {
  for (const { id } of await listOrganisations(house.state)) await chainRegister(scopeOf(house, id), {});
  await house.jobs.schedule(SHRED_JOB, '41 3 * * *');
}

/** One round over every organisation. */
export async function shredDueCases(house: House): Promise<void> {
  const now = house.clock.now();
  for (const { id: org } of await listOrganisations(house.state)) {
    const due = await house.state.inOrg(org, (db) => listCasesToShred(db, now));
    for (const id of due) await shredCase(scopeOf(house, org), { case: id });
    const over = await house.state.inOrg(org, (db) => listCasesToEnd(db, now));
    for (const id of over) await endRegister(scopeOf(house, org), { case: id });
  }
}

function scopeOf(house: House, org: OrgId): Scope {
  return { house, org, actor: { kind: 'system', id: 'decide', role: 'system' } };
}
