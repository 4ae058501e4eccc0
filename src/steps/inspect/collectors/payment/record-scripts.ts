import type { CDPSession } from 'playwright-core';
import { type Party, type RunsIn, type Script, scriptKey } from '../../inspection.ts';
import { isPaymentHost } from '../../payment-hosts.ts';
import { siteOf, withoutQuery } from '../site-of.ts';
import type { Child, Talk } from './attach-children.ts';
import { followFrames } from './follow-frames.ts';
import type { ScriptReader } from './read-scripts.ts';
import { idIn, type Stack, stackIn } from './stack.ts';

/** Characters of source that are kept of one page. */
const MAX_SOURCES = 24_000_000;

interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly hash: string;
  readonly length?: number;
  readonly executionContextAuxData?: { readonly isDefault?: boolean; readonly frameId?: string };
  readonly stackTrace?: Stack;
}

type Bare = Omit<Script, 'parent'>;

interface Described {
  readonly script: Bare;
  /** `null` when its page was gone before it was read. */
  readonly source: string | null;
  /** Whether we run it ourselves. */
  readonly isOurs: boolean;
}

/** Who made a script is told apart from what it is: two scripts may have asked for each other, and one for itself. */
interface Recorded {
  readonly described: Promise<Described>;
  readonly parent: Promise<string | null>;
}

export interface ScriptRecorder {
  /** Records what runs in a place of its own too; gives how stacks of that place are read. */
  follow(child: Child): { readonly ready: Promise<unknown>; read(stack: Stack | undefined): Stack | undefined };
  /** Forgets what there was: another page came. Its scripts can still be named. */
  reset(): void;
  /** Key of the first script of the page in a stack; `null` when there is none. */
  nameOf(stack: Stack | undefined): Promise<string | null>;
  /** Waits for sources that are still being read and gives each distinct script once, with the sources by their hash. */
  list(): Promise<{ readonly scripts: readonly Script[]; readonly sources: Readonly<Record<string, string>> }>;
}

/** Where a script stands in what was loaded. */
interface Spot {
  readonly url: string;
  readonly described: Promise<Described>;
  holds(at: { readonly line: number; readonly column: number }): boolean;
}

function isWithin(script: ParsedScript, { line, column }: { readonly line: number; readonly column: number }): boolean {
  const isAfter = line > script.startLine || (line === script.startLine && column >= script.startColumn);
  return isAfter && (line < script.endLine || (line === script.endLine && column <= script.endColumn));
}

interface Recording {
  readonly shop: string;
  readonly pageUrl: () => string;
  readonly askedBy: (url: string) => Stack | undefined;
  readonly key: string;
  readonly reader: ScriptReader;
}

/**
 * Records every script of the page through the debugger, before any of them runs: external, inline, made by eval, those of its frames and,
 * once they are followed, of workers and of frames in other processes. `askedBy` tells which stack asked for an address; what holds `key` is ours.
 */
export async function recordScripts(session: CDPSession, wish: Recording): Promise<ScriptRecorder> {
  const known = new Map<string, Promise<Described>>();
  const spots: Spot[] = [];
  let here: Recorded[] = [];
  const nameOf = async (stack: Stack | undefined, except?: Promise<Described>): Promise<string | null> => {
    for (let level = stack; level !== undefined; level = level.parent) {
      for (const { scriptId, url, at } of level.callFrames) {
        const found =
          scriptId === undefined ? spots.find((spot) => spot.url === url && at && spot.holds(at))?.described : known.get(scriptId);
        if (found !== undefined && found === except) continue;
        const made = await found;
        if (made?.isOurs) continue;
        if (made) return scriptKey(made.script);
        if (siteOf(url) !== null) return withoutQuery(url);
      }
    }
    return null;
  };
  const isOurs = openOurs();
  let places = 0;
  const record = async (talk: Talk, place: number, runsIn: (frame: string | undefined) => RunsIn | null): Promise<void> => {
    talk.on('Debugger.scriptParsed', (event) => {
      const script = event as unknown as ParsedScript;
      const page = wish.pageUrl();
      if (isOurs(script, page)) return;
      const where = runsIn(script.executionContextAuxData?.frameId);
      const party = partyOf(script, wish.shop, page, where);
      if (party === null) return;
      const made = party === 'eval' || script.url === '' ? stackIn(place, script.stackTrace) : undefined;
      const described = describe(talk, script, { ...wish, party, page, where });
      known.set(idIn(place, script.scriptId), described);
      const parent = described.then(() => (party === 'inline' ? null : nameOf(made ?? wish.askedBy(script.url), described)));
      here.push({ described, parent });
      if (script.url !== '') spots.push({ url: script.url, described, holds: (at) => isWithin(script, at) });
    });
    await Promise.all([talk.send('Debugger.enable'), talk.send('Debugger.setAsyncCallStackDepth', { maxDepth: 8 })]);
  };
  const frames = followFrames(session);
  await Promise.all([frames.ready, record(session, 0, frames.runsIn)]);
  return {
    nameOf,
    follow: ({ kind, url, talk }) => {
      places += 1;
      const place = places;
      const inside: ReturnType<typeof followFrames> =
        kind === 'frame' ? followFrames(talk, url) : { ready: Promise.resolve(), runsIn: () => ({ kind, url: placeOf(url) }) };
      return { ready: Promise.all([inside.ready, record(talk, place, inside.runsIn)]), read: (stack) => stackIn(place, stack) };
    },
    reset: () => {
      here = [];
    },
    list: async () => {
      const all = await Promise.all(here.map(async ({ described, parent }) => ({ ...(await described), parent: await parent })));
      const described = all
        .filter((each) => !each.isOurs)
        .map(({ script, source, parent }) => ({ script: { ...script, parent } satisfies Script, source }));
      const scripts = new Map(
        described.map(({ script }) => [
          `${script.party} ${script.url} ${script.hash} ${script.runsIn?.kind} ${script.runsIn?.url}`,
          script,
        ]),
      );
      return { scripts: [...scripts.values()], sources: sourcesOf(described) };
    },
  };
}

