import { ShopbellError } from '#kernel/errors.ts';

/** A refusal in words for a form: what happened and what to do. */
export interface Refusal {
  readonly error: string;
  readonly status: number;
  readonly code: string;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Refusal);

/** Runs what a form asked for. A refusal that a person can mend comes back in words; everything else is thrown on. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof ShopbellError) || error.status >= 500 || error.code === 'NOT_FOUND') throw error;
    return { ok: false, error: `${error.message} ${error.remedy}`, status: error.status, code: error.code };
  }
}
