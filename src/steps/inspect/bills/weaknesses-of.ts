import { compareSeverity } from '#kernel/outcome.ts';
import type { Weakness } from '../checks/check.ts';
import type { SbomReport } from '../components/sbom-shape.ts';

type Hole = SbomReport['holes'][number];

/** Names of holes in a title; the evidence has them all. */
const NAMED = 3;
const MOST_EVIDENCE = 30;

/** Which part of the shop a finding speaks of, so that one part's bill closes none of another's. */
export function keyOf(system: string, rest: string): string {
  return `${system}|${rest}`;
}

/** One weakness for each component in its version, with all of its holes; what attackers use decides its severity. Pure. */
export function holesOf(report: SbomReport, system: string): Weakness[] {
  const byComponent = Map.groupBy(report.holes, ({ component, version }) => `${component}@${version}`);
  return [...byComponent].map(([name, holes]) => {
    const used = holes.filter(({ exploitedSince }) => exploitedSince !== null);
    const worst = holes.reduce(
      (most, { severity }) => (compareSeverity(severity, most) > 0 ? severity : most),
      holes[0]?.severity ?? 'medium',
    );
    return {
      key: keyOf(system, name),
      severity: worst,
      title: `${titleOf(name, holes, used)}${inPart(system)}`,
      url: name,
      remedy: remedyOf(holes),
      evidence: holes.slice(0, MOST_EVIDENCE).map((hole) => ({ kind: 'query' as const, text: lineOf(hole) })),
    };
  });
}

/** One weakness for each component whose line has ended, or ends within 90 days. Pure. */
export function endsOf(report: SbomReport, system: string): Weakness[] {
  return report.ends.map(({ component, version, line, day, ended, update }) => ({
    key: keyOf(system, `${component}@${line}`),
    severity: ended ? ('medium' as const) : ('low' as const),
    title: `${component} ${version} ${ended ? 'is no longer mended by its maker' : 'will soon no longer be mended by its maker'}${inPart(system)}`,
    url: `${component}@${version}`,
    remedy: `Move to ${update}.`,
    evidence: [{ kind: 'query' as const, text: `the line ${line} ${ended ? 'ended' : 'ends'} on ${day}` }],
  }));
}

/** Whether a finding of this part may be closed when it is not seen again: nothing about its component is unknown. Pure. */
export function isSettled(report: SbomReport, key: string): boolean {
  const name = key.slice(key.indexOf('|') + 1).replace(/@[^@]*$/, '');
  const stale = report.advisories.some(({ isOld }) => isOld);
  return !stale && report.components > 0 && !report.unknown.some(({ component }) => isNamed(component, name));
}

/** `pkg:npm/%40scope/name@1.0.0` speaks of `@scope/name`. */
function isNamed(id: string, name: string): boolean {
  const base = id.replace(/@[^@/]*$/, '').replaceAll('%40', '@');
  return base === name || base.endsWith(`/${name}`);
}

function titleOf(name: string, holes: readonly Hole[], used: readonly Hole[]): string {
  const names = [...used, ...holes.filter((hole) => !used.includes(hole))].map((hole) => hole.names[0] ?? 'a hole without a name');
  const listed = [...new Set(names)];
  const more = listed.length > NAMED ? ` and ${listed.length - NAMED} more` : '';
  const count = holes.length === 1 ? 'a known hole' : `${holes.length} known holes`;
  const attacked = used.length === 0 ? '' : ', which attackers are known to use';
  return `${name} has ${count}${attacked}: ${listed.slice(0, NAMED).join(', ')}${more}`;
}

function inPart(system: string): string {
  return system === '' ? '' : ` (${system})`;
}

function lineOf({ names, severity, summary, mended, exploitedSince, ransomware }: Hole): string {
  const used = exploitedSince === null ? '' : `; attackers use it since ${exploitedSince}${ransomware ? ', for extortion too' : ''}`;
  return `${names.join(', ')}: ${severity}${summary === '' ? '' : `, ${summary}`}${mended === null ? '' : `; mended in ${mended}`}${used}`;
}

function remedyOf(holes: readonly Hole[]): string {
  const mended = [...new Set(holes.flatMap((hole) => hole.mended ?? []))];
  const [only] = mended;
  if (holes.some((hole) => hole.mended === null)) return 'For one of its holes no mended version is known: replace it, or ask its maker.';
  return mended.length === 1 ? `Update to ${only} or later.` : `Update: each hole names the version that mends it (${mended.join(', ')}).`;
}
