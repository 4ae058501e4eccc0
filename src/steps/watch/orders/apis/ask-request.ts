import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { addMs, DAY, MINUTE } from '#kernel/time.ts';
import type { OrderSystem } from '../order-words.ts';
import { storeSteps } from '../store-steps.ts';
import { addCompanions } from './add-companions.ts';
import type { ApiRequest } from './api-shape.ts';
import { askPage } from './ask-page.ts';
import { type Asking, NotAnswered } from './asking.ts';
import type { Settings } from './fill-api.ts';
import type { Mark } from './mark.ts';
import { firstPage, nextPage, type PageState } from './next-page.ts';
import { firstText, valuesAt } from './pick.ts';
import { type ReadStep, readItem, timeOf } from './read-items.ts';
import { writeTime } from './write-request.ts';

/** What is left for this round. */
export interface Budget {
  pages: number;
  /** Ticks at which no further page is begun. */
  readonly until: number;
}

/** What a round told; filled as it goes. */
export interface Told {
  readonly orders: Set<string>;
  steps: number;
  rejected: number;
  /** Why the first item was not taken, or what was cut off. */
  reason: string;
  /** ms since 1970. */
  newest: number;
}

export interface Reading {
  readonly house: House;
  readonly asking: Asking;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly feed: string;
  readonly toldBy: OrderSystem;
  readonly timeZone: string;
}

/** More pages of one answer are no answer but a loop, or too much for an interface that gives it page by page. */
const MOST_PAGES = 20_000;

/**
 * Asks one request page by page until it is told everything or the budget is used up, storing each page before the next is asked. `keep` is given
 * where it stands after each page: with `begun` there is more. Throws NotAnswered, AskLater; what was stored stays, and is not stored again.
 */
export async function askRequest(
  reading: Reading,
  request: ApiRequest,
  from: Mark,
  { budget, told, keep }: { readonly budget: Budget; readonly told: Told; keep(mark: Mark): void },
): Promise<void> {
  const { house, asking } = reading;
  const pace = asking.filled.api['pace-ms'];
  let mark = from.at === undefined ? begin(request, from, house.clock.now()) : from;
  keep(mark);
  while (budget.pages > 0 && house.clock.ticks() <= budget.until) {
    budget.pages -= 1;
    mark = after(request, mark, await readPage(reading, request, mark, told), told);
    // Where only a part of the time can be asked for at once, the next part follows.
    if (mark.at === undefined && mark.begun !== undefined) mark = begin(request, mark, house.clock.now());
    keep(mark);
    if (mark.at === undefined) return;
    if (pace > 0) await house.clock.sleep(pace);
  }
}

function begin(request: ApiRequest, { since, done }: Mark, now: Date): Mark {
  const window = request['window-days'];
  const until = window === undefined ? now : new Date(Math.min(now.getTime(), Date.parse(since) + window * DAY));
  return { since, done, begun: now.toISOString(), until: until.toISOString(), at: firstPage(request.paging), pages: 0 };
}

interface PageRead {
  readonly next: PageState | null;
  /** The latest time of a change; `null`: none was told. */
  readonly changed: number | null;
  /** All that is left is older than was asked for. */
  readonly isOver: boolean;
}

async function readPage(reading: Reading, request: ApiRequest, mark: Mark, told: Told): Promise<PageRead> {
  const { asking, toldBy } = reading;
  const zone = request.zone === 'shop' ? reading.timeZone : request.zone;
  const { url, ...state } = mark.at ?? {};
  const values = { ...valuesOf(request, mark, zone), ...textsOf(state) };
  const page = await askPage(asking, request, values, url);
  const items = itemsOf(asking, request, page.body);
  const whole = request.with.length === 0 ? items : await addCompanions(asking, request.with, items, values);
  const steps: ReadStep[] = [];
  for (const item of whole) {
    const read = readItem(request, item, { toldBy, zone, currency: asking.filled.currency });
    if (read === null) continue;
    if (typeof read === 'string') {
      told.rejected += 1;
      told.reason ||= `${request.name}: ${read}`;
      continue;
    }
    if (read.steps.length > 0) told.orders.add(read.order);
    for (const step of read.steps) told.newest = Math.max(told.newest, step.at);
    steps.push(...read.steps);
  }
  told.steps += await storeSteps(reading.house, { org: reading.org, shop: reading.shop, source: reading.feed }, steps);
  const timesAt = (paths: readonly string[] | undefined): number[] =>
    paths === undefined
      ? []
      : items.map((item) => timeOf(firstText(paths, { item, whole: item }), request.times, zone) ?? 0).filter((at) => at > 0);
  const changed = timesAt(request.changed);
  const ages = timesAt(request.older === undefined ? undefined : [request.older]);
  return {
    next: nextPage(request.paging, state, { ...page, items }),
    changed: changed.length === 0 ? null : Math.max(...changed),
    isOver: ages.length > 0 && Math.max(...ages) < Date.parse(mark.since),
  };
}

/** Where the question stands after a page. */
function after(request: ApiRequest, mark: Mark, { next, changed, isOver }: PageRead, told: Told): Mark {
  const { begun = mark.since, until = begun, done } = mark;
  const pages = (mark.pages ?? 0) + 1;
  const isCut = next !== null && pages >= MOST_PAGES;
  if (isCut) told.reason ||= `${request.name}: after ${MOST_PAGES} pages there was still more, which was left out`;
  if (next === null || isOver || isCut) {
    if (until < begun) return { since: until, done, begun, until, at: undefined, pages: 0 };
    return { since: addMs(new Date(begun), -request['overlap-minutes'] * MINUTE).toISOString(), done: begun };
  }
  if (JSON.stringify(next) === JSON.stringify(mark.at)) throw new NotAnswered(`${request.name}: the same page comes again and again`);
  const later = changed === null ? 0 : changed - (changed % 1_000);
  // What changes meanwhile moves to the end and pulls the others forward: only their time finds them all.
  if (request.keyset && later > Date.parse(mark.since))
    return { ...mark, since: new Date(later).toISOString(), at: firstPage(request.paging), pages, tries: 0 };
  return { ...mark, at: next, pages, tries: 0 };
}

function valuesOf(request: ApiRequest, { since, until, begun }: Mark, zone: string): Settings {
  return {
    since: writeTime(new Date(since), request.since, zone),
    until: writeTime(new Date(until ?? begun ?? since), request.since, zone),
  };
}

function textsOf({ page, offset, cursor }: PageState): Settings {
  return { page: String(page ?? ''), offset: String(offset ?? ''), cursor: cursor ?? '' };
}

/** Where the list should stand and nothing does, the answer is another than the one that is described. */
function itemsOf({ filled }: Asking, request: ApiRequest, body: unknown): unknown[] {
  const [list = '$'] = request.items.split('[*]');
  const isEmpty = Array.isArray(body) && body.length === 0;
  const found = valuesAt(list, { item: body, whole: body });
  if (!isEmpty && !found.some(Array.isArray))
    throw new NotAnswered(`an answer of ${filled.api.title} holds no ${list === '$' ? 'list' : list.slice(2)}: it is not as described`);
  const items = valuesAt(request.items, { item: body, whole: body });
  return items.filter((item) => typeof item === 'object' && item !== null);
}
