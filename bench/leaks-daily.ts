import type { BenchRow } from './bench-row.ts';
import { type Judged, judge } from './leaks-daily/judge.ts';
import { type MeasuredShop, measureShop } from './leaks-daily/measure-shop.ts';
import { shopPlans } from './leaks-daily/shops.ts';

const ONLY = process.env.SHOPBELL_BENCH_SHOPS?.split(',');
/** A family of seeds that nobody looked at while the rules were written; `leaks` is the one that was looked at. */
const FAMILY = process.env.SHOPBELL_BENCH_FAMILY ?? 'unseen';

/**
 * How many leaks are found, and how many signals of ordinary traffic people get: shops of five platforms whose traffic, leaks and truth
 * are generated (bench/leaks-daily/, by seed), each judged a day at a time with what the days before tell.
 */
export async function benchLeaksDaily(): Promise<readonly BenchRow[]> {
  const shops: MeasuredShop[] = [];
  for (const plan of shopPlans(FAMILY)) {
    if (ONLY !== undefined && !ONLY.includes(plan.seed)) continue;
    const shop = await measureShop(plan);
    process.stderr.write(
      `  ${plan.seed}: ${plan.platform}, ${shop.lines} lines, ${shop.leaks.length} leaks, ${Math.round(shop.seconds)} s\n`,
    );
    shops.push(shop);
  }
  const judged = judge(shops);
  process.stderr.write(detailsOf(judged));
  return rowsOf(shops, judged);
}

function rowsOf(shops: readonly MeasuredShop[], judged: Judged): BenchRow[] {
  const sums = [...judged.found.values()];
  const all = sums.reduce((sum, one) => sum + one.all, 0);
  const found = sums.reduce((sum, one) => sum + one.found, 0);
  const lines = shops.reduce((sum, shop) => sum + shop.lines, 0);
  const goal = { what: 'goal, at least', value: 0.95 };
  const each = [...judged.found]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, one]) => ({
      what: `found, ${name}`,
      value: one.found,
      unit: `of ${one.all}`,
      against: { what: 'all', value: one.all },
    }));
  const most = (part: number): number => part / shops.length;
  return [
    {
      what: `recall over ${all} leaks in ${shops.length} shops, ${lines.toLocaleString('en')} lines, seeds ${seedsOf(shops)}`,
      value: found / all,
      unit: 'of 1',
      against: goal,
    },
    {
      what: 'false signals a shop and week, medium and above',
      value: most(judged.wrong.length),
      unit: 'signals',
      against: { what: 'goal, at most', value: 1 },
    },
    {
      what: 'false signals a shop and week, low: listed, waking nobody',
      value: most(judged.wrongAndLow),
      unit: 'signals',
      against: { what: 'those above', value: most(judged.wrong.length) },
    },
    {
      what: 'share of the lines of a found leak that its signals hold, mean',
      value: judged.covered,
      unit: 'of 1',
      against: { what: 'all', value: 1 },
    },
    ...each,
  ];
}

function seedsOf(shops: readonly MeasuredShop[]): string {
  const seeds = shops.map((shop) => shop.plan.seed);
  return `${seeds[0]} … ${seeds.at(-1)}`;
}

/** What was missed and what was wrong, one a line. */
function detailsOf({ missed, wrong }: Judged): string {
  const out = missed.map(
    ({ shop, leak }) =>
      `  missed  ${shop.plan.seed} ${shop.plan.platform}/${shop.plan.fields} ${leak.kind}: ${leak.manner}, ${leak.lines} lines, ${leak.addresses.length} addresses, ${leak.route}\n`,
  );
  for (const { shop, signal } of wrong) {
    const { rule, level, actor, facts, firstSeen } = signal.finding;
    out.push(
      `  wrong   ${shop.plan.seed} ${shop.plan.platform} ${rule} ${level} ${firstSeen} ${actor.address} ${actor.agent} ${JSON.stringify(facts)}\n`,
    );
  }
  return out.join('');
}
