import type { House } from '#engines/house.ts';
import { listOrganisations } from '#registry/index.ts';
import { listCasesToShred } from './readers.ts';
import { shredCase } from './verbs/shred-case.ts';

const SHRED_JOB = 'decide.shred';

/** Declares the daily round that destroys what cases hold of people once their term is over. Call before `jobs.start()`. */
export function defineJobs(house: House): void {
  house.jobs.define(SHRED_JOB, () => shredDueCases(house));
}

/** Sets the schedule: every night. Call after `jobs.start()`. */
export async function scheduleJobs(house: House): Promise<void> {
  await house.jobs.schedule(SHRED_JOB, '41 3 * * *');
}

/** One round over every organisation. */
export async function shredDueCases(house: House): Promise<void> {
  const now = house.clock.now();
  for (const { id: org } of await listOrganisations(house.state)) {
    const due = await house.state.inOrg(org, (db) => listCasesToShred(db, now));
    const scope = { house, org, actor: { kind: 'system', id: 'decide', role: 'system' } } as const;
    for (const id of due) await shredCase(scope, { case: id });
  }
}
