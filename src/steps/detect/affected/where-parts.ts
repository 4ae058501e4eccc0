import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { blockOf } from '../checks/is-network.ts';
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
  if (only === undefined) return { where, params };
  const from = fromAddresses(only.addresses, mark);
  const by = only.accounts.length === 0 ? '' : ` and account in {${mark}_accounts:Array(String)}`;
  const of = only.routes.length === 0 ? '' : ` and arrayExists(one -> startsWith(route, one), {${mark}_routes:Array(String)})`;
  return {
    where: `${where}${from.where}${by}${of}`,
    params: {
      ...params,
      ...from.params,
      ...(only.accounts.length === 0 ? {} : { [`${mark}_accounts`]: only.accounts }),
      ...(only.routes.length === 0 ? {} : { [`${mark}_routes`]: only.routes }),
    },
  };
}

function fromAddresses(addresses: readonly string[], mark: string): Condition {
  if (addresses.length === 0) return { where: '', params: {} };
  const blocks = addresses.flatMap((one) => blockOf(one) ?? []);
  const within = blocks.map(
    (_, nth) =>
      `coalesce(toIPv6OrNull(address) between tupleElement(IPv6CIDRToRange(toIPv6({${mark}_block${nth}:String}), {${mark}_bits${nth}:UInt8}), 1)
       and tupleElement(IPv6CIDRToRange(toIPv6({${mark}_block${nth}:String}), {${mark}_bits${nth}:UInt8}), 2), 0)`,
  );
  return {
    where: ` and (${[`address in {${mark}_addresses:Array(String)}`, ...within].join(' or ')})`,
    params: {
      [`${mark}_addresses`]: addresses,
      ...Object.fromEntries(
        blocks.flatMap(({ address, bits }, nth): [string, TelemetryValue][] => [
          [`${mark}_block${nth}`, address],
          [`${mark}_bits${nth}`, bits],
        ]),
      ),
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
