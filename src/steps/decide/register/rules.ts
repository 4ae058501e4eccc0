import type { Tx } from '#engines/state/types.ts';
import { decideTables } from '../store.ts';
import { lawTables } from '../tables.ts';

/** Canada's rule (SOR/2018-64) asks for 24 months, the longest that any law we know asks for. */
export const LEAST_MONTHS = 24;
export const MOST_MONTHS = 1_200;

/** How an organisation keeps its register. */
export interface RegisterRules {
  /** Months after the closing of a case for which its entries are kept. */
  readonly keepMonths: number;
  /** `everybody`: whoever may look at the console; `privacy`: whoever may decide cases. */
  readonly readers: 'everybody' | 'privacy';
}

/** The organisation's rules, or the defaults: as long as the law's table suggests, for everybody in it. */
export async function readRules(db: Tx): Promise<RegisterRules> {
  const row = await decideTables(db).selectFrom('register_rules').selectAll().executeTakeFirst();
  return row ? { keepMonths: row.keep_months, readers: row.readers } : { keepMonths: lawTables().registerYears * 12, readers: 'everybody' };
}

/** When the entries of a case end; null while it is open. The day of a shorter month is its last one. */
export function endOf(closedAt: Date | null, { keepMonths }: Pick<RegisterRules, 'keepMonths'>): Date | null {
  if (closedAt === null) return null;
  const end = new Date(closedAt);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + keepMonths);
  const days = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(closedAt.getUTCDate(), days));
  return end;
}
