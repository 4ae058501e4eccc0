import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import { runInspection } from './run-inspection.ts';
import { RUN_JOB, startInspection } from './verbs/start-inspection.ts';

const DAILY_JOB = 'inspect.daily';
const runShape = z.object({ org: idShape('org'), run: idShape('run') });

/** Declares what this room does later: one inspection, and the daily round. Call before `jobs.start()`. */
export function defineJobs(house: House): void {
  house.jobs.define(
    RUN_JOB,
    async (data) => {
      const { org, run } = runShape.parse(data);
      await runInspection(machineScope(house, org), run);
    },
    { retries: 3, concurrency: 1 },
  );
  house.jobs.define(DAILY_JOB, async () => {
    for (const { id: org } of await listOrganisations(house.state)) {
      const scope = machineScope(house, org);
      const shops = await house.state.inOrg(org, (db) => listShops(db));
      for (const shop of shops) await startInspection(scope, { shop: shop.id });
    }
  });
}

/** Sets the schedule: every night. Call after `jobs.start()`. */
export async function scheduleJobs(house: House): Promise<void> {
  await house.jobs.schedule(DAILY_JOB, '23 2 * * *');
}

function machineScope(house: House, org: OrgId): Scope {
  return { house, org, actor: { kind: 'system', id: 'inspect', role: 'system' } };
}
