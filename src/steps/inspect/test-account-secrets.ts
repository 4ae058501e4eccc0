import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { TestAccounts } from './collectors/accounts/test-accounts.ts';

/** One test account, as somebody gives it. Short passwords would be found in harmless texts when they are taken out of them. */
export const testAccountShape = z.strictObject({
  address: z.email('must be a mail address').max(200),
  password: z.string().min(6, 'must have at least 6 characters').max(200),
});
const keptShape = z.strictObject({ first: testAccountShape, second: testAccountShape.nullable() });

type Kept = z.output<typeof keptShape>;

export function sealTestAccounts({ secrets }: Pick<House, 'secrets'>, org: OrgId, accounts: Kept): Sealed {
  return secrets.seal(org, JSON.stringify(accounts));
}

/** Opens the test accounts for an inspection; `null`: none are kept. */
export function openTestAccounts(
  { secrets }: Pick<House, 'secrets'>,
  org: OrgId,
  kept: { readonly testAccounts: Sealed | null; readonly mayLock: boolean },
): TestAccounts | null {
  if (kept.testAccounts === null) return null;
  const accounts = keptShape.parse(JSON.parse(secrets.open(org, kept.testAccounts, 'use-own-secret')));
  return { ...accounts, mayLock: kept.mayLock };
}
