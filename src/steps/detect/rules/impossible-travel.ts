import { DAY, MINUTE } from '#kernel/time.ts';
import { judgeTravel, type LocatedSignIn, type Travel } from '../checks/judge-travel.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const MEMORY = 28 * DAY;
const SIGNED_IN = 'shop.admin.signed_in';
const EXPORTED = 'shop.export.made';

interface Row {
  readonly at: number;
  readonly account: string;
  readonly address: string;
  readonly agent: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly country: string;
}

/**
 * Staff who sign in from two places between which nobody can have travelled: somebody else has the password. Where an address is, the
 * shop's event says itself, or the house's database of places; without either nobody knows, and nothing rings.
 */
export async function findImpossibleTravel(area: Area): Promise<Finding[]> {
  const fresh = await readSignIns(area, area.span.from);
  if (!fresh.some((one) => one.place !== null)) return [];
  const all = await readSignIns(area, new Date(area.span.from.getTime() - MEMORY));
  const findings: Finding[] = [];
  for (const travel of judgeTravel(all, area.span.from.getTime())) {
    const finding = await describe(area, travel);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

async function readSignIns(area: Area, from: Date): Promise<LocatedSignIn[]> {
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  const geo = (name: string): string =>
    `JSONExtract(attributes, if(JSONHas(attributes, 'client.geo.${name}'), 'client.geo.${name}', 'geo.${name}'), 'Nullable(Float64)')`;
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select toUnixTimestamp64Milli(at) as at, account, address, agent, ${geo('location.lat')} as latitude, ${geo('location.lon')} as longitude,
       concat(JSONExtractString(attributes, 'client.geo.country.iso_code'), JSONExtractString(attributes, 'geo.country.iso_code')) as country
     from @application_events where ${where} and name = '${SIGNED_IN}' and outcome != 'failure' and account != '' order by at limit 50000`,
    params,
  );
  return rows.map((row) => ({
    at: Number(row.at),
    account: row.account,
    address: row.address,
    agent: row.agent,
    place: placeOf(area, row),
  }));
}

function placeOf(area: Area, { latitude, longitude, country, address }: Row): LocatedSignIn['place'] {
  const isTold = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (isTold) return { latitude, longitude, country: country.slice(0, 2), radiusKm: null };
  return area.knowledge.locate(address);
}

async function describe(area: Area, { account, from, to, km }: Travel): Promise<Finding | null> {
  // The whole day, so that an export which follows belongs to the same finding.
  const span = { from: new Date(from.at).toISOString(), to: new Date(to.at + DAY).toISOString() };
  const pairs = [from, to].map((one) => `${one.address}\n${one.agent}`);
  const look = (events: readonly string[]) =>
    summarise(area.telemetry, area.org, area.shop, select('events', span, { events, accounts: [account] }));
  const summary = await look([SIGNED_IN, EXPORTED]);
  if (summary === null) return null;
  const exports = await look([EXPORTED]);
  return {
    rule: 'impossible-travel',
    subject: exports === null ? 'signed-in' : 'exported',
    level: exports === null ? 'medium' : 'critical',
    succeeded: exports === null ? 'unknown' : 'yes',
    attack: 'T1078',
    selection: select('events', span, { events: [SIGNED_IN, EXPORTED], pairs, accounts: [account] }),
    reads: null,
    ...summary,
    actor: { address: to.address, agent: to.agent, addresses: 2, account },
    facts: {
      km,
      minutes: Math.max(1, Math.round((to.at - from.at) / MINUTE)),
      from: from.place?.country || 'unknown',
      to: to.place?.country || 'unknown',
      exported: exports === null ? 'no' : 'yes',
    },
  };
}
