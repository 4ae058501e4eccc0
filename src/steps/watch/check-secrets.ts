import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';

/** Values of `{{name}}` in a check's target, as somebody gives them. */
export const secretsShape = z
  .record(z.string().regex(/^[a-z0-9_-]{1,60}$/i, 'must be letters, digits, - or _'), z.string().min(1).max(10_000))
  .refine((all) => Object.keys(all).length <= 20, 'has at most 20 secrets');

type Secrets = Readonly<Record<string, string>>;

interface Holder {
  readonly org: OrgId;
  readonly secrets: Sealed | null;
}

export function sealSecrets({ secrets }: Pick<House, 'secrets'>, org: OrgId, values: Secrets): Sealed | null {
  return Object.keys(values).length === 0 ? null : secrets.seal(org, JSON.stringify(values));
}

/** Whether two sets of secrets are the same can be told by this, and nothing else. */
export function hashOfSecrets({ secrets }: Pick<House, 'secrets'>, org: OrgId, values: Secrets): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? '' : secrets.mac(org, 'check-secrets', JSON.stringify(sorted));
}

const opened = new WeakMap<Holder, Secrets>();

/** Opens a check's secrets; the same row is opened once. */
export function openSecrets(house: Pick<House, 'secrets'>, check: Holder): Secrets {
  if (check.secrets === null) return {};
  const known = opened.get(check) ?? secretsShape.parse(JSON.parse(house.secrets.open(check.org, check.secrets, 'use-own-secret')));
  opened.set(check, known);
  return known;
}
