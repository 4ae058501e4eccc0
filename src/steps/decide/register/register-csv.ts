import type { LinkedEntry } from './read-register.ts';
import { registerCells, registerColumns } from './register-columns.ts';
import { headOf } from './register-document.ts';

/** The register as CSV (RFC 4180, every version, newest first). Cells that a spreadsheet would run as a formula start with an apostrophe. Pure. */
export function registerCsv(entries: readonly LinkedEntry[]): string {
  const rows = registerCells(entries, headOf(entries).hash).toReversed();
  return [registerColumns, ...rows]
    .map((row) => row.map((cell) => quote(cell instanceof Date ? cell.toISOString() : String(cell ?? ''))).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
