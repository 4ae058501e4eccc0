import type { House } from '#engines/house.ts';
import { addMs, DAY, MINUTE } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { openSecrets, sealSecrets } from '../../check-secrets.ts';
import { withoutSecrets } from '../../checks/fill-in.ts';
import { feedTables, type OrderFeed } from '../feeds/store.ts';
import { askRequest, type Budget, type Reading, type Told } from './ask-request.ts';
import { type Asking, AskLater, NotAnswered } from './asking.ts';
import { fillApi } from './fill-api.ts';
import { apiOf } from './known-apis.ts';
import type { Mark, Marks } from './mark.ts';

export interface ApiAnswer {
  /** Steps that were not known before. */
  readonly steps: number;
  readonly rejected: number;
  /** Why something was left out; '' when nothing was. */
  readonly reason: string;
  readonly marks: Marks;
  /** There is more, and it need not wait. */
  readonly more: boolean;
  /** Orders of which this round told. */
  readonly told: number;
  /** The latest step of which it told; `null`: it told of none. */
  readonly newest: Date | null;
  /** The system asked for patience until then. */
  readonly waitUntil: Date | null;
}

/** How far one round goes. */
export interface Limits {
  readonly pages?: number;
  readonly ms?: number;
}

/** One round, so that a system with much to tell holds up no other. */
const ROUND = { pages: 200, ms: 45_000 };
const TRIES = 5;

/**
 * Asks a system over HTTP for what changed, as far as one round goes, and stores what it tells: numbers sealed, times and amounts, nothing else.
 * A request that fails does not keep the others from being asked. Throws NotAnswered when none was answered.
 */
export async function askApi(house: House, feed: OrderFeed, { pages = ROUND.pages, ms = ROUND.ms }: Limits = {}): Promise<ApiAnswer> {
  const { org, shop, toldBy, timeZone, api } = feed;
  if (api === null) throw new NotAnswered('it is no system that is asked over HTTP');
  const { allowPrivate } = await house.state.inOrg(org, (db) => findShop(db, shop));
  const secrets = openSecrets(house, { org, secrets: api.secrets });
  const filled = fillApi(apiOf(api.name), api.settings);
  const asking: Asking = { house, feed: feed.id, filled, secrets, allowPrivate, renew: (fresh) => keepSecrets(house, feed, fresh) };
  const reading: Reading = { house, asking, org, shop, feed: feed.id, toldBy, timeZone };
  const now = house.clock.now();
  const budget: Budget = { pages, until: house.clock.ticks() + ms };
  const told: Told = { orders: new Set(), steps: 0, rejected: 0, reason: '', newest: 0 };
  const marks: Record<string, Mark> = { ...api.marks };
  const faults: string[] = [];
  let asked = 0;
  let waitUntil: Date | null = null;
  for (const request of filled.requests) {
    const mark = marks[request.name] ?? { since: addMs(now, -request['reach-days'] * DAY).toISOString() };
    if (isEarly(request['every-minutes'], mark, now)) continue;
    asked += 1;
    const keep = (next: Mark): void => {
      marks[request.name] = next;
    };
    try {
      await askRequest(reading, request, mark, { budget, told, keep });
    } catch (thrown) {
      if (!(thrown instanceof NotAnswered) && !(thrown instanceof AskLater)) throw thrown;
      faults.push(
        `${filled.requests.length > 1 ? `${request.name}: ` : ''}${withoutSecrets(withoutSecrets(thrown.message, secrets), asking.secrets)}`,
      );
      if (thrown instanceof AskLater) waitUntil = thrown.until;
      else keep(afterFault(marks[request.name] ?? mark));
    }
    if (waitUntil !== null) break;
  }
  if (faults.length > 0 && faults.length === asked && waitUntil === null) throw new NotAnswered(faults.join('; ').slice(0, 300));
  return {
    ...{ steps: told.steps, rejected: told.rejected, reason: [...faults, told.reason].filter(Boolean).join('; ').slice(0, 300) },
    ...{ marks, waitUntil, told: told.orders.size, newest: told.newest === 0 ? null : new Date(told.newest) },
    more: faults.length === 0 && Object.values(marks).some((mark) => mark.begun !== undefined),
  };
}

/** A key that is good once is worth nothing when the next one is lost. */
async function keepSecrets(house: House, { org, id }: OrderFeed, secrets: Readonly<Record<string, string>>): Promise<void> {
  await house.state.inOrg(org, (db) =>
    feedTables(db)
      .updateTable('watch_order_feeds')
      .set({ secrets: sealSecrets(house, org, secrets) })
      .where('feed_id', '=', id)
      .execute(),
  );
}

/** A page that is not answered again and again may be what is not understood: then the answer is begun anew from where its time stands. */
function afterFault(mark: Mark): Mark {
  const tries = (mark.tries ?? 0) + 1;
  return tries < TRIES ? { ...mark, tries } : { since: mark.since, done: mark.done };
}

function isEarly(minutes: number | undefined, mark: Mark, now: Date): boolean {
  if (minutes === undefined || mark.done === undefined || mark.begun !== undefined) return false;
  return now.getTime() < Date.parse(mark.done) + minutes * MINUTE;
}
