import type { House } from '#engines/house.ts';
import { type Ears, overhearHttp } from '#engines/http/overhear-http.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { type Eye, openEye, type SeenRow } from '#personal-data/index.ts';
import { findShop } from '#registry/index.ts';
import { openSecrets } from './check-secrets.ts';
import type { Outside, QueueMessage } from './kinds/kind.ts';
import type { WatchCheck } from './store.ts';

/** Kinds whose answers are pages and data of the shop. */
const SEEN: ReadonlySet<string> = new Set(['http', 'api', 'journey']);
const FRESH_MS = 60 * MINUTE;
const MOST_WAITING = 20_000;

interface Open {
  readonly eye: Eye;
  readonly until: number;
  readonly settings: string;
}

/**
 * Looks through what checks are answered for other people's data. Only keyed hashes are kept, and written in batches to telemetry, where
 * detect counts them.
 */
export function openEyes(house: House) {
  const open = new Map<CheckId, Open>();
  let waiting: { readonly org: WatchCheck['org']; readonly row: SeenRow }[] = [];
  return {
    /** The engines as a check uses them, with its answers looked through. */
    async outsideFor(check: WatchCheck): Promise<Outside> {
      if (!SEEN.has(check.target.kind)) return house;
      const eye = await eyeOf(house, check, open);
      return eye === null
        ? house
        : listening(
            house,
            earsOf(house, check, eye, (row) => waiting.push({ org: check.org, row })),
            eye,
          );
    },
    /** Looks through messages of a queue. */
    async peek(check: WatchCheck, messages: readonly QueueMessage[]): Promise<void> {
      const eye = await eyeOf(house, check, open);
      for (const message of messages) for (const row of eye?.peek(message) ?? []) waiting.push({ org: check.org, row });
    },
    async flush(): Promise<void> {
      const batch = waiting.slice(-MOST_WAITING);
      waiting = [];
      for (const [org, rows] of Map.groupBy(batch, ({ org }) => org)) {
        try {
          await house.telemetry.insert(
            org,
            'sightings',
            rows.map(({ row }) => row),
          );
        } catch (thrown) {
          house.log.warn('what was seen in answers could not be stored and waits', { reason: messageOf(thrown), rows: rows.length });
          waiting = [...rows, ...waiting];
        }
      }
    },
  };
}

/** The eye of a check; `null`: its shop cannot be read just now, and nothing is looked through this time. */
async function eyeOf(house: House, check: WatchCheck, open: Map<CheckId, Open>): Promise<Eye | null> {
  const settings = `${JSON.stringify(check.target)}\n${check.secretsHash}`;
  const known = open.get(check.id);
  const ticks = house.clock.ticks();
  if (known && known.settings === settings && known.until > ticks) return known.eye;
  try {
    const shop = await house.state.inOrg(check.org, (db) => findShop(db, check.shop));
    const eye = openEye({
      ...{ shop: check.shop, source: 'watch', now: () => house.clock.now() },
      mac: (purpose, text) => house.secrets.mac(check.org, purpose, text),
      own: [shop.url, shop.contact.address, `phone ${shop.contact.phone}`, shop.privacyContact.address, ...expectedOf(check)],
      declared: [...Object.values(openSecrets(house, check)), ...sentOf(check)],
    });
    open.set(check.id, { eye, until: ticks + FRESH_MS, settings });
    return eye;
  } catch (thrown) {
    house.log.warn('a shop could not be read, so that answers are not looked through', { check: check.id, reason: messageOf(thrown) });
    return null;
  }
}

/** What a check sends, in the clear: it stands in our own settings. */
function sentOf({ target }: WatchCheck): string[] {
  if (target.kind === 'journey') return [target.file];
  const asked = target.kind === 'api' ? target.steps : target.kind === 'http' ? [target] : [];
  return asked.map(({ url, headers, body }) => `${url} ${JSON.stringify(headers)} ${body}`);
}

/** What a check wants to see, is no find. */
function expectedOf({ target }: WatchCheck): string[] {
  if (target.kind === 'api') return target.steps.flatMap(({ conditions }) => conditions);
  return target.kind === 'http' ? [target.contains, ...target.conditions] : [];
}

/** What goes wrong while an answer is looked through must not change what the check says. */
function earsOf(house: House, check: WatchCheck, eye: Eye, keep: (row: SeenRow) => void): Ears {
  return {
    sent: ({ url, body }) => eye.send(`${url} ${typeof body === 'string' ? body : ''}`),
    answered: (answer) => {
      try {
        eye.see(answer).forEach(keep);
      } catch (thrown) {
        house.log.warn('an answer could not be looked through', { check: check.id, reason: messageOf(thrown) });
      }
    },
  };
}

function listening(outside: Outside, ears: Ears, eye: Eye): Outside {
  const { http, resolver, wire, sql, journeys, clock } = outside;
  return {
    ...{ resolver, wire, sql, clock, http: overhearHttp(http, ears) },
    journeys: { ...journeys, run: (wish) => journeys.run({ ...wish, heard: { ears, isOurs: (url) => eye.isShops(url) } }) },
  };
}
