import { DAY, HOUR, MINUTE, type Span } from '#kernel/time.ts';
import { type Campaign, findAttacks, joinAttacks, judgeSignIns, type SignInMinute } from '../checks/judge-sign-ins.ts';
import { tellOnce } from '../checks/tell-once.ts';
import { type Area, type Finding, type Selection, select } from '../finding.ts';
import { whereInArea, whereSelected } from '../select-rows.ts';
import { summarise } from '../summarise.ts';
import { logged, type SignInSource, told } from './sign-in-sources.ts';
import { readSlowCampaigns } from './slow-stuffing.ts';
import { readTriedAccounts } from './tried-accounts.ts';
import { readUnknownNames, readUnknownShare } from './unknown-names.ts';

/**
 * Credential stuffing: somebody tries passwords on many accounts, from one address or many, or on one account from many places, and some of
 * them work. The accounts taken over, and what was then read with them, belong to the finding. What log and events both tell is told once.
 */
export async function findStuffing(area: Area): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const source of [logged, told]) {
    const addresses: string[] = [];
    for (const campaign of await campaignsBy(area, source)) {
      if (campaign.pairs.some((pair) => seen.has(addressOf(pair)))) continue;
      const finding = await describe(area, campaign, source);
      if (finding === null) continue;
      findings.push(finding);
      addresses.push(...campaign.pairs.map(addressOf));
    }
    for (const address of addresses) seen.add(address);
  }
  return findings;
}

const addressOf = (pair: string): string => pair.slice(0, pair.indexOf('\n'));

/** Quick ones, slow ones, and those on one account, each visitor in one of them. */
async function campaignsBy(area: Area, source: SignInSource): Promise<Campaign[]> {
  const quick = (await isSuspected(area, source)) ? await readCampaigns(area, HOUR, source) : [];
  const slow = source === logged ? await readSlowCampaigns(area) : await readUnknownNames(area);
  return tellOnce(quick, [...slow, ...(await readTriedAccounts(area, source))]);
}

/** A window of ten minutes that holds something new lies within this. */
const NEAR = 11 * MINUTE;

/**
 * Whether the minutes around what is new could hold a campaign, counted as if nobody had succeeded: then, and only then, the hour is
 * looked at. A long span is looked at as a whole.
 */
async function isSuspected(area: Area, source: SignInSource): Promise<boolean> {
  if (area.span.to.getTime() - area.span.from.getTime() > HOUR) return true;
  const failing = (await readMinutes(area, NEAR, source)).filter((row) => row.failed > 0).map((row) => ({ ...row, ok: 0 }));
  if (failing.reduce((sum, row) => sum + row.failed, 0) < 10) return false;
  if (judgeSignIns(failing, new Set(failing.map((row) => row.pair))).length === 0) return false;
  const bare = source === told ? NOBODY : await readBarePairs(area, NEAR, "auth = 'sign-in-failed'");
  return judgeSignIns(failing, bare).length > 0;
}

/** Whom events tell of may be a browser: what else he asked for they do not say. */
const NOBODY: ReadonlySet<string> = new Set();

/** A long span is looked at in pieces: what is held in memory does not grow with it. */
const PIECE = DAY;
/** A log of one day, which seldom is one to the minute, is looked at as a whole. */
const LONG = 36 * HOUR;

/** Campaigns of the area and `margin` ms around it. */
async function readCampaigns(area: Area, margin: number, source: SignInSource): Promise<Campaign[]> {
  const attacks: SignInMinute[][] = [];
  for (const span of await piecesOf(area, source)) {
    const piece = { ...area, span };
    const bare = source === told ? NOBODY : await readBarePairs(piece, margin, "auth != ''");
    attacks.push(...findAttacks(await readMinutes(piece, margin, source), bare));
  }
  return joinAttacks(attacks);
}

/** The span, or when it is long, its pieces in which somebody failed to sign in: a log may go over years. */
async function piecesOf(area: Area, source: SignInSource): Promise<Span[]> {
  if (area.span.to.getTime() - area.span.from.getTime() <= LONG) return [area.span];
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<{ piece: number }>(
    area.org,
    `select intDiv(toUnixTimestamp(at), ${PIECE / 1000}) as piece from ${source.rows} where ${where} and auth = 'sign-in-failed'
     group by piece order by piece`,
    params,
  );
  return rows.map(({ piece }) => ({ from: new Date(piece * PIECE), to: new Date((piece + 1) * PIECE) }));
}

