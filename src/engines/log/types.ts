/** Structured log lines on stderr. Never personal data, never a secret; the message is constant, the facts are fields. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** For what a person must look at: a healthy Shopbell writes none. */
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
