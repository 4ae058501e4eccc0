import { DAY } from '#kernel/time.ts';
import { judgeAdminDevices, type NewDevice, type StaffSignIn } from '../checks/judge-admin-device.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const MEMORY = 90 * DAY;
const SIGNED_IN = 'shop.admin.signed_in';
const EXPORTED = 'shop.export.made';

/**
 * Staff who sign in from a network and with a program that are both new for them: a hint by itself, and more when they export within the
 * day. By what the shop tells of its back office.
 */
export async function findNewAdminDevices(area: Area): Promise<Finding[]> {
  const fresh = await readSignIns(area, area.span.from);
  if (fresh.length === 0) return [];
  const all = await readSignIns(area, new Date(area.span.from.getTime() - MEMORY));
  const findings: Finding[] = [];
  for (const device of judgeAdminDevices(all, area.span.from.getTime())) {
    const finding = await describe(area, device);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

async function readSignIns(area: Area, from: Date): Promise<StaffSignIn[]> {
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  const rows = await area.telemetry.query<StaffSignIn>(
    area.org,
    `select toUnixTimestamp64Milli(at) as at, account, address, agent from @application_events
     where ${where} and name = '${SIGNED_IN}' and outcome != 'failure' and account != '' order by at limit 50000`,
    params,
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}

async function describe(area: Area, device: NewDevice): Promise<Finding | null> {
  // The whole day, so that an export which follows belongs to the same finding.
  const span = { from: new Date(device.at).toISOString(), to: new Date(device.at + DAY).toISOString() };
  const pairs = [`${device.address}\n${device.agent}`];
  const selection = select('events', span, { events: [SIGNED_IN, EXPORTED], pairs });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  const exports = await summarise(
    area.telemetry,
    area.org,
    area.shop,
    select('events', span, { events: [EXPORTED], accounts: [device.account] }),
  );
  return {
    rule: 'new-admin-device',
    subject: exports === null ? 'signed-in' : 'exported',
    level: exports === null ? 'low' : 'high',
    succeeded: exports === null ? 'unknown' : 'yes',
    attack: 'T1078',
    selection,
    reads: null,
    ...summary,
    actor: { ...summary.actor, account: device.account },
    facts: { known: device.known, exported: exports === null ? 'no' : 'yes' },
  };
}
