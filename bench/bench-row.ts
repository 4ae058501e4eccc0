/** One measured figure, always beside what it is compared with: a named baseline of the same run, or a limit that was set. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly against: { readonly what: string; readonly value: number };
  /** Whether more than what it is compared with is a failure of the bench: for what other work on the machine does not change. */
  readonly holds?: boolean;
  /** How the cost grew when the work grew tenfold, where that was tried. */
  readonly tenfold?: number;
}

export type Bench = () => Promise<readonly BenchRow[]>;

/** The row as text: figure, comparison, ratio. */
export function formatRow(row: BenchRow): string {
  const ratio = row.against.value === 0 ? '–' : (row.value / row.against.value).toFixed(2);
  const growth = row.tenfold === undefined ? '' : `; ten times the work costs ${row.tenfold.toFixed(1)} times`;
  return `${row.what}: ${round(row.value)} ${row.unit} (${row.against.what}: ${round(row.against.value)}; ratio ${ratio}${growth})`;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
