/** One number of a program or machine at one moment, as Prometheus has it: a name and labels. */
export interface MetricSample {
  readonly name: string;
  /** Without the name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Ms since 1970; `null`: now. */
  readonly at: number | null;
  readonly kind: MetricKind;
}

/** What a number is: one that goes up and down, one that only rises, or a quantile. */
export type MetricKind = 'gauge' | 'counter-cumulative' | 'summary';
