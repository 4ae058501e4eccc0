import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { type Inspection, isElsewhere, type PaymentPage } from '../inspection.ts';
import { readRuns } from '../read-overview.ts';

/** The payment page as the last inspection that reached it saw it, of the last thirty; `null` when none did. */
export async function readLastLook({ house, org }: Scope, shop: ShopId): Promise<{ readonly page: PaymentPage; readonly at: Date } | null> {
  const runs = await house.state.inOrg(org, (db) => readRuns(db, org, shop));
  for (const run of runs.filter((one) => one.artifact !== null).slice(0, 5)) {
    try {
      const saved = Buffer.from(await house.artifacts.load(org, run.artifact ?? '')).toString('utf8');
      const { payment } = JSON.parse(saved) as Inspection;
      if (payment?.kind === 'got' && payment.value.status < 400 && !isElsewhere(payment.value)) {
        return { page: payment.value, at: run.started_at };
      }
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.code !== 'NOT_FOUND') throw thrown;
    }
  }
  return null;
}
