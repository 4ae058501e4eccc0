import type { TelemetryValue } from '#engines/telemetry/types.ts';
import type { Selection } from '../finding.ts';
import { whereSelected } from '../select-rows.ts';
import type { Part } from './affected.ts';

interface Condition {
  readonly where: string;
  readonly params: Record<string, TelemetryValue>;
}

/** The condition that finds the rows of all parts; `what` looks at the same people in another table. No part finds nothing. */
export function whereParts(parts: readonly Part[], what: Selection['what'] = 'personal-reads'): Condition {
  const conditions = parts.map((part, nth) => narrowed(part, whereSelected(part.shop, { ...part.reads, what }, `p${nth}`), `n${nth}`));
  if (conditions.length === 0) return { where: '0', params: {} };
  return {
    where: `(${conditions.map((one) => `(${one.where})`).join(' or ')})`,
    params: Object.assign({}, ...conditions.map((one) => one.params)),
  };
}

function narrowed({ only }: Part, { where, params }: Condition, mark: string): Condition {
  const { addresses = [], routes = [] } = only ?? {};
  const from = addresses.length === 0 ? '' : ` and address in {${mark}_addresses:Array(String)}`;
  const of = routes.length === 0 ? '' : ` and arrayExists(one -> startsWith(route, one), {${mark}_routes:Array(String)})`;
  return {
    where: `${where}${from}${of}`,
    params: {
      ...params,
      ...(addresses.length === 0 ? {} : { [`${mark}_addresses`]: addresses }),
      ...(routes.length === 0 ? {} : { [`${mark}_routes`]: routes }),
    },
  };
}

/** The first and the last instant that any part looks at; `null` without a part. */
export function spanOf(parts: readonly Part[]): { readonly from: Date; readonly to: Date } | null {
  if (parts.length === 0) return null;
  const times = (pick: (part: Part) => string): number[] => parts.map((part) => Date.parse(pick(part)));
  return {
    from: new Date(times((part) => part.reads.from).reduce((a, b) => Math.min(a, b))),
    to: new Date(times((part) => part.reads.to).reduce((a, b) => Math.max(a, b))),
  };
}
