import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { type Entered, judgeEntered, type LaterRead, shareReads, type ToldSignIn, type Won } from '../checks/judge-entered.ts';
import type { Finding } from '../finding.ts';
import { logged, told } from '../rules/sign-in-sources.ts';
import { whereSelected } from '../select-rows.ts';
import type { EnteredCount } from './affected.ts';

/** An account that was taken over, and the records that were read with it afterwards. */
export interface EnteredAccount extends Omit<Entered, 'wins'> {
  readonly reads: readonly LaterRead[];
}

/** More successful sign-ins, or reads after them, than this of one campaign are not looked at. */
const MOST = 200_000;

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
}

/** The accounts into which a campaign of tried passwords got, first entered first; of other findings none. Only reads. */
export async function readEntered(
  place: Place,
  finding: Pick<Finding, 'rule' | 'selection' | 'reads'>,
): Promise<readonly EnteredAccount[]> {
  if (finding.rule !== 'stuffing') return [];
  const { where, params } = whereSelected(place.shop, finding.selection);
  const ask = <Row>(sql: string, more: Parameters<Telemetry['query']>[2] = {}) =>
    place.telemetry.query<Row>(place.org, sql, { ...params, ...more });
  const { table, won: isWon, tried } = finding.selection.what === 'events' ? told : logged;
  const won = await ask<Won>(
    `select toUnixTimestamp64Milli(at) as at, address, agent, account, ${tried} as tried, session from ${table}
     where ${where} and ${isWon} order by at limit ${MOST}`,
  );
  if (won.length === 0) return [];
  const failing = await ask<{ pair: string }>(
    `select distinct concat(address, '\\n', agent) as pair from ${table} where ${where} and not ${isWon}
       and address in {winners:Array(String)}`,
    { winners: [...new Set(won.map((one) => one.address))] },
  );
  const facts = { won: won.map((one) => ({ ...one, at: Number(one.at) })), failing: new Set(failing.map((row) => row.pair)) };
  const entered = judgeEntered({ ...facts, told: await readTold(place, facts.won), accountsOf: await readSessions(place, facts.won) });
  const shares = shareReads(entered, await readLater(place, finding.reads));
  return entered.map(({ wins: _, ...one }, nth) => ({ ...one, reads: [...(shares[nth]?.values() ?? [])] }));
}

function spanOf(won: readonly Won[], margin: number) {
  const times = won.map((one) => one.at);
  return {
    from: new Date(times.reduce((a, b) => Math.min(a, b)) - margin),
    to: new Date(times.reduce((a, b) => Math.max(a, b)) + margin),
  };
}

async function readTold(place: Place, won: readonly Won[]): Promise<ToldSignIn[]> {
  const rows = await place.telemetry.query<ToldSignIn>(
    place.org,
    `select toUnixTimestamp64Milli(at) as at, address, account, session, JSONExtractString(attributes, 'shop.sign_in.name') as tried
     from @application_events where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
       and name = 'shop.customer.signed_in' and outcome != 'failure' and address in {addresses:Array(String)} limit ${MOST}`,
    { shop: place.shop, ...spanOf(won, MINUTE), addresses: [...new Set(won.map((one) => one.address))] },
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}

/** Which accounts the log names in the sessions that the sign-ins gave, within a day. */
async function readSessions(place: Place, won: readonly Won[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const sessions = [...new Set(won.flatMap((one) => (one.account === '' && one.session !== '' ? [one.session] : [])))];
  if (sessions.length === 0) return new Map();
  const rows = await place.telemetry.query<{ session: string; accounts: string[] }>(
    place.org,
    `select session, groupUniqArray(3)(account) as accounts from @requests where shop_id = {shop:String} and at >= {from:DateTime64(3)}
       and at <= {to:DateTime64(3)} and account != '' and session in {sessions:Array(String)} group by session`,
    { shop: place.shop, sessions, ...spanOf(won, 24 * 60 * MINUTE) },
  );
  return new Map(rows.map((row) => [row.session, row.accounts]));
}

async function readLater(place: Place, reads: Finding['reads']): Promise<LaterRead[]> {
  if (reads === null) return [];
  const { where, params } = whereSelected(place.shop, reads);
  const rows = await place.telemetry.query<LaterRead>(
    place.org,
    `select toUnixTimestamp64Milli(at) as at, address, agent, session, account, object_kind as kind, object_ref as ref
     from @reads where ${where} order by at limit ${MOST}`,
    params,
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}

/** How many accounts these are, those of several campaigns once. Pure. */
export function countEntered(accounts: readonly EnteredAccount[]): EnteredCount {
  const sure = new Map<string, boolean>();
  accounts.forEach(({ account, tried, sure: how }, nth) => {
    const key = account ?? tried ?? `unnamed ${nth}`;
    sure.set(key, sure.get(key) === true || how === 'certain');
  });
  return { certain: [...sure.values()].filter(Boolean).length, all: sure.size };
}
