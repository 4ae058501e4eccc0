import type { LinkedEntry } from './read-register.ts';
import { type Cell, registerCells, registerColumns } from './register-columns.ts';
import { headOf } from './register-document.ts';

/** What a cell of a spreadsheet can hold. */
const LONGEST = 32_000;
const DAY_AND_TIME = 'yyyy-mm-dd hh:mm';

/**
 * The register as a spreadsheet (Office Open XML): every version, newest first, times (UTC) as times, counts as numbers, everything else as text, which
 * no program runs as a formula. A second sheet says where the chain ends.
 */
export async function registerXlsx(entries: readonly LinkedEntry[], organisation: string, now: Date): Promise<Uint8Array> {
  // Read when it is needed: a command that judges facts writes no spreadsheet.
  const { default: writeSheets } = await import('write-excel-file/node');
  const head = headOf(entries);
  const rows = registerCells(entries, head.hash).toReversed();
  const heading = registerColumns.map((name) => ({ type: String, value: name, fontWeight: 'bold' as const }));
  const about: Cell[][] = [
    ['organisation', organisation],
    ['exported_at', now],
    ['links', head.seq],
    ['head', head.hash],
  ];
  const book = writeSheets([
    {
      sheet: 'Register',
      data: [heading, ...rows.map((row) => row.map(cellOf))],
      stickyRowsCount: 1,
      stickyColumnsCount: 2,
      columns: registerColumns.map(widthOf),
    },
    { sheet: 'Proof', data: about.map((row) => row.map(cellOf)), columns: [{ width: 16 }, { width: 70 }] },
  ]);
  return new Uint8Array(await book.toBuffer());
}

function cellOf(cell: Cell) {
  if (cell === null || cell === '') return null;
  if (cell instanceof Date) return { type: Date, value: cell, format: DAY_AND_TIME };
  if (typeof cell === 'number') return { type: Number, value: cell };
  return { type: String, value: printable(cell) };
}

/** XML cannot hold control characters, and a cell no more than 32,767 characters. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST).toWellFormed()} …` : clean;
}

function widthOf(name: string) {
  return { width: name === 'title' || name === 'reasons' ? 40 : name.endsWith('_at') || name === 'deadline' ? 18 : 16 };
}