/**
 * Tells what the driver runs to read the page: known by its exact text from the empty page, where nobody else runs anything, and by what
 * that text evaluates itself. A stack does not tell it: the page's own calls stand on it while the page is stopped.
 */
function openOurs(): (script: ParsedScript, page: string) => boolean {
  const hashes = new Set<string>();
  const ids = new Set<string>();
  return ({ scriptId, url, hash, stackTrace }, page) => {
    if (url !== '') return false;
    if (page === 'about:blank') hashes.add(hash);
    const caller = stackTrace?.callFrames[0]?.scriptId;
    const ours = hashes.has(hash) || (caller !== undefined && ids.has(caller));
    if (ours) ids.add(scriptId);
    return ours;
  };
}

/** The party, or null for what is not of the page (the driver’s own scripts, browser extensions). */
function partyOf(script: ParsedScript, shop: string, pageUrl: string, where: RunsIn | null): Party | null {
  if (script.executionContextAuxData?.isDefault === false) return null;
  const made = script.url === '' || /^(?:blob|data):/.test(script.url);
  if (script.url === '' && !script.stackTrace?.callFrames.some((frame) => frame.url !== '' || frame.scriptId)) return null;
  if (where !== null && isProviders(where.url, shop)) return 'provider';
  if (made) return 'eval';
  const site = siteOf(script.url);
  if (site === null) return null;
  const document = where?.kind === 'frame' ? where.url : pageUrl;
  const isInline = withoutQuery(script.url) === withoutQuery(document) || script.startLine > 0 || script.startColumn > 0;
  if (isInline) return 'inline';
  return site === shop ? 'first' : 'third';
}

/** Whether a frame or worker is a payment provider's, by its origin; of what is made from a text, by the origin of who made it. */
function isProviders(url: string, shop: string): boolean {
  const origin = URL.parse(url)?.origin ?? '';
  return siteOf(origin) !== shop && isPaymentHost(URL.parse(origin)?.host ?? '');
}

/** What is made from a text has an address that is another one at every visit. */
function placeOf(url: string): string {
  if (url.startsWith('blob:')) return `blob:${URL.parse(url)?.origin ?? ''}`;
  return url.startsWith('data:') ? 'data:' : withoutQuery(url);
}

interface Describing {
  readonly key: string;
  readonly reader: ScriptReader;
  readonly party: Party;
  readonly page: string;
  readonly where: RunsIn | null;
}

async function describe(talk: Talk, script: ParsedScript, { key, reader, party, page, where }: Describing): Promise<Described> {
  const reading = await reader.read(talk, script.scriptId, script.hash);
  const made = party === 'inline' || party === 'eval';
  const document = where?.url ?? page;
  return {
    source: reading?.source ?? null,
    isOurs: reading?.source.includes(key) ?? false,
    script: {
      url: party === 'eval' || script.url === '' ? withoutQuery(document) : withoutQuery(script.url),
      party,
      hash: reading !== null && made ? reading.hash : script.hash,
      shape: reading?.shape ?? script.hash,
      bytes: script.length ?? reading?.source.length ?? 0,
      ...(where === null ? {} : { runsIn: where }),
      signs: reading?.signs ?? [],
      code: reading?.code ?? [],
    },
  };
}

/** Sources by their hash, the first ones, as far as they fit. */
function sourcesOf(described: readonly Pick<Described, 'script' | 'source'>[]): Readonly<Record<string, string>> {
  let room = MAX_SOURCES;
  const sources: Record<string, string> = {};
  for (const { script, source } of described) {
    if (source === null || script.hash in sources || source.length > room) continue;
    room -= source.length;
    sources[script.hash] = source;
  }
  return sources;
}
