import type { BrowserContext, Page, Response } from 'playwright-core';
import { asymmetricOf, type Expect } from './answer-expects.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { KeptAnswer } from './kept-answer.ts';
import type { JourneyShot, JourneyStep, JourneyWish } from './types.ts';

/** One journey while it is made. */
export interface WalkState {
  readonly wish: JourneyWish;
  /** By `performance.now()`: when the browser was ready. */
  startedAt: number;
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string;
  readonly expect: Expect;
  readonly asymmetric: (name: string, wanted: unknown) => unknown;
  readonly steps: JourneyStep[];
  /** `null`: nobody wants pictures, which cost time and memory. */
  readonly shots: JourneyShot[] | null;
  readonly told: Record<string, string>;
  /** What `shop.fillAddress` filled in. */
  readonly filled: Set<string>;
  /** What the shop answered where that is kept: by `answer1`, `answer2` … */
  readonly answers: Map<string, Response | KeptAnswer>;
  /** By `page`, `page2` … as the file knows them. */
  readonly pages: Map<string, Page>;
  context: BrowserContext;
  calls: number;
}

export const MOST_CALLS = 2_000;
const MOST_STEPS = 300;
const MOST_SHOTS = 20;

export function startWalk(wish: JourneyWish, context: BrowserContext, expect: Expect, isPictured: boolean): WalkState {
  const hide = hideSecrets(wish.secrets);
  return {
    ...{ wish, context, hide, expect, startedAt: performance.now(), calls: 0 },
    asymmetric: (name, wanted) => asymmetricOf(expect, name, wanted),
    ...{ steps: [], shots: isPictured ? [] : null, told: {}, filled: new Set(), answers: new Map(), pages: new Map() },
  };
}

/** Milliseconds since the journey began. */
export function sinceStart(state: WalkState): number {
  return Math.round(performance.now() - state.startedAt);
}

export function addStep(state: WalkState, step: JourneyStep): void {
  if (state.steps.length < MOST_STEPS) state.steps.push(step);
}

/** Names a page that the file gets to know. */
export function pageName(state: WalkState, page: Page): string {
  for (const [name, known] of state.pages) if (known === page) return name;
  const name = state.pages.size === 0 ? 'page' : `page${state.pages.size + 1}`;
  state.pages.set(name, page);
  return name;
}

/** Takes a picture of a page, with secrets covered. A page that cannot be pictured is no reason to fail. */
export async function takeShot(state: WalkState, page: Page, title: string): Promise<void> {
  if (state.shots === null || state.shots.length >= MOST_SHOTS || page.isClosed()) return;
  const secret = Object.values(state.wish.secrets).filter((value) => value.length > 2);
  const mask = secret.flatMap((value) => [page.getByText(value), page.locator(`input[value=${JSON.stringify(value)}]`)]);
  try {
    const typed = secret.length === 0 ? [] : [page.locator('input:not([type=submit]):not([type=button]), textarea')];
    const jpeg = await page.screenshot({
      fullPage: title === 'failed',
      type: 'jpeg',
      quality: 60,
      timeout: 5_000,
      mask: [...mask, ...typed],
      maskColor: '#888888',
    });
    state.shots.push({ title: state.hide(title), at: sinceStart(state), jpeg });
  } catch {
    // It went away or hangs: what it showed is not known.
  }
}
