import { redactText } from '../redact/redact-text.ts';
import type { DatabaseStatement } from './statement.ts';

/** Schemas in which a database keeps what it knows of itself, as they stand in a statement or as the one that is used. */
const OF_ITSELF = /\b(?:information_schema|performance_schema|pg_catalog|mysql|sys)[`"]?\./i;
const NAMES = 1000;

/** Counts the tables that the data map does not describe and that were taken whole. */
export interface UndescribedTables {
  /** `bare`: the statement without its values. */
  add(statement: DatabaseStatement, tables: readonly string[], bare: string): void;
  /** By how many statements each was taken since the last call; at most a thousand names. */
  take(): ReadonlyMap<string, number>;
}

/** Starts to count; see `UndescribedTables`. */
export function countUndescribed(): UndescribedTables {
  let counts = new Map<string, number>();
  return {
    add(statement, tables, bare) {
      if (OF_ITSELF.test(bare) || OF_ITSELF.test(`${statement.database}.`)) return;
      for (const table of tables.map((name) => redactText(name.slice(0, 64))))
        if (counts.has(table) || counts.size < NAMES) counts.set(table, (counts.get(table) ?? 0) + 1);
    },
    take() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}
