import { type ErrorCode, errorTable } from './error-table.ts';

/** What an error tells a person: what happened, what it means, what to do. */
export class ShopbellError extends Error {
  override readonly name = 'ShopbellError';
  readonly code: ErrorCode;
  /** HTTP status that a route answers with. */
  readonly status: number;
  /** What to do now, one sentence. */
  readonly remedy: string;
  /** Details that are safe to show and log: never personal data, never a secret. */
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(code: ErrorCode, details: Record<string, string | number | boolean> = {}, options: { cause?: unknown } = {}) {
    const row = errorTable[code];
    super(fill(row.message, details), options);
    this.code = code;
    this.status = row.status;
    this.remedy = fill(row.remedy, details);
    this.details = details;
  }
}

function fill(template: string, details: Record<string, string | number | boolean>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => (key in details ? String(details[key]) : whole));
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
