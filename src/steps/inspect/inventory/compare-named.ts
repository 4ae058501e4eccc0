import type { Named } from './names-in-script.ts';

interface NamedDifference {
  /** `host:evil.example`, `does:fetch`, `field:card`: in the newer one only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What the newer content names that the older did not, and the other way round; `null` when one of them was not read. */
export function compareNamed(before: Named | null, after: Named | null): NamedDifference | null {
  if (before === null || after === null) return null;
  const [old, fresh] = [flat(before), flat(after)];
  return { added: fresh.filter((name) => !old.includes(name)), removed: old.filter((name) => !fresh.includes(name)) };
}

function flat({ hosts, does, fields }: Named): string[] {
  return [...hosts.map((host) => `host:${host}`), ...does.map((one) => `does:${one}`), ...fields.map((one) => `field:${one}`)];
}
