import type { CDPSession } from 'playwright-core';
import { type Party, type Script, scriptKey } from '../../inspection.ts';
import { siteOf, withoutQuery } from '../site-of.ts';
import type { ScriptReader } from './read-scripts.ts';

/** Characters of source that are kept of one page. */
const MAX_SOURCES = 24_000_000;

interface Frame {
  readonly scriptId?: string;
  readonly url: string;
}

/** A call stack, with those of the tasks before it. */
export interface Stack {
  readonly callFrames: readonly Frame[];
  readonly parent?: Stack;
}

interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly hash: string;
  readonly length?: number;
  readonly executionContextAuxData?: { readonly isDefault?: boolean };
  readonly stackTrace?: Stack;
}

interface Described {
  readonly script: Script;
  /** `null` when its page was gone before it was read. */
  readonly source: string | null;
  /** Whether we run it ourselves. */
  readonly isOurs: boolean;
}

export interface ScriptRecorder {
  /** Forgets what there was: another page came. Its scripts can still be named. */
  reset(): void;
  /** Key of the first script of the page in a stack; `null` when there is none. */
  nameOf(stack: Stack | undefined): Promise<string | null>;
  /** Waits for sources that are still being read and gives each distinct script once, with the sources by their hash. */
  list(): Promise<{ readonly scripts: readonly Script[]; readonly sources: Readonly<Record<string, string>> }>;
}

/**
 * Records every script of the page through the debugger, before any of them runs: external, inline, made by eval.
 * `askedBy` tells which stack asked for an address; what holds `key` is ours. Scripts of frames from other sites run in other processes and are not seen.
 */
export async function recordScripts(
  session: CDPSession,
  shop: string,
  pageUrl: () => string,
  wish: { readonly askedBy: (url: string) => Stack | undefined; readonly key: string; readonly reader: ScriptReader },
): Promise<ScriptRecorder> {
  const known = new Map<string, Promise<Described>>();
  let here: Promise<Described>[] = [];
  const nameOf = async (stack: Stack | undefined): Promise<string | null> => {
    for (let level = stack; level !== undefined; level = level.parent) {
      for (const { scriptId, url } of level.callFrames) {
        const made = scriptId === undefined ? undefined : await known.get(scriptId);
        if (made?.isOurs) continue;
        if (made) return scriptKey(made.script);
        if (siteOf(url) !== null) return withoutQuery(url);
      }
    }
    return null;
  };
  const isOurs = openOurs();
  session.on('Debugger.scriptParsed', (event) => {
    const script = event as unknown as ParsedScript;
    const page = pageUrl();
    if (isOurs(script, page)) return;
    const party = partyOf(script, shop, page);
    if (party === null) return;
    const brought = party === 'eval' ? script.stackTrace : wish.askedBy(script.url);
    const described = describe(session, script, { ...wish, party, page, parent: () => nameOf(brought) });
    known.set(script.scriptId, described);
    here.push(described);
  });
  await session.send('Debugger.enable');
  await session.send('Debugger.setAsyncCallStackDepth', { maxDepth: 8 });
  return {
    nameOf,
    reset: () => {
      here = [];
    },
    list: async () => {
      const described = (await Promise.all(here)).filter((each) => !each.isOurs);
      const scripts = new Map(described.map(({ script }) => [`${script.party} ${script.url} ${script.hash}`, script]));
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
function partyOf(script: ParsedScript, shop: string, pageUrl: string): Party | null {
  if (script.executionContextAuxData?.isDefault === false) return null;
  if (script.url === '') return script.stackTrace?.callFrames.some((frame) => frame.url !== '' || frame.scriptId) ? 'eval' : null;
  const site = siteOf(script.url);
  if (site === null) return script.url.startsWith('blob:') || script.url.startsWith('data:') ? 'eval' : null;
  const isInline = withoutQuery(script.url) === withoutQuery(pageUrl) || script.startLine > 0 || script.startColumn > 0;
  if (isInline) return 'inline';
  return site === shop ? 'first' : 'third';
}

interface Describing {
  readonly key: string;
  readonly reader: ScriptReader;
  readonly party: Party;
  readonly page: string;
  parent(): Promise<string | null>;
}

async function describe(session: CDPSession, script: ParsedScript, { key, reader, party, page, parent }: Describing): Promise<Described> {
  const reading = await reader.read(session, script.scriptId, script.hash);
  const made = party === 'inline' || party === 'eval';
  return {
    source: reading?.source ?? null,
    isOurs: reading?.source.includes(key) ?? false,
    script: {
      url: party === 'eval' ? withoutQuery(page) : withoutQuery(script.url),
      party,
      hash: reading !== null && made ? reading.hash : script.hash,
      shape: reading?.shape ?? script.hash,
      bytes: script.length ?? reading?.source.length ?? 0,
      parent: party === 'inline' ? null : await parent(),
      signs: reading?.signs ?? [],
      code: reading?.code ?? [],
    },
  };
}

/** Sources by their hash, the first ones, as far as they fit. */
function sourcesOf(described: readonly Described[]): Readonly<Record<string, string>> {
  let room = MAX_SOURCES;
  const sources: Record<string, string> = {};
  for (const { script, source } of described) {
    if (source === null || script.hash in sources || source.length > room) continue;
    room -= source.length;
    sources[script.hash] = source;
  }
  return sources;
}
