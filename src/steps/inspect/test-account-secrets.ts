import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { TestAccounts } from './collectors/accounts/test-accounts.ts';
import { openLetterBox } from './open-letter-box.ts';

/** One test account, as somebody gives it. Short passwords would be found in harmless texts when they are taken out of them. */
export const testAccountShape = z.strictObject({
  address: z.email('must be a mail address').max(200),
  password: z.string().min(6, 'must have at least 6 characters').max(200),
});
/** The mailbox in which letters to the first account arrive. */
export const mailboxShape = z.strictObject({
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(200),
  folder: z.string().trim().min(1).max(200).default('INBOX'),
});
const keptShape = z.strictObject({
  first: testAccountShape,
  second: testAccountShape.nullable(),
  mailbox: mailboxShape.nullable().default(null),
});

type Kept = z.output<typeof keptShape>;

export function sealTestAccounts({ secrets }: Pick<House, 'secrets'>, org: OrgId, accounts: Kept): Sealed {
  return secrets.seal(org, JSON.stringify(accounts));
}

/** Opens the test accounts for an inspection; `null`: none are kept. */
export function openTestAccounts(
  house: Pick<House, 'secrets' | 'wire' | 'clock'>,
  org: OrgId,
  kept: { readonly testAccounts: Sealed | null; readonly mayLock: boolean },
  allowPrivate: boolean,
): TestAccounts | null {
  if (kept.testAccounts === null) return null;
  const { first, second, mailbox } = keptShape.parse(JSON.parse(house.secrets.open(org, kept.testAccounts, 'use-own-secret')));
  const letters = mailbox && (() => openLetterBox(house, mailbox, { folder: mailbox.folder, to: first.address, allowPrivate }));
  return { first, second, mayLock: kept.mayLock, letters };
}
