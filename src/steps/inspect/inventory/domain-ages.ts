import type { Tx } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { DomainAge, Inspection } from '../inspection.ts';
import { inspectTables } from '../store.ts';

/** Names change hands: what a registry said is asked again after so long. What it did not tell is asked again the next night. */
const KEPT_DAYS = 30;

/** Ages of names that earlier inspections learnt and that still hold. */
export async function readAges(db: Tx, org: OrgId, now: Date): Promise<ReadonlyMap<string, DomainAge>> {
  const rows = await inspectTables(db)
    .selectFrom('inspect_domain_ages')
    .selectAll()
    .where('org_id', '=', org)
    .where('registered_at', 'is not', null)
    .where('checked_at', '>', addMs(now, -KEPT_DAYS * DAY))
    .execute();
  return new Map(
    rows.map(({ domain, registered_at, certificate_at }) => [
      domain,
      { domain, registeredAt: registered_at?.toISOString() ?? null, certificateAt: certificate_at?.toISOString() ?? null, reason: null },
    ]),
  );
}

/** Keeps what an inspection learnt that was not known before it. */
export async function keepAges(ctx: Ctx, { payment }: Inspection): Promise<void> {
  const ages = payment?.kind === 'got' ? (payment.value.ages ?? []) : [];
  const known = await readAges(ctx.db, ctx.org, ctx.now);
  for (const { domain, registeredAt, certificateAt } of ages.filter((age) => !known.has(age.domain))) {
    const told = { registered_at: dateOf(registeredAt), certificate_at: dateOf(certificateAt), checked_at: ctx.now };
    await inspectTables(ctx.db)
      .insertInto('inspect_domain_ages')
      .values({ org_id: ctx.org, domain, ...told })
      .onConflict((conflict) => conflict.columns(['org_id', 'domain']).doUpdateSet(told))
      .execute();
  }
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
