import type { Severity } from '#kernel/outcome.ts';
import type { Baseline } from './baseline.ts';
import { makeItem } from './make-item.ts';
import { changesSince, pairTraces } from './script-trace.ts';
import type { Seen, SeenScript } from './seen.ts';
import type { GateItem } from './types.ts';

const grades: Readonly<Record<SeenScript['party'], Severity>> = {
  third: 'high',
  eval: 'high',
  inline: 'medium',
  first: 'low',
  provider: 'low',
};

/**
 * Scripts of the payment page that the baseline does not name, and scripts in the page itself that have changed: as changed, with what came and
 * went. What differs in numbers and long texts only is the same script, unless it names a host that it did not. Contents of scripts with an
 * address may change: that is followed by the console. Pure.
 */
export function compareScripts(baseline: Baseline, { scripts }: Seen, where: string): readonly GateItem[] {
  if (baseline.scripts === undefined || scripts === null) return [];
  const known = new Map(baseline.scripts.map((script) => [script.key, script]));
  const now = new Set(scripts.map(({ key }) => key));
  const fresh = scripts.filter(({ key }) => !known.has(key));
  const was = pairTraces(
    fresh.map(({ key, party, made }) => ({ key, party, trace: made?.trace })),
    baseline.scripts.filter(({ key }) => !now.has(key)),
  );
  return scripts.flatMap((script) => {
    const { key, party, what, made } = script;
    const old = known.get(key) ?? was.get(key);
    const told = { key, where, severity: grades[party] };
    if (old === undefined) {
      return [makeItem('release-scripts', { ...told, evidence: [what], title: `The release adds a script to the payment page: ${key}` })];
    }
    if (made === undefined || old.trace === undefined) return [];
    if (old.key === key && made.trace.names.every((name) => old.trace?.names.includes(name))) return [];
    const evidence = [what, ...changesSince(old.trace, made.trace, made.source)];
    return [makeItem('release-scripts', { ...told, evidence, title: `The release changes a script in the payment page: ${old.key}` })];
  });
}

/** Hosts of others that a page did not talk to before. Pure. */
export function compareHosts(baseline: Baseline, { hosts }: Seen, where: string): readonly GateItem[] {
  const before = baseline.hosts ?? {};
  const everywhere = new Set(Object.values(before).flat());
  return Object.entries(hosts).flatMap(([page, own]) => {
    const known = new Set(before[page]);
    return before[page] === undefined
      ? []
      : own
          .filter((host) => !known.has(host))
          .map((host) =>
            makeItem('release-hosts', {
              key: `${page} ${host}`,
              severity: page === 'payment' ? 'high' : everywhere.has(host) ? 'low' : 'medium',
              title: `The release talks to a new host ${placeOf(page)}: ${host}`,
              where,
              evidence: [everywhere.has(host) ? 'another page talked to it before' : 'no page talked to it before'],
            }),
          );
  });
}

/** What the baseline names and this run did not see, of pages that it looked at: the baseline can shrink. Pure. */
export function goneFrom(baseline: Baseline, seen: Seen): readonly string[] {
  const scripts = new Set(seen.scripts?.map(({ key }) => key));
  const lost = seen.scripts === null ? [] : (baseline.scripts ?? []).filter(({ key }) => !scripts.has(key));
  const hosts = Object.entries(baseline.hosts ?? {}).flatMap(([page, known]) => {
    const own = seen.hosts[page];
    return own === undefined ? [] : known.filter((host) => !own.includes(host)).map((host) => `host ${host} (${page})`);
  });
  return [...lost.map(({ key }) => `script ${key}`), ...hosts];
}

/** `on the payment page`, `on the home page`, `at the end of buy.spec.ts`. */
export function placeOf(page: string): string {
  return page === 'payment' || page === 'home' ? `on the ${page} page` : `at the end of ${page}`;
}
