/** Something that was fetched, or why it could not be. */
export type Got<T> = { readonly kind: 'got'; readonly value: T } | { readonly kind: 'unknown'; readonly reason: string };

export interface Exchange {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Decoded as UTF-8 (Latin-1 for binary probes) and cut. */
  readonly body: string;
  readonly truncated: boolean;
  /** The same page after its scripts had run in a browser, where they fill it; cut. */
  readonly shown?: string;
  /** Why a browser could not show it. */
  readonly unshown?: string;
  /** Whether the certificate of the last address fits, or why not; `null` over plain HTTP. */
  readonly trusted?: true | string | null;
}

export type DnsFact =
  | { readonly kind: 'records'; readonly records: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };
