import type { Who } from './memo.ts';
import type { MemoRow } from './papers-tables.ts';

/** Of a released memo: who released it when, and its hash. */
export interface Frozen {
  readonly by: Who;
  readonly at: Date;
  readonly hash: string;
}

/** How a memo was released; `names` are those of the organisation's people. Pure. */
export function frozenOf(memo: Pick<MemoRow, 'released_by' | 'released_at' | 'hash'>, names: ReadonlyMap<string, string>): Frozen {
  return { by: { id: memo.released_by, name: names.get(memo.released_by) ?? null }, at: memo.released_at, hash: memo.hash };
}
