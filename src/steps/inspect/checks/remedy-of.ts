import { platformOf } from '../components/platforms/platform-of.ts';
import type { Inspection } from '../inspection.ts';
import type { CheckMeta } from './check.ts';

const servers: readonly (readonly [key: string, name: string, pattern: RegExp])[] = [
  ['nginx', 'nginx', /\b(nginx|openresty)\b/i],
  ['apache', 'Apache', /^Apache\b(?!-Coyote)/i],
  ['haproxy', 'HAProxy', /\bhaproxy\b/i],
];

/** Keys of `remedies` that fit what an inspection recognised, with the name to print, most special first. Pure. */
export function remedyKeysOf(inspection: Inspection): ReadonlyMap<string, string> {
  const { platform, base } = platformOf(inspection);
  const platforms = [platform, base].flatMap((one) =>
    one === null ? [] : one.facts.remedies.map((key) => [key, one.facts.name] as const),
  );
  const server = inspection.home.kind === 'got' ? (inspection.home.value.headers.server ?? '') : '';
  const own = servers.filter(([, , pattern]) => pattern.test(server)).map(([key, name]) => [key, name] as const);
  return new Map([...platforms, ...own]);
}

/** What to do, and a line for each part of the shop that has its own way: `Magento: …`. Pure. */
export function remedyOf({ remedies = {} }: CheckMeta, remedy: string, keys: ReadonlyMap<string, string>): string {
  const special = [...keys].flatMap(([key, name]) => (remedies[key] === undefined ? [] : [`${name}: ${remedies[key]}`]));
  return [remedy, ...special].join('\n');
}
