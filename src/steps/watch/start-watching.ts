import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';
import { openParents } from './ask-parents.ts';
import { openWitness, type Witness } from './ask-witness.ts';
import { openCertificates } from './changes/keep-certificates.ts';
import { openSecrets } from './check-secrets.ts';
import { noticeGap } from './checks/follow-state.ts';
import { endBehind } from './end-behind.ts';
import { proveOrders } from './journeys/prove-orders.ts';
import { takeRun } from './journeys/take-run.ts';
import { openChanges } from './keep-changes.ts';
import { openMeasurements } from './keep-measurements.ts';
import { openSightings, ownWordsOf } from './keep-sightings.ts';
import { leaseChecks, releaseChecks } from './lease-checks.ts';
import { applyStep, lookAtCheck } from './look-at-check.ts';
import { askPlaces } from './places/ask-places.ts';
import { noticeSilentPlaces } from './places/notice-silent-places.ts';
import { plannedTables } from './planned-work.ts';
import { openSamples, type StoreSamples } from './prometheus/open-samples.ts';
import { readBeats } from './read-beats.ts';
import { readRecentLooks } from './read-recent-looks.ts';
import type { Running } from './running.ts';
import { openEyes } from './see-answers.ts';
import type { WatchCheck } from './store.ts';
import { openTurns } from './take-turns.ts';
import { closeWork } from './verbs/close-work.ts';

/** As `LEDGER_CHANNEL` of the ledger: every commit with an entry notifies it. */
const CHANNEL = 'shopbell_ledger';
const REFRESH_MS = 5_000;
const SOONEST_REFRESH_MS = 500;
const FLUSH_MS = 1_000;
const START_WITHIN_MS = 5_000;

type Changes = ReturnType<typeof openChanges>;

interface WatchOptions {
  /** Asked when a target cannot be reached; without any, failures are believed. */
  readonly witnesses?: readonly Witness[];
  /** Keeps the metrics that were scraped; without it they are only judged. */
  readonly storeSamples?: StoreSamples;
}

/** Looks at every check in its interval, until stopped. Any number of processes may run one: each check is leased by one of them. */
export async function startWatching(house: House, options: WatchOptions = {}): Promise<() => Promise<void>> {
  const holder = Buffer.from(house.random.bytes(9)).toString('base64url');
  const running = new Map<CheckId, Running>();
  const measurements = openMeasurements(house);
  const scraped = openSamples(house, options.storeSamples ?? (async () => undefined));
  const changes = openChanges(house);
  const sightings = openSightings(house);
  const eyes = openEyes({ ...eyesMeans(house), keep: sightings.add });
  const certificates = openCertificates(house);
  const witness = openWitness(house, options.witnesses ?? []);
  const stopping = new AbortController();
  const means = {
    stopping: stopping.signal,
    ...{ outsideFor: eyes.outsideFor, peek: eyes.peek },
    ...{ outside: house, random: house.random, log: house.log, keep: measurements.add, keepSamples: scraped.add, note: changes.add },
    keepCertificate: certificates.add,
    secretsOf: (check: WatchCheck) => openSecrets(house, check),
    beatsOf: (check: WatchCheck) => readBeats(house, check),
    journeys: journeyMeans(house),
    ...{ witness: witness.ask, answered: witness.answered },
    confirm: (check: WatchCheck) => askPlaces(house, check),
    parents: openParents(running, house.clock),
  };
  const turns = openTurns();
  let refreshAt = 0;
  let flushAt = 0;
  const unlisten = await house.state.listen(CHANNEL, () => {
    refreshAt = Math.min(refreshAt, house.clock.ticks() + SOONEST_REFRESH_MS);
  });

  const round = async (): Promise<void> => {
    const now = house.clock.ticks();
    if (now >= refreshAt) {
      refreshAt = now + REFRESH_MS;
      await endWork(house);
      await endBehind(house);
      await noticeSilentPlaces(house);
      witness.keepFresh();
      await refresh(house, holder, running, changes);
    }
    for (const one of running.values()) turns.take(one, now, (due) => lookAtCheck(means, due));
    if (now < flushAt) return;
    flushAt = now + FLUSH_MS;
    await measurements.flush();
    await scraped.flush();
    await sightings.flush();
    await certificates.flush();
  };

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await round();
      } catch (thrown) {
        house.log.error('watching met an error and goes on', { reason: messageOf(thrown) });
        await house.clock.sleep(1_000, stopping.signal);
      }
      await house.clock.sleep(pauseUntil([...running.values()], house.clock.ticks(), refreshAt), stopping.signal);
    }
  })();

  return async () => {
    stopping.abort();
    await unlisten();
    await loop;
    await turns.settle();
    await changes.settle();
    await measurements.flush();
    await scraped.flush();
    await sightings.flush();
    await certificates.flush();
    await releaseChecks(house.state, holder);
  };
}

