import type { RowsByColumn } from '../types.ts';
import { Dictionary } from './dictionary.ts';
import { dictionaryVersion, header, putVarint } from './native.ts';

/** Rows as ClickHouse's own binary block, and which columns stand in it: one that holds nothing in any row is left out. */
export interface Block {
  readonly columns: readonly string[];
  readonly bytes: readonly Uint8Array[];
}

/**
 * Rows as one block of the format Native. Every text is written once, rows only name it by its number,
 * so a column that repeats itself costs one or two bytes a row, and the engine parses nothing.
 */
export function writeBlock(org: string, rows: RowsByColumn): Block {
  const count = rows.length;
  const held = rows.write();
  const head = new Uint8Array(20);
  const end = putVarint(head, putVarint(head, 0, held.length + 1), count);
  return {
    columns: ['org_id', ...held.map((column) => column.name)],
    bytes: [head.subarray(0, end), ...tenant(org, count), ...held.flatMap((column) => column.bytes)],
  };
}

function tenant(org: string, count: number): Uint8Array[] {
  const dictionary = new Dictionary();
  const used = new Uint32Array(count).fill(dictionary.numberOf(org));
  return [header('org_id', 'LowCardinality(String)'), dictionaryVersion(), ...dictionary.write(used)];
}
