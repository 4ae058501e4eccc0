/** A point of a line: an instant and a value; null is a gap, because nobody measured. */
export type Point = readonly [at: Date, value: number | null];

/** A span of time that is marked in a chart, with its words. */
export interface MarkedSpan {
  readonly from: Date;
  readonly to: Date;
  readonly label: string;
}

/** What is usual at an instant: from `low` to `high`. */
export type BandPoint = readonly [at: Date, low: number, high: number];

interface ChartBase {
  /** One sentence that says what the picture shows: it is the picture's text. */
  readonly label: string;
  /** Of the values: `ms`, `reads`, `%`. */
  readonly unit?: string;
  /** Height in CSS pixels at full width; 220 unless said. */
  readonly height?: number;
}

export interface LineChartProps extends ChartBase {
  readonly points: readonly Point[];
  /** What the line is called in the table of figures. */
  readonly name: string;
  readonly band?: readonly BandPoint[];
  readonly marks?: readonly MarkedSpan[];
  /** The same at another time, to compare with: a quiet broken line. */
  readonly before?: { readonly name: string; readonly points: readonly Point[] };
  /** Instants at which something changed: numbered lines, in the order of the list that stands beside the picture. */
  readonly moments?: readonly Date[];
  /** A level that is drawn across, e.g. the alarm's threshold. */
  readonly level?: { readonly value: number; readonly label: string };
}

interface Bar {
  readonly name: string;
  readonly value: number | null;
  readonly tone?: 'ok' | 'warn' | 'bad' | 'calm';
}

export interface BarChartProps extends ChartBase {
  readonly bars: readonly Bar[];
}

/** One class of a histogram: values from `from` (inside) to `to` (not). */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface HistogramProps extends ChartBase {
  readonly bins: readonly Bin[];
  /** A value that is marked, e.g. the 95th percentile. */
  readonly mark?: { readonly value: number; readonly label: string };
}

export interface FlowChartProps extends ChartBase {
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly tone?: 'ok' | 'warn' | 'bad' | 'calm' }[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly value: number }[];
}