function eyesMeans(house: House) {
  const secretsOf = (check: WatchCheck) => openSecrets(house, check);
  return { outside: house, log: house.log, ownOf: (check: WatchCheck) => ownOf(house, check), secretsOf };
}

async function ownOf(house: House, check: WatchCheck): Promise<readonly string[] | null> {
  try {
    return await ownWordsOf(house, check);
  } catch (thrown) {
    house.log.warn('a shop could not be read, so that answers are not looked through', { check: check.id, reason: messageOf(thrown) });
    return null;
  }
}

function journeyMeans(house: House) {
  return {
    isControlled: async ({ org, shop, target }: WatchCheck) => target.kind === 'journey' && house.ports.isControlled(org, shop, target.url),
    unproven: (check: WatchCheck) => proveOrders(house, check),
    keep: (check: WatchCheck, at: Date, run: JourneyRun) => takeRun(house, check, at, run),
  };
}

/** Ends planned work whose time is over, whichever process comes first. */
async function endWork(house: House): Promise<void> {
  const over = await house.state.everywhere((db) =>
    plannedTables(db)
      .selectFrom('watch_planned_work')
      .select('org_id')
      .distinct()
      .where('closed_at', 'is', null)
      .where('ends_at', '<=', house.clock.now())
      .execute(),
  );
  for (const { org_id: org } of over)
    await closeWork({ house, org, actor: { kind: 'system', id: 'watch', role: 'system' } }, { work: null });
}

/** Leases what is free, lets go of what is gone, and takes over what others changed. */
async function refresh(house: House, holder: string, running: Map<CheckId, Running>, changes: Changes): Promise<void> {
  const held = await leaseChecks(house.state, holder);
  const ids = new Set(held.map((check) => check.id));
  for (const id of running.keys()) if (!ids.has(id)) running.delete(id);
  const fresh = held.filter((check) => !running.has(check.id));
  const looks = await readRecentLooks(house, fresh);
  for (const check of held) {
    const known = running.get(check.id);
    if (known) renew(known, check, changes);
    else admit(house, { ...check, standing: { ...check.standing, looks: looks.get(check.id) ?? [] } }, running, changes);
  }
}

/** Somebody else changed the state (a pause that ended): theirs counts, unless ours is under way. */
function renew(known: Running, check: WatchCheck, changes: Changes): void {
  known.check = check;
  const isOurs =
    known.standing.state === check.standing.state || known.busy || known.standing.suspect !== null || changes.isWaiting(check.id);
  if (!isOurs) known.standing = { ...check.standing, looks: known.standing.looks };
}

function admit(house: House, check: WatchCheck, running: Map<CheckId, Running>, changes: Changes): void {
  const due = house.clock.ticks() + house.random.fraction() * Math.min(check.everyMs, START_WITHIN_MS);
  const one: Running = { check, standing: check.standing, due, busy: false };
  running.set(check.id, one);
  applyStep({ note: changes.add }, one, noticeGap(check.standing, house.clock.now(), check.everyMs), null);
}

function pauseUntil(running: readonly Running[], now: number, refreshAt: number): number {
  const next = running.reduce((least, one) => (one.busy ? least : Math.min(least, one.due)), refreshAt);
  return Math.min(250, Math.max(20, next - now));
}
