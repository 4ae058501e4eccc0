import { DAY, HOUR } from '#kernel/time.ts';
import { type CardTest, judgeCardTesting, type Payment } from '../checks/judge-card-testing.ts';
import { isTestingHour, type PaymentHour, usualPayments } from '../checks/judge-payment-hours.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const FAILED = ['shop.payment.failed'];
const PASSED = ['shop.payment.succeeded', 'shop.order.placed'];
const PREFIX = "JSONExtractString(attributes, 'shop.payment.card.prefix')";
const CARD = "JSONExtractString(attributes, 'shop.payment.card.id')";
const BEFORE = 28 * DAY;

/** Card testing: by what the shop tells of its payments; a log of requests does not show whether a payment went through. */
export async function findCardTesting(area: Area): Promise<Finding[]> {
  const payments = await readPayments(area);
  if (payments.filter((one) => one.failed).length < 4) return [];
  const usual = await readUsual(area, [...new Set(payments.map((one) => one.prefix).filter((prefix) => prefix !== ''))]);
  const findings: Finding[] = [];
  for (const test of judgeCardTesting(payments, (prefix) => usual.get(prefix) ?? 0)) {
    const finding = await describe(area, test);
    if (finding !== null) findings.push(finding);
  }
  if (findings.length === 0) findings.push(...(await findInPopulation(area)));
  return findings;
}

/** Over all visitors: the share of payments that fails, hour by hour, against the four weeks before. */
async function findInPopulation(area: Area): Promise<Finding[]> {
  const hours = await readHours({ ...area, span: { from: new Date(area.span.from.getTime() - BEFORE), to: area.span.to } });
  const first = Math.floor(area.span.from.getTime() / HOUR) * HOUR;
  const usual = usualPayments(hours.filter((one) => one.hour < first));
  const loud = hours.filter((one) => one.hour >= first && isTestingHour(one, usual));
  const findings: Finding[] = [];
  for (const one of loud) {
    const span = { from: new Date(one.hour).toISOString(), to: new Date(one.hour + HOUR - 1).toISOString() };
    const selection = select('events', span, { events: [...FAILED, ...PASSED], anybody: true });
    const summary = await summarise(area.telemetry, area.org, area.shop, selection);
    if (summary === null) continue;
    findings.push({
      ...{ rule: 'card-testing', subject: 'population', level: 'high', succeeded: 'unknown', attack: 'T1110' },
      ...{ selection, reads: null, ...summary, touched: [], categories: [] },
      facts: {
        ...{ scope: 'population', failed: one.failed, passed: one.total - one.failed, places: one.lostPlaces },
        cards: one.cards === 0 ? 'unknown' : one.cards,
        usual: Math.round(100 * (usual?.failedShare ?? 0)),
      },
    });
  }
  return findings;
}

async function readHours(area: Area): Promise<PaymentHour[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<PaymentHour>(
    area.org,
    `select toUnixTimestamp(hour) * 1000 as hour, sum(tried) as total, sum(bad) as failed, countIf(good = 0 and bad > 0) as lostPlaces,
       length(groupUniqArrayArray(tested)) as cards
     from (select toStartOfHour(at) as hour, address, agent, session, count() as tried, countIf(name in {bad:Array(String)}) as bad,
         count() - bad as good, groupUniqArrayIf(100)(if(${CARD} != '', ${CARD}, ${PREFIX}), name in {bad:Array(String)} and (${CARD} != '' or ${PREFIX} != '')) as tested
       from @application_events where ${where} and (name in {bad:Array(String)} or name in {good:Array(String)})
       group by hour, address, agent, session)
     group by hour order by hour`,
    { ...params, bad: FAILED, good: ['shop.payment.succeeded'] },
  );
  return rows.map((row) => ({
    ...{ hour: Number(row.hour), total: Number(row.total), failed: Number(row.failed) },
    ...{ lostPlaces: Number(row.lostPlaces), cards: Number(row.cards) },
  }));
}

async function readPayments(area: Area): Promise<Payment[]> {
  const { where, params } = whereInArea(area, HOUR);
  const rows = await area.telemetry.query<Omit<Payment, 'failed' | 'pair'> & { address: string; agent: string; failed: number }>(
    area.org,
    `select toUnixTimestamp64Milli(at) as at, address, agent, session, ${PREFIX} as prefix, ${CARD} as card, name in {bad:Array(String)} as failed
     from @application_events where ${where} and (name in {bad:Array(String)} or name in {good:Array(String)}) order by at limit 200000`,
    { ...params, bad: FAILED, good: PASSED },
  );
  return rows.map(({ address, agent, ...row }) => ({ ...row, at: Number(row.at), failed: row.failed === 1, pair: `${address}\n${agent}` }));
}

/** The most failures of each prefix within one hour of the four weeks before the hour in which the area begins. */
async function readUsual(area: Area, prefixes: readonly string[]): Promise<Map<string, number>> {
  if (prefixes.length === 0) return new Map();
  const to = new Date(area.span.from.getTime() - HOUR);
  const { where, params } = whereInArea({ ...area, span: { from: new Date(to.getTime() - BEFORE), to } });
  const rows = await area.telemetry.query<{ prefix: string; most: number }>(
    area.org,
    `select prefix, max(n) as most from (
       select ${PREFIX} as prefix, toStartOfHour(at) as hour, count() as n from @application_events
       where ${where} and name in {bad:Array(String)} group by prefix, hour having prefix in {prefixes:Array(String)}) group by prefix`,
    { ...params, bad: FAILED, prefixes },
  );
  return new Map(rows.map((row) => [row.prefix, row.most]));
}

async function describe(area: Area, test: CardTest): Promise<Finding | null> {
  const span = { from: new Date(test.from).toISOString(), to: new Date(test.to).toISOString() };
  const selection = select('events', span, { events: [...FAILED, ...PASSED], pairs: test.pairs.slice(0, 500) });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  return {
    rule: 'card-testing',
    subject: test.scope === 'prefix' ? `prefix ${test.prefix}` : 'visitor',
    level: test.passed > 0 ? 'high' : 'medium',
    succeeded: test.passed > 0 ? 'yes' : 'no',
    attack: 'T1110',
    selection,
    reads: null,
    ...summary,
    facts: {
      scope: test.scope,
      failed: test.failed,
      passed: test.passed,
      cards: test.cards === 0 ? 'unknown' : test.cards,
      places: test.pairs.length,
    },
  };
}
