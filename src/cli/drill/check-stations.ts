import { verifyLedger } from '#engines/ledger/verify-ledger.ts';
import type { CaughtMail } from '#engines/mail/types.ts';
import { messageOf } from '#kernel/errors.ts';
import { HOUR, SECOND } from '#kernel/time.ts';
import type { PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { factsStated, severityAssessed } from '#steps/decide/events.ts';
import type { Agreement } from './account.ts';
import { checkCode, checkPublicPage } from './check-public.ts';
import type { Evidence } from './evidence.ts';
import { PAGED } from './set-up-shop.ts';

type Check = (evidence: Evidence) => Promise<Omit<Agreement, 'station'>>;

const SIGNAL_WITHIN_MS = 5 * SECOND;
const PAGE_WITHIN_MS = 2 * SECOND;

/** Every station, compared with what the attacker and the practice shop know of the attack. */
const checks: Readonly<Record<string, Check>> = {
  telemetry: checkTelemetry,
  signal: checkSignal,
  'records touched': checkRecords,
  page: checkPage,
  case: checkCase,
  'people affected': checkPeople,
  decision: checkDecision,
  letters: checkLetters,
  'public page': checkPublicPage,
  'letter’s code': checkCode,
  register: async ({ way }) => ({ agrees: way.register !== null, text: way.register ? `entry ${way.register.number}` : 'no entry' }),
  ledger: async ({ running, rehearsal }) => {
    const entries = await verifyLedger(running.house.state, rehearsal.org);
    return { agrees: entries > 0, text: `${entries} entries, the chain is whole` };
  },
};

/** A check that cannot run differs: it is never taken for an agreement. */
export async function checkStations(evidence: Evidence): Promise<Agreement[]> {
  const agreements: Agreement[] = [];
  for (const [station, check] of Object.entries(checks)) {
    const result = await check(evidence).catch((error: unknown) => ({ agrees: false, text: `could not be checked: ${messageOf(error)}` }));
    agreements.push({ station, ...result });
  }
  return agreements;
}

async function checkTelemetry({ running, rehearsal, truth }: Evidence): Promise<Omit<Agreement, 'station'>> {
  const rows = await running.house.telemetry.query<{ n: number }>(
    rehearsal.org,
    'select count() as n from @requests where address in {addresses:Array(String)}',
    {
      addresses: [...truth.addresses],
    },
  );
  const stored = Number(rows[0]?.n ?? 0);
  return { agrees: stored === truth.requests, text: `${stored} of the attacker’s ${truth.requests} requests are stored` };
}

async function checkSignal({ way, truth }: Evidence): Promise<Omit<Agreement, 'station'>> {
  if (!way.signal) return { agrees: false, text: 'no signal' };
  const ms = way.signal.at.getTime() - truth.startedAt.getTime();
  return { agrees: ms <= SIGNAL_WITHIN_MS, text: `raised ${(ms / 1_000).toFixed(2)} s after the first malicious request (limit 5 s)` };
}

async function checkRecords({ running, rehearsal, way, truth }: Evidence): Promise<Omit<Agreement, 'station'>> {
  if (!way.incident) return { agrees: false, text: 'no incident' };
  const { house } = running;
  const found = new Set<string>();
  for await (const batch of house.ports.touchedRecords(rehearsal.org, way.incident.id)) {
    for (const record of batch)
      if (record.kind === 'order') found.add(house.secrets.openRef(rehearsal.org, 'order', record.ref, 'verify-drill'));
  }
  return compareSets(found, new Set(truth.read.orders), 'orders');
}

async function checkPage({ running, way }: Evidence): Promise<Omit<Agreement, 'station'>> {
  const mails = await running.house.mailer.caught({ to: PAGED, limit: 50 });
  if (!way.pageSentAt || !way.signal) return { agrees: false, text: 'no page' };
  const ms = way.pageSentAt.getTime() - way.signal.at.getTime();
  return {
    agrees: mails.length > 0 && ms <= PAGE_WITHIN_MS,
    text: `“${mails.at(-1)?.subject ?? 'not in the mailbox'}”, ${(ms / 1_000).toFixed(2)} s after the signal (limit 2 s)`,
  };
}

async function checkCase({ way }: Evidence): Promise<Omit<Agreement, 'station'>> {
  if (!way.case) return { agrees: false, text: 'no case' };
  const hours = (Date.parse(way.case.deadline) - Date.parse(way.case.awareAt)) / HOUR;
  return { agrees: hours === 72, text: `${hours} hours from ${way.case.awareAt}` };
}

async function checkPeople({ ledger, truth, way }: Evidence): Promise<Omit<Agreement, 'station'>> {
  const ofCase = (await ledger.all(severityAssessed)).filter((entry) => entry.payload.case === way.case?.id);
  const facts = await ledger.all(factsStated);
  const last = ofCase.at(-1)?.payload;
  if (!last) return { agrees: false, text: 'never assessed' };
  const { atLeast, atMost } = last.people;
  const expected = truth.read.customers.length;
  return {
    agrees: atLeast === expected && atMost === expected,
    text: `at least ${atLeast}, at most ${atMost ?? 'unknown'}; really ${expected}. Severity ${last.score ?? 'open'}, ${last.band}; ${facts.length} versions of the facts`,
  };
}

async function checkDecision({ way }: Evidence): Promise<Omit<Agreement, 'station'>> {
  const payload = way.decision?.payload as { register: string; authority: string; people: string; reasons: { rule: string }[] } | undefined;
  if (!payload) return { agrees: false, text: 'no decision' };
  const rules = payload.reasons.map((reason) => reason.rule).join(', ');
  return {
    agrees: payload.register === 'yes' && payload.authority === 'yes' && payload.people === 'yes',
    text: `register ${payload.register}, authority ${payload.authority}, people ${payload.people}; by ${rules}`,
  };
}

async function checkLetters({ running, practice, truth }: Evidence): Promise<Omit<Agreement, 'station'>> {
  const caught = (await running.house.mailer.caught({ limit: 20_000 })).filter((mail) => !mail.to.includes(PAGED));
  const expected = new Map(truth.read.customers.map((id) => [practice.world.customers.find((one) => one.id === id)?.email ?? id, id]));
  const addressed = caught.flatMap((mail) => mail.to);
  const sets = compareSets(new Set(addressed), new Set(expected.keys()), 'addresses');
  const doubled = addressed.length - new Set(addressed).size;
  const foreign = caught.filter((mail) => namesSomebodyElse(mail, practice)).length;
  return {
    agrees: sets.agrees && doubled === 0 && foreign === 0,
    text: `${sets.text}; ${doubled} sent twice, ${foreign} that name somebody else`,
  };
}

function namesSomebodyElse(mail: CaughtMail, practice: PracticeShop): boolean {
  const own = practice.world.customers.find((customer) => mail.to.includes(customer.email));
  const named = [...mail.text.matchAll(/Practice Customer \d+/g)].map(([name]) => name);
  return named.some((name) => name !== own?.name);
}

function compareSets(found: ReadonlySet<string>, expected: ReadonlySet<string>, what: string): Omit<Agreement, 'station'> {
  const missing = [...expected].filter((one) => !found.has(one)).length;
  const extra = [...found].filter((one) => !expected.has(one)).length;
  return {
    agrees: missing === 0 && extra === 0 && expected.size > 0,
    text: `${found.size} ${what}, really ${expected.size}: ${missing} missing, ${extra} too many`,
  };
}
