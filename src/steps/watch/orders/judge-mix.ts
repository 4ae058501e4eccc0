import { DAY, HOUR } from '#kernel/time.ts';
import type { JudgedRhythm } from './judge-rhythm.ts';
import type { JudgedSeries } from './judge-series.ts';
import { type JudgedSuccess, judgeSuccess } from './judge-success.ts';
import { type MixHour, type MixKey, mixParts, type ReadMix } from './read-mix.ts';
import type { RhythmKey } from './read-rhythm.ts';

/** One way to pay, kind of device, country or carrier: its share of the orders, what goes through, and whether it still comes. Shares are 0 to 1. */
export interface MixPart {
  readonly key: MixKey;
  /** Of the last seven days; `usual`: of the three weeks before, `null` where none came in them. */
  readonly share: { readonly now: number; readonly usual: number | null };
  readonly orders: number;
  readonly rhythm: JudgedRhythm['state'];
  /** `null`: nothing tells what goes through. */
  readonly success: JudgedSuccess | null;
}

const RECENT = 7 * DAY;

/** Puts a shop's mix together. Pure. */
export function judgeMix(mix: ReadMix, series: readonly Pick<JudgedSeries, 'key' | 'hours' | 'judged'>[], now: number): MixPart[] {
  const sums = new Map<string, { now: number; before: number }>();
  const counted = series.flatMap(({ key, hours, judged }) => {
    if (!isMixKey(key)) return [];
    const own = { now: 0, before: 0 };
    for (const [hour, n] of hours) {
      if (hour >= now - RECENT) own.now += n;
      else if (hour >= now - 4 * RECENT) own.before += n;
    }
    const all = sums.get(key.what) ?? { now: 0, before: 0 };
    sums.set(key.what, { now: all.now + own.now, before: all.before + own.before });
    return own.now + own.before === 0 ? [] : [{ key, own, rhythm: judged.state }];
  });
  const tried = Map.groupBy(mix.hours, ({ what, name }) => `${what} ${name}`);
  return counted
    .map(({ key, own, rhythm }) => {
      const all = sums.get(key.what) ?? own;
      const share = { now: all.now === 0 ? 0 : own.now / all.now, usual: all.before === 0 ? null : own.before / all.before };
      return { key, share, orders: own.now, rhythm, success: successOf(tried.get(`${key.what} ${key.name}`) ?? [], mix, key, now) };
    })
    .sort(
      (a, b) => mixParts.indexOf(a.key.what) - mixParts.indexOf(b.key.what) || b.orders - a.orders || (a.key.name < b.key.name ? -1 : 1),
    );
}

function isMixKey(key: RhythmKey): key is MixKey {
  return key.what !== 'step';
}

function successOf(rows: readonly MixHour[], { late }: ReadMix, { what, name }: MixKey, now: number): JudgedSuccess | null {
  const told = late.get(`${what} ${name}`) ?? late.get('');
  if (rows.length === 0 || (what !== 'carrier' && told === undefined)) return null;
  // An order has an hour to be paid, and the payment as long as it usually takes to be told.
  const until = now - HOUR - (what === 'carrier' ? 0 : (told ?? 0));
  return judgeSuccess(new Map(rows.map(({ hour, tried, through }) => [hour, { tried, through }])), until);
}

/**
 * Parts of which much fails: the ways to pay where one does, else the kinds of devices, else the countries, so that one cause is told once; and
 * carriers. Pure.
 */
export function failingParts(parts: readonly MixPart[]): MixPart[] {
  const failing = parts.filter(({ success }) => success?.state === 'failing');
  const ofOrders = ['method', 'device', 'country'].find((what) => failing.some(({ key }) => key.what === what));
  return failing.filter(({ key }) => key.what === ofOrders || key.what === 'carrier');
}
