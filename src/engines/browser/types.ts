import type { BrowserContext } from 'playwright-core';

/** A real Chromium, started when first needed and stopped when idle. */
export interface Browser {
  /** Runs `work` in a fresh context (no cookies, no cache) and closes it. At most two at a time; others wait. */
  withContext<T>(options: BrowserOptions, work: (context: BrowserContext) => Promise<T>): Promise<T>;
  /** One line for `doctor`: version, where from, and how it is sandboxed. Throws BROWSER_MISSING. */
  describe(): Promise<string>;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly locale?: string;
  readonly ignoreCertificateErrors?: boolean;
  /** Whether pages may reach private and loopback addresses: only when the owner allowed this target. */
  readonly allowPrivate?: boolean;
  /** What `/` means when a page is opened. */
  readonly baseUrl?: string;
  /** Whether the browser says that it is Shopbell's, so that shops can tell its visits from customers'. */
  readonly marked?: boolean;
}
