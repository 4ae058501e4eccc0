import { DAY } from '#kernel/time.ts';
import { type Chain, type ChainStep, judgeChains } from '../checks/judge-chain.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const CHANGES = ['shop.content.changed', 'shop.config.changed', 'shop.extension.installed'];
const EXPORTS = ['shop.export.made'];

/**
 * Admin chain: a back-office account that was made less than a day ago changes the shop and exports. It reads what the shop tells:
 * `shop.admin.created` names the new account as an object of the kind `account`, the acts name it as who did them.
 * Needs no history: that an account is new is told, not learned. Acts of whoever made it are not counted, nor is a log without events.
 */
export async function findAdminChains(area: Area): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { from, to } = area.span;
  for (const chain of judgeChains(await readSteps(area))) {
    const latest = Math.max(chain.created, chain.changed ?? 0, chain.exported ?? 0);
    if (latest < from.getTime() || chain.created > to.getTime()) continue;
    const finding = await describe(area, chain);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

async function readSteps(area: Area): Promise<ChainStep[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ ms: number; step: ChainStep['step']; who: string }>(
    area.org,
    `with ${where} as inside,
       (select groupUniqArray(10000)(object_ref) from @application_events
        where ${where} and name = 'shop.admin.created' and object_kind = 'account' and object_ref != '') as fresh
     select toUnixTimestamp64Milli(at) as ms, multiIf(name = 'shop.admin.created', 'created', name in {changes:Array(String)}, 'changed', 'exported') as step,
       if(name = 'shop.admin.created', object_ref, account) as who
     from @application_events
     where inside and outcome != 'failure' and has(fresh, who) and
       (name = 'shop.admin.created' and object_kind = 'account' or name in {changes:Array(String)} or name in {exports:Array(String)})
     order by ms limit 20000`,
    { ...params, changes: CHANGES, exports: EXPORTS },
  );
  return rows.map((row) => ({ at: Number(row.ms), step: row.step, account: row.who }));
}

async function describe(area: Area, chain: Chain): Promise<Finding | null> {
  const created = new Date(chain.created).toISOString();
  // The whole day, so that a chain that goes on selects the same rows and some more.
  const span = { from: created, to: new Date(chain.created + DAY).toISOString() };
  const selection = select('events', span, { events: [...CHANGES, ...EXPORTS], accounts: [chain.account] });
  const acts = await summarise(area.telemetry, area.org, area.shop, selection);
  if (acts === null) return null;
  const making = select('events', { from: created, to: created }, { events: ['shop.admin.created'], anybody: true });
  const made = await summarise(area.telemetry, area.org, area.shop, making);
  return {
    rule: 'admin-chain',
    subject: chain.exported === null ? 'changed' : 'exported',
    level: chain.level,
    succeeded: chain.exported === null ? 'unknown' : 'yes',
    attack: 'T1136',
    selection,
    reads: null,
    ...acts,
    actor: { ...acts.actor, account: chain.account },
    firstSeen: created,
    evidence: [...(made?.evidence ?? []), ...acts.evidence],
    facts: {
      minutes: Math.round((Math.max(chain.changed ?? 0, chain.exported ?? 0) - chain.created) / 60_000),
      changed: chain.changed === null ? 'no' : 'yes',
      exported: chain.exported === null ? 'no' : 'yes',
    },
  };
}
