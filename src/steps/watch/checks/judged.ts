/** What a look brought home, judged: up or down, and why in one line. `unknown`: it could not be told. */
export interface Judged {
  readonly saw: 'up' | 'down' | 'unknown';
  readonly reason: string;
}

export const up = (reason: string): Judged => ({ saw: 'up', reason });
export const down = (reason: string): Judged => ({ saw: 'down', reason });
export const unknown = (reason: string): Judged => ({ saw: 'unknown', reason });
