import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openSpool } from '#engines/files/open-spool.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import type { HttpClient } from '#engines/http/types.ts';
import { openLateJourneys } from '#engines/journeys/open-late-journeys.ts';
import { openLog } from '#engines/log/open-log.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { startProber, syncAnswerShape } from '#steps/watch/index.ts';

const MOST_BYTES = 200 * 1024 * 1024;
/** What journeys saw while nobody could be told: as much again. */
const MOST_JOURNEY_BYTES = 200 * 1024 * 1024;
const joinedShape = z.object({ key: z.string(), name: z.string() });
const keptShape = joinedShape.extend({ to: z.url() });
const refusalShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

interface ProberOptions {
  /** Where its key and what it could not send lie. */
  readonly folder: string;
  /** The Shopbell that it works for, and the one-time token; without them it goes on as it joined before. */
  readonly to?: string;
  readonly token?: string;
  readonly logLevel?: 'info' | 'warn' | 'error' | 'silent';
}

export interface OpenProber {
  /** How the place is called. */
  readonly name: string;
  readonly to: string;
  /** Resolves when the Shopbell does not know it any more. */
  readonly refused: Promise<void>;
  stop(): Promise<void>;
}

/** Joins if it is told to, and starts. Needs neither PostgreSQL nor ClickHouse. Throws PROBER_REFUSED, TARGET_UNREACHABLE, INPUT_INVALID, DATA_FOLDER_UNUSABLE. */
export async function openProber({ folder, to, token, logLevel = 'info' }: ProberOptions): Promise<OpenProber> {
  const http = openHttpClient();
  const path = join(folder, 'prober.json');
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((thrown: unknown) => {
    throw new ShopbellError('DATA_FOLDER_UNUSABLE', { path: folder, reason: messageOf(thrown) }, { cause: thrown });
  });
  const kept = to !== undefined && token !== undefined ? await joinAt(http, path, to, token) : await readKept(path);
  const log = openLog(logLevel);
  const { journeys, close } = openLateJourneys(join(folder, 'browser'));
  const { stop, refused } = startProber({
    outside: { http, resolver: openResolver(), wire: openWire(), sql: openSqlReader(), journeys, clock: systemClock },
    random: systemRandom,
    log,
    spool: await openSpool(join(folder, 'unsent'), MOST_BYTES),
    journeys: {
      spool: await openSpool(join(folder, 'unsent-journeys'), MOST_JOURNEY_BYTES),
      send: async (journey) => void (await post(http, kept.to, 'journey', journey, kept.key)),
    },
    send: async (sync) => {
      const answer = await post(http, kept.to, 'sync', sync, kept.key);
      const parsed = syncAnswerShape.safeParse(answer);
      if (!parsed.success) throw new ShopbellError('TARGET_UNREACHABLE', { host: kept.to, reason: 'it answered nothing that can be read' });
      return parsed.data;
    },
  });
  const end = async (): Promise<void> => {
    await stop();
    await close();
  };
  return { name: kept.name, to: kept.to, refused, stop: end };
}

type Kept = z.output<typeof keptShape>;

async function joinAt(http: HttpClient, path: string, to: string, token: string): Promise<Kept> {
  const base = URL.parse(to);
  const isLocal = base !== null && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base === null || !(base.protocol === 'https:' || (base.protocol === 'http:' && isLocal)))
    throw new ShopbellError('INPUT_INVALID', { reason: '--to: must be an https address' });
  const answer = joinedShape.parse(await post(http, base.href, 'join', { token }, null));
  const kept = { ...answer, to: base.href };
  await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return kept;
}

async function readKept(path: string): Promise<Kept> {
  try {
    return keptShape.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ShopbellError(
      'INPUT_INVALID',
      { reason: 'this prober has not joined yet: say --to and --token, as Watch, Places shows them' },
      { cause },
    );
  }
}

/** Outbound only, and over HTTPS whose certificate is trusted. */
async function post(http: HttpClient, to: string, what: 'join' | 'sync' | 'journey', body: object, key: string | null): Promise<unknown> {
  const answer = await http.request({
    url: new URL(`in/prober/${what}`, to.endsWith('/') ? to : `${to}/`).href,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(body),
    allowPrivate: true,
    requireTrusted: true,
    maxRedirects: 0,
    maxBytes: 32_000_000,
    timeoutMs: 30_000,
  });
  const parsed = parse(answer.body);
  if (answer.status === 200) return parsed;
  const refusal = refusalShape.safeParse(parsed);
  if (refusal.success && refusal.data.error.code === 'PROBER_REFUSED') throw new ShopbellError('PROBER_REFUSED');
  if (refusal.success && refusal.data.error.code === 'INPUT_INVALID')
    throw new ShopbellError('INPUT_INVALID', { reason: refusal.data.error.message });
  const reason = refusal.success ? refusal.data.error.message : `it answered ${answer.status}`;
  throw new ShopbellError('TARGET_UNREACHABLE', { host: to, reason });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
