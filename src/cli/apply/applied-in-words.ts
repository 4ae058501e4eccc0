import type { AppliedDocument } from '#steps/watch/index.ts';
import { beatLine } from './beat-line.ts';

const SIGNS = { add: '+', change: '~', adopt: '~', replace: '±', remove: '-', same: ' ' } as const;
const WORDS = {
  add: 'added',
  change: 'changed',
  adopt: 'taken over',
  replace: 'made anew',
  remove: 'removed',
  same: 'as it is',
} as const;

/** A plan, or what was done, for people. */
export function appliedInWords(document: AppliedDocument): string {
  const lines = document.faults.map((fault) => `! ${fault}`);
  for (const change of document.changes) {
    if (change.action === 'same' && change.drift.length === 0) continue;
    lines.push(`${SIGNS[change.action]} ${change.shopName} · ${change.name} (${change.key}): ${WORDS[change.action]}`);
    lines.push(...change.differences.map(({ field, from, to }) => `    ${field}: ${shown(from)} → ${shown(to)}`));
    if (change.drift.length > 0) lines.push(`    changed by hand since: ${change.drift.map(({ field }) => field).join(', ')}`);
  }
  const count = (...actions: string[]) => document.changes.filter(({ action }) => actions.includes(action)).length;
  const [add, change, remove] = document.applied ? ['added', 'changed', 'removed'] : ['to add', 'to change', 'to remove'];
  lines.push(
    `${count('add', 'replace')} ${add}, ${count('change', 'adopt')} ${change}, ${count('remove', 'replace')} ${remove}, ${count('same')} as they are`,
  );
  if (document.unmanaged > 0) lines.push(`${document.unmanaged} checks of these shops belong to no file; they are left alone`);
  if (document.elsewhere > 0) lines.push(`${document.elsewhere} checks of this set are at shops that no file names; they are left alone`);
  lines.push(...document.beats.map(beatLine));
  return `${lines.join('\n')}\n`;
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line === '' ? 'none' : line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
