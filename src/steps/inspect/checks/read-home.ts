import type { Exchange, Inspection } from '../inspection.ts';
import { type Judgement, unknown } from './check.ts';

/** Judges the home page's answer, or says why there is none. A page of an error, or one that keeps us out, proves nothing. */
export function withHome(inspection: Inspection, judge: (home: Exchange) => Judgement): Judgement {
  const { home } = inspection;
  if (home.kind === 'unknown') return unknown(home.reason);
  if (home.value.status >= 400) return unknown(`The home page answered ${home.value.status}.`);
  return judge(home.value);
}

/** A header in one line of evidence, cut to a readable length. */
export function headerText(name: string, value: string | undefined): string {
  return value === undefined ? `${name} is not sent` : `${name}: ${value.length > 160 ? `${value.slice(0, 160)}…` : value}`;
}

/** Whether the shop finally answers over HTTPS. */
export function isSecure(home: Exchange): boolean {
  return home.finalUrl.startsWith('https:');
}