/** What holds more visitors than this shows its campaign in so many of them. */
const MOST = 500_000;

/** Sign-ins a minute, an address and an agent, of the area and `margin` ms around it. */
async function readMinutes(area: Area, margin: number, source: SignInSource): Promise<SignInMinute[]> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<Omit<SignInMinute, 'pair'>>(
    area.org,
    `select toUnixTimestamp(toStartOfMinute(at)) * 1000 as minute, address, agent, countIf(auth = 'sign-in-failed') as failed,
       countIf(auth = 'sign-in-ok') as ok, groupUniqArrayIf(500)(tried, tried != '') as tried
     from ${source.rows} where ${where} group by minute, address, agent order by minute limit ${MOST}`,
    params,
  );
  return rows.map((row) => ({ ...row, minute: Number(row.minute), pair: `${row.address}\n${row.agent}` }));
}

/** Who, at addresses with such sign-ins, asks for hardly anything else. */
async function readBarePairs(area: Area, margin: number, signIns: string): Promise<Set<string>> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ address: string; agent: string }>(
    area.org,
    `select any(address) as address, any(agent) as agent from @requests
     where ${where} and address in (select address from @requests where ${where} and ${signIns})
     group by cityHash64(address), cityHash64(agent)
     having countIf(auth != '') > 0 and countIf(route_kind = 'asset') = 0
       and countIf(route_kind not in ('asset', 'sign-in') and empty(categories) and status < 400) <= 4`,
    params,
  );
  return new Set(rows.map((row) => `${row.address}\n${row.agent}`));
}

async function describe(area: Area, campaign: Campaign, source: SignInSource): Promise<Finding | null> {
  const span = { from: new Date(campaign.from).toISOString(), to: new Date(campaign.to).toISOString() };
  const selection = select(source.what, span, {
    pairs: campaign.pairs,
    events: source.events,
    ...(campaign.tried === undefined ? {} : { tried: campaign.tried }),
  });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  const after = await readAfterwards(area, selection, source);
  const unknown = await readUnknownShare(area, campaign);
  return {
    rule: 'stuffing',
    subject: campaign.scope,
    level: after.reads > 0 ? 'critical' : after.successes > 0 ? 'high' : 'medium',
    succeeded: after.successes > 0 ? 'yes' : 'no',
    attack: 'T1110.004',
    ...summary,
    selection: { ...selection, from: summary.firstSeen, to: summary.lastSeen },
    reads: after.selection,
    touched: after.touched,
    categories: after.categories,
    facts: {
      how: campaign.how,
      scope: campaign.scope,
      failed: campaign.failed,
      accounts: campaign.accounts ?? 'unknown',
      addresses: campaign.addresses,
      takenOver: after.successes,
      unknownUsers: unknown === null ? 'unknown' : Math.round(unknown * 100),
      reads: after.reads,
    },
  };
}

/** What the same people did after their first success: sessions they got, records they read in the day that followed. */
async function readAfterwards(area: Area, selection: Selection, { table, won: isWon }: SignInSource) {
  const signIns = whereSelected(area.shop, selection);
  const [won] = await area.telemetry.query<{ successes: number; first: string; sessions: string[]; pairs: string[] }>(
    area.org,
    `select countIf(${isWon}) as successes, minIf(at, ${isWon}) as first, groupUniqArrayIf(10000)(concat(address, '\\n', agent), ${isWon}) as pairs,
       groupUniqArrayIf(10000)(session, session != '' and ${isWon}) as sessions from ${table} where ${signIns.where}`,
    signIns.params,
  );
  if (won === undefined || won.successes === 0) return { successes: 0, reads: 0, selection: null, touched: [], categories: [] };
  const to = new Date(new Date(selection.to).getTime() + DAY).toISOString();
  // Of one account's places only those that got in: others may be people of their own.
  const pairs = selection.tried === undefined ? selection.pairs : won.pairs;
  const read = select('personal-reads', { from: won.first, to }, { pairs, sessions: won.sessions });
  const reads = await summarise(area.telemetry, area.org, area.shop, read);
  return {
    successes: won.successes,
    selection: reads === null ? null : read,
    reads: reads?.count ?? 0,
    touched: reads?.touched ?? [],
    categories: reads?.categories ?? [],
  };
}
