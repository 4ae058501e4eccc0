import type { BrowserContext, Page } from 'playwright-core';
import type { Ears } from '../http/overhear-http.ts';

/** One thing that a journey did or expected. */
export interface JourneyStep {
  /** As it stands in the file: `getByRole('button', { name: 'Pay' }).click()`. */
  readonly title: string;
  /** Line of the file, from 1; `null` when it is not known. */
  readonly line: number | null;
  /** Names of the `test.step`s around it. */
  readonly within: readonly string[];
  /** Milliseconds since the journey began. */
  readonly at: number;
  readonly ms: number;
  readonly error: string | null;
}

/** One request of a page, without what its query says. */
export interface WebRequest {
  readonly url: string;
  readonly method: string;
  /** As the browser names it: document, script, image, fetch … */
  readonly type: string;
  /** `null`: no answer. */
  readonly status: number | null;
  /** Milliseconds since the journey began. */
  readonly at: number;
  readonly ms: number | null;
  /** Bytes of the answer's body as they went over the line. */
  readonly bytes: number | null;
  readonly failure: string | null;
}

export interface JourneyShot {
  readonly title: string;
  readonly at: number;
  readonly jpeg: Uint8Array;
}

export interface JourneyRun {
  /** `unknown`: the journey could not be made, which says nothing about the shop. */
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** One line: what went wrong and where, or what was done. */
  readonly reason: string;
  /** The test that failed; `null` when none did. */
  readonly failed: string | null;
  readonly tests: readonly string[];
  readonly ms: number;
  readonly steps: readonly JourneyStep[];
  readonly requests: readonly WebRequest[];
  readonly shots: readonly JourneyShot[];
  /** Lines that pages wrote to the console as errors, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** What the journey told about itself: `order`, `total`. */
  readonly told: Readonly<Record<string, string>>;
  /** A Playwright trace (zip), of a journey that failed. Secrets are taken out. */
  readonly trace: Uint8Array | null;
}

export interface JourneyWish {
  /** A Playwright file: JavaScript or TypeScript. */
  readonly source: string;
  /** How the file is called in errors. */
  readonly name: string;
  /** What `page.goto('/')` means. */
  readonly baseUrl: string;
  readonly allowPrivate: boolean;
  /** `process.env` of the file. They are taken out of everything that is kept. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether `shop.pay` may place an order. */
  readonly mayOrder: boolean;
  /** The whole journey, ms. */
  readonly maxMs: number;
  /** What `shop.fillAddress` fills in where the file says nothing else. */
  readonly who?: Readonly<Record<string, string>>;
  /** Listens to what pages of these addresses are answered; only where the journey opens its own browser. */
  readonly heard?: { readonly ears: Ears; isOurs(url: string): boolean };
}

/** What a journey leaves behind in a browser that somebody else opened. */
export type JourneyWalk = Omit<JourneyRun, 'shots' | 'trace' | 'requests' | 'complaints'> & {
  /** What `shop.fillAddress` filled in: `email`, `street` … */
  readonly filled: readonly string[];
  /** The page that was open last. */
  readonly page: Page;
};

/** Makes journeys through shops: plain Playwright files, run in a sandbox that reaches nothing but the pages of a real browser. */
export interface Journeys {
  /** The journey from a product to the payment, for shops that nobody wrote one for. */
  readonly checkout: string;
  /** Names of the tests of a file. Throws JOURNEY_INVALID. */
  read(source: string, name: string): Promise<readonly string[]>;
  /** Makes the tests of the file in their order in a fresh browser context, without the cookies of the one before, until one fails. Never throws for what a shop or a file does. */
  run(wish: JourneyWish): Promise<JourneyRun>;
  /** The same on a page that is open already, with whatever recorders hang on it. Throws JOURNEY_INVALID. */
  walk(context: BrowserContext, page: Page, wish: JourneyWish): Promise<JourneyWalk>;
}
