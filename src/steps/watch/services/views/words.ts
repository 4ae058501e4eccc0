import type { Tone, Translate } from '#web/types.ts';
import type { JudgedBurn } from '../judge-burn.ts';
import type { SystemReason, SystemState } from '../judge-signals.ts';
import type { MapSystem, SystemRef } from '../make-map.ts';
import type { Slo, SystemNote } from '../store.ts';

export const stateTones: Readonly<Record<SystemState, Tone>> = {
  bad: 'bad',
  unusual: 'warn',
  fine: 'ok',
  few: 'calm',
  unwatched: 'unknown',
};
export const burnTones: Readonly<Record<JudgedBurn['state'], Tone>> = { burning: 'bad', fine: 'ok', few: 'calm', unknown: 'unknown' };
const RANK: Readonly<Record<SystemState, number>> = { bad: 0, unusual: 1, unwatched: 2, few: 3, fine: 4 };

/** What needs somebody first, then what is busiest. */
export function byNeed(a: Pick<MapSystem, 'state' | 'week'>, b: Pick<MapSystem, 'state' | 'week'>): number {
  return RANK[a.state] - RANK[b.state] || b.week - a.week;
}

export function idOf({ name, outside }: SystemRef): string {
  return `${outside ? 'outside' : 'own'} ${name}`;
}

export function hrefOfSystem(shop: string, { name, outside }: SystemRef): string {
  return `/watch/systems/one?shop=${shop}&name=${encodeURIComponent(name)}${outside ? '&outside=yes' : ''}`;
}

export function hrefOfMachine(shop: string, name: string): string {
  return `/watch/systems/machine?shop=${shop}&name=${encodeURIComponent(name)}`;
}

/** The plain name that people gave it, else how it calls itself. */
export function titleOf({ name, outside }: SystemRef, notes: readonly SystemNote[]): string {
  return notes.find((note) => note.name === name && note.outside === outside)?.title || name;
}

export function sayState({ state, why }: { readonly state: SystemState; readonly why: readonly SystemReason[] }, t: Translate): string {
  const reasons = why.filter((one) => one !== 'silent').map((one) => t(`watch.services.why.${one}`));
  return reasons.length === 0 ? t(`watch.services.state.${state}`) : reasons.join(', ');
}

export function sayGoal({ kind, withinMs, target }: Slo, t: Translate, locale: string): string {
  const share = (target * 100).toLocaleString(locale, { maximumFractionDigits: 3 });
  return kind === 'availability'
    ? t('watch.services.goal.availability', { share })
    : t('watch.services.goal.latency', { share, ms: withinMs ?? 0 });
}

export function showRate(perMinute: number, locale: string): string {
  return perMinute.toLocaleString(locale, { maximumFractionDigits: perMinute < 10 ? 1 : 0 });
}

/** A share of 1 as per cent; `null` is not known. */
export function showShare(share: number | null, locale: string): string {
  if (share === null) return '–';
  return share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: share < 0.1 ? 2 : 0 });
}

export function showMs(ms: number | null, locale: string): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${ms.toLocaleString(locale, { maximumFractionDigits: ms < 10 ? 1 : 0 })} ms`;
  return `${(ms / 1_000).toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
}
