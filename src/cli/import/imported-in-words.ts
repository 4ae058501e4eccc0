import type { ImportedDocument } from '#steps/watch/index.ts';

/** What became of what, for people. Who shares a change or a reason stands on one line. */
export function importedInWords({ taken, changed, left, secrets, ignored }: ImportedDocument): string {
  const lines = [`${taken.length} ${taken.length === 1 ? 'check' : 'checks'} taken, ${left.length} left`];
  for (const { name, key, kind } of taken) lines.push(`  + ${shown(name)} (${kind}, ${key})`);
  if (changed.length > 0) lines.push('Means something else here:');
  for (const [what, names] of together(changed.map(({ name, what }) => [what, name]))) lines.push(`  ~ ${names}: ${what}`);
  if (left.length > 0) lines.push('Left:');
  for (const [why, names] of together(left.map(({ name, why }) => [why, name]))) lines.push(`  - ${names}: ${why}`);
  if (secrets.length > 0) lines.push('Set in the environment, for `shopbell apply`:');
  for (const { variable, name, what } of secrets) lines.push(`  ${variable}: ${what} (${shown(name)})`);
  if (ignored.length > 0) lines.push(`Says nothing about what is watched: ${ignored.map(shown).join(', ')}`);
  // Control characters of a source do not reach a terminal.
  return `${lines.map((line) => line.replace(/\p{Cc}+/gu, ' ')).join('\n')}\n`;
}

function together(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [text, name] of pairs) {
    const before = names.get(text);
    names.set(text, before === undefined ? shown(name) : `${before}, ${shown(name)}`);
  }
  return names;
}

function shown(text: string): string {
  return text.slice(0, 200);
}
