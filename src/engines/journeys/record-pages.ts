import type { BrowserContext, Page, Request } from 'playwright-core';
import type { WebRequest } from './types.ts';
import { pageName, type WalkState } from './walk-state.ts';

const MOST_REQUESTS = 500;
const MOST_COMPLAINTS = 50;

export interface PageRecord {
  readonly requests: WebRequest[];
  readonly complaints: string[];
}

/** Records what the pages of a context ask for and complain about; dialogs are sent away unless the file says otherwise. */
export function recordPages(context: BrowserContext, state: WalkState): PageRecord {
  const record: PageRecord = { requests: [], complaints: [] };
  const baseOf = () => performance.timeOrigin + state.startedAt;
  const complain = (text: string) => {
    if (record.complaints.length < MOST_COMPLAINTS) record.complaints.push(state.hide(text.split('\n', 1)[0]?.slice(0, 300) ?? ''));
  };
  const meet = (page: Page) => {
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
    page.on('pageerror', (error) => complain(error.message));
  };
  context.pages().forEach(meet);
  context.on('page', meet);
  context.on('console', (message) => message.type() === 'error' && complain(message.text()));
  const add = (request: Request, failure: string | null) => {
    if (record.requests.length >= MOST_REQUESTS) return;
    const place = record.requests.push(begun(request, baseOf(), failure, state.hide)) - 1;
    if (failure === null) void finished(request, record.requests, place);
  };
  context.on('requestfinished', (request) => add(request, null));
  context.on('requestfailed', (request) => add(request, request.failure()?.errorText ?? 'failed'));
  return record;
}

function begun(request: Request, base: number, failure: string | null, hide: (text: string) => string): WebRequest {
  const timing = request.timing();
  return {
    url: hide(withoutQuery(request.url())).slice(0, 500),
    method: request.method(),
    type: request.resourceType(),
    status: null,
    at: Math.max(0, Math.round(timing.startTime - base)),
    ms: timing.responseEnd < 0 ? null : Math.round(timing.responseEnd),
    bytes: null,
    failure,
  };
}

/** How an answer went is asked of the browser, which may be gone by then. */
async function finished(request: Request, list: WebRequest[], place: number): Promise<void> {
  const answer = await request.response().catch(() => null);
  const sizes = answer === null ? null : await request.sizes().catch(() => null);
  const known = list[place];
  if (known)
    list[place] = { ...known, status: answer?.status() ?? null, bytes: sizes === null ? null : Math.max(0, sizes.responseBodySize) };
}

/** What stands behind the question mark is often about a person. */
function withoutQuery(url: string): string {
  if (url.startsWith('data:')) return `${url.slice(0, 30)}…`;
  return url.split(/[?#]/, 1)[0] ?? url;
}

/** Gives a journey its first page. */
export async function firstPage(context: BrowserContext, state: WalkState): Promise<Page> {
  const page = await context.newPage();
  pageName(state, page);
  return page;
}
