import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { inspectTables, readSettings } from '../store.ts';
import { mailboxShape, sealTestAccounts, testAccountShape } from '../test-account-secrets.ts';

/**
 * Keeps, sealed, the test accounts with which inspections sign in, and whether several wrong passwords may be tried with the first one.
 * `accounts: null` forgets them; without `accounts` only the consent changes. Throws NOT_FOUND, INPUT_INVALID.
 */
export const setTestAccounts = defineVerb({
  name: 'inspect.set-test-accounts',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    accounts: z
      .object({ first: testAccountShape, second: testAccountShape.nullable(), mailbox: mailboxShape.nullable().default(null) })
      .nullable()
      .optional(),
    mayLock: z.boolean(),
  }),
  run: async (ctx, { shop, accounts, mayLock }) => {
    await findShop(ctx.db, shop);
    const before = await readSettings(ctx.db, ctx.org, shop);
    if (accounts && accounts.first.address.toLowerCase() === accounts.second?.address.toLowerCase()) {
      throw new ShopbellError('INPUT_INVALID', { reason: 'the second test account must be another customer' });
    }
    const kept = accounts === undefined ? before.testAccounts : accounts && sealTestAccounts(ctx.house, ctx.org, accounts);
    if (kept === null && before.testAccounts === null) return asUnchanged({ kept: false });
    // Consent is for the account that it was given with: it goes with it.
    const row = { test_accounts: kept, may_lock_test_account: kept !== null && mayLock };
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: shop, ...row })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(row))
      .execute();
    const consent =
      row.may_lock_test_account === before.mayLock ? [] : [row.may_lock_test_account ? 'consent-to-lock' : 'no-consent-to-lock'];
    await ctx.record(settingsChanged, { shop, changed: ['test-accounts', ...consent] }, shop);
    return { kept: kept !== null };
  },
});
