import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { listOrganisations } from '#registry/index.ts';
import { judgeGivenBill, refreshAndJudge } from './bills/judge-bills.ts';
import { shopsWithStrangers } from './inventory/shops-with-strangers.ts';
import { closeNights, planShops, takeTurn } from './night/run-night.ts';
import { runInspection } from './run-inspection.ts';
import { JUDGE_BILL_JOB } from './verbs/keep-bill.ts';
import { NIGHT_JOB } from './verbs/plan-night.ts';
import { RUN_JOB, startInspection } from './verbs/start-inspection.ts';
import { tidySources } from './verbs/tidy-sources.ts';

const DAILY_JOB = 'inspect.daily';
const PLAN_JOB = 'inspect.plan';
const ADVISORIES_JOB = 'inspect.advisories';
const VISITORS_JOB = 'inspect.visitors';
const turnShape = z.object({ org: idShape('org'), shop: idShape('shop'), night: z.iso.date() });
const billShape = z.object({ org: idShape('org'), sbom: idShape('sbom') });
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
  const scopes = async () => (await listOrganisations(house.state)).map(({ id }) => machineScope(house, id));
  house.jobs.define(PLAN_JOB, async () => planShops(house, await scopes()));
  house.jobs.define(
    NIGHT_JOB,
    async (data) => {
      const { org, ...turn } = turnShape.parse(data);
      await takeTurn(machineScope(house, org), turn);
    },
    { retries: 3, concurrency: 1 },
  );
  house.jobs.define(DAILY_JOB, async () => {
    const all = await scopes();
    await closeNights(house, all);
    for (const scope of all) {
      const { artifacts } = await tidySources(scope, {});
      for (const ref of artifacts) await house.artifacts.remove(scope.org, ref);
    }
  });
  house.jobs.define(
    JUDGE_BILL_JOB,
    async (data) => {
      const { org, sbom } = billShape.parse(data);
      await judgeGivenBill(machineScope(house, org), sbom);
    },
    { retries: 3, concurrency: 1 },
  );
  house.jobs.define(ADVISORIES_JOB, async () => refreshAndJudge(house, await scopes()), { retries: 3, concurrency: 1 });
  house.jobs.define(VISITORS_JOB, async () => {
    for (const { id: org } of await listOrganisations(house.state)) {
      const scope = machineScope(house, org);
      for (const shop of await shopsWithStrangers(scope)) await startInspection(scope, { shop });
    }
  });
}

/** Sets the schedule: every night, one shop after the other, and every hour where browsers of visitors met a host that nobody knows. Call after `jobs.start()`. */
export async function scheduleJobs(house: House): Promise<void> {
  // Also in the middle of a night: one that began while nobody ran is made up for, and new shops have their turn.
  await house.jobs.schedule(PLAN_JOB, '5 1-4 * * *');
  await house.jobs.schedule(DAILY_JOB, '35 5 * * *');
  await house.jobs.schedule(ADVISORIES_JOB, '17 4 * * *');
  await house.jobs.schedule(VISITORS_JOB, '41 * * * *');
}

function machineScope(house: House, org: OrgId): Scope {
  return { house, org, actor: { kind: 'system', id: 'inspect', role: 'system' } };
}
