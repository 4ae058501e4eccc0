import type { House } from '#engines/house.ts';
import { LEDGER_CHANNEL } from '#engines/ledger/append-entry.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { followStatus } from '../verbs/follow-status.ts';
import { makePushKeys } from '../verbs/make-push-keys.ts';
import { tidyStatus } from '../verbs/tidy-status.ts';
import { checkDueHosts } from './check-hosts.ts';
import { openStatusWriter, type StatusWriter } from './open-status-writer.ts';
import { readSnapshot } from './read-snapshot.ts';
import { type SenderPace, sendDueStatusMails } from './send-status-mails.ts';
import { listPublishedPages, type StatusPage, statusTables } from './store.ts';

/** A page is looked at and stamped this often even when nothing happens; ten seconds are promised. */
const EVERY_MS = 7 * SECOND;
/** Today’s minutes grow even when nothing happens. */
const READ_EVERY_MS = 20 * SECOND;
const LOOK_AGAIN_MS = SECOND;
const SOONEST_MS = 250;
const TIDY_EVERY_MS = MINUTE;
const BATCH = 100;
const CONCURRENCY = 5;

interface StatusOptions {
  /** Mails a second at most. Unless said: no limit for the local mailbox, 10 for a real mail server. */
  readonly perSecond?: number;
}

/**
 * Follows every published status page, writes it as files, and sends its mails, until stopped: stopping waits for what is under way.
 * Any number of processes may run one: a page is followed by a locked row, a mail claimed by one, and each process writes files of its own.
 */
export async function startStatusPages(house: House, options: StatusOptions = {}): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const writer = openStatusWriter(house);
  const changed = new Set<string>();
  let wake: () => void = () => undefined;
  const unlisten = await house.state.listen(LEDGER_CHANNEL, (org) => {
    changed.add(org);
    wake();
  });
  const rest = async (): Promise<void> => {
    await house.clock.sleep(SOONEST_MS, stopping.signal);
    if (changed.size > 0 || stopping.signal.aborted) return;
    const woken = new AbortController();
    wake = () => woken.abort();
    await house.clock.sleep(LOOK_AGAIN_MS, AbortSignal.any([woken.signal, stopping.signal]));
  };
  const dueAt = new Map<string, number>();
  const readAt = new Map<string, number>();
  let tidyAt = 0;
  const follow = async (): Promise<void> => {
    const orgs = new Set(changed);
    changed.clear();
    const pages = await house.state.everywhere((db) => listPublishedPages(db));
    await writer.keepOnly(pages.map(({ slug }) => slug));
    for (const page of pages) {
      const isDue = house.clock.ticks() >= (dueAt.get(page.shop) ?? 0) || orgs.has(page.org) || orgs.has('');
      if (!isDue || stopping.signal.aborted) continue;
      const isStill = !orgs.has(page.org) && !orgs.has('') && house.clock.ticks() < (readAt.get(page.shop) ?? 0) + READ_EVERY_MS;
      if (await followPage(house, writer, page, isStill)) readAt.set(page.shop, house.clock.ticks());
      dueAt.set(page.shop, house.clock.ticks() + EVERY_MS);
    }
    if (house.clock.ticks() < tidyAt) return;
    tidyAt = house.clock.ticks() + TIDY_EVERY_MS;
    await tidyAll(house);
    await checkDueHosts(house);
  };
  const pace = paceOf(house, options);
  const loops = [
    loop(house, stopping.signal, follow, rest),
    loop(
      house,
      stopping.signal,
      () => sendAll(house, pace, stopping.signal),
      () => house.clock.sleep(LOOK_AGAIN_MS, stopping.signal),
    ),
  ];
  return async () => {
    stopping.abort();
    await unlisten();
    await Promise.all(loops);
  };
}

async function loop(house: House, signal: AbortSignal, round: () => Promise<void>, rest: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await round();
    } catch (thrown) {
      house.log.error('status pages met an error and go on', { reason: messageOf(thrown) });
      await house.clock.sleep(SECOND, signal);
    }
    if (!signal.aborted) await rest();
  }
}

/** Follows one page and writes it; `isStill`: only its instant, unless a part changed. Whether it was read anew. What stands in the way of one page holds up no other. */
async function followPage(house: House, writer: StatusWriter, page: StatusPage, isStill: boolean): Promise<boolean> {
  try {
    const { changed, seenAt } = await followStatus(scopeOf(house, page.org), { shop: page.shop });
    if (isStill && changed === 0 && seenAt !== null && (await writer.stamp(page.slug, seenAt))) return false;
    await writer.write(page.slug, await readSnapshot(house, page));
    return true;
  } catch (thrown) {
    house.log.error('a status page could not be renewed, and will be', { shop: page.shop, reason: messageOf(thrown) });
    return false;
  }
}

async function tidyAll(house: House): Promise<void> {
  const rows = await house.state.everywhere((db) =>
    statusTables(db).selectFrom('watch_status_pages').select('org_id').distinct().execute(),
  );
  for (const { org_id: org } of rows) {
    await tidyStatus(scopeOf(house, org), {});
    await makePushKeys(scopeOf(house, org), {});
  }
}

function paceOf(house: House, { perSecond }: StatusOptions): SenderPace & { readonly perSecond: number } {
  const most = perSecond ?? (house.mailer.mode === 'local' ? Number.POSITIVE_INFINITY : 10);
  const batch = Math.max(1, Math.min(BATCH, most));
  return { perSecond: most, batch, concurrency: Math.min(CONCURRENCY, batch) };
}

async function sendAll(house: House, pace: SenderPace & { readonly perSecond: number }, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const begun = house.clock.ticks();
    const tried = await sendDueStatusMails(house, pace);
    if (tried === 0) return;
    const left = (tried / pace.perSecond) * SECOND - (house.clock.ticks() - begun);
    if (left > 0) await house.clock.sleep(left, signal);
  }
}

function scopeOf(house: House, org: OrgId) {
  return { house, org, actor: { kind: 'system', id: 'watch.status', role: 'system' } } as const;
}
