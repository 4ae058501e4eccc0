import { type Ears, overhearHttp } from '#engines/http/overhear-http.ts';
import type { Log } from '#engines/log/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { type Eye, openEye, type Seen } from '#personal-data/index.ts';
import type { Outside, QueueMessage } from './kinds/kind.ts';
import type { WatchCheck } from './store.ts';

/** Kinds whose answers are pages and data of the shop. */
const SEEN: ReadonlySet<string> = new Set(['http', 'api', 'journey']);
const FRESH_MS = 60 * MINUTE;

interface Open {
  readonly eye: Eye;
  readonly until: number;
  readonly settings: string;
}

export interface EyesMeans {
  readonly outside: Outside;
  readonly log: Log;
  /** Addresses and contacts of a check's shop; `null`: not known just now, and nothing is looked through this time. */
  readonly ownOf: (check: WatchCheck) => Promise<readonly string[] | null>;
  readonly secretsOf: (check: WatchCheck) => Readonly<Record<string, string>>;
  /** Takes what was seen, in the clear: it is hashed before it is stored, and written nowhere else. */
  readonly keep: (check: WatchCheck, seen: Seen) => void;
}

/** Looks through what checks are answered for other people's data. */
export function openEyes(means: EyesMeans) {
  const { outside } = means;
  const open = new Map<CheckId, Open>();
  return {
    /** The engines as a check uses them, with its answers looked through. */
    async outsideFor(check: WatchCheck): Promise<Outside> {
      const eye = SEEN.has(check.target.kind) ? await eyeOf(means, check, open) : null;
      return eye === null ? outside : listening(outside, earsOf(means, check, eye), eye);
    },
    /** Looks through messages of a queue. */
    async peek(check: WatchCheck, messages: readonly QueueMessage[]): Promise<void> {
      const eye = await eyeOf(means, check, open);
      for (const message of messages) for (const seen of eye?.peek(message) ?? []) means.keep(check, seen);
    },
  };
}

async function eyeOf(means: EyesMeans, check: WatchCheck, open: Map<CheckId, Open>): Promise<Eye | null> {
  const { clock } = means.outside;
  const settings = `${JSON.stringify(check.target)}\n${check.secretsHash}`;
  const known = open.get(check.id);
  const ticks = clock.ticks();
  if (known && known.settings === settings && known.until > ticks) return known.eye;
  const shop = await means.ownOf(check);
  if (shop === null) return null;
  const eye = openEye({
    now: () => clock.now(),
    own: [...shop, ...expectedOf(check)],
    declared: [...Object.values(means.secretsOf(check)), ...sentOf(check)],
  });
  open.set(check.id, { eye, until: ticks + FRESH_MS, settings });
  return eye;
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
function earsOf({ log, keep }: EyesMeans, check: WatchCheck, eye: Eye): Ears {
  return {
    sent: ({ url, body }) => eye.send(`${url} ${typeof body === 'string' ? body : ''}`),
    answered: (answer) => {
      try {
        for (const seen of eye.see(answer)) keep(check, seen);
      } catch (thrown) {
        log.warn('an answer could not be looked through', { check: check.id, reason: messageOf(thrown) });
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
