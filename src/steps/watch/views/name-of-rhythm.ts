import type { Locale, Translate } from '#web/types.ts';
import type { RhythmKey } from '../orders/read-rhythm.ts';

const DEVICES = ['mobile', 'tablet', 'desktop', 'other'];

/** What comes with a rhythm, in words. Pure. */
export function nameOfRhythm({ what, name }: RhythmKey, t: Translate, locale: Locale): string {
  if (what === 'country') return t('watch.orders.rhythm.country', { name: countryName(name, locale) });
  if (what === 'device') return DEVICES.includes(name) ? t(`watch.orders.rhythm.device.${name}`) : name;
  if (what !== 'step') return t(`watch.orders.rhythm.${what}`, { name });
  const [system = '', ...step] = name.split(' ');
  return t('watch.orders.rhythm.step', { system: t(`watch.orders.system.${system}`), step: t(`watch.orders.step.${step.join(' ')}`) });
}

/** A country's name, or what stands there when it is no country's two letters. */
function countryName(code: string, locale: Locale): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }).of(code) ?? code) : code;
}
