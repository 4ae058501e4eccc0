import type { SqlLimits } from './types.ts';

/** Where a database is, with the address that was checked. */
export interface Place extends SqlLimits {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: 'off' | 'on' | 'verify';
  readonly timeZone: string;
}

/** One row more than asked for says that there are more. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}
