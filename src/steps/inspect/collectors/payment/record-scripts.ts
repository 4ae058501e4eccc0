import { createHash } from 'node:crypto';
import type { CDPSession } from 'playwright-core';
import type { Party, Script } from '../../inspection.ts';
import { siteOf, withoutQuery } from '../site-of.ts';

interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly hash: string;
  readonly length?: number;
  readonly executionContextAuxData?: { readonly isDefault?: boolean };
  readonly stackTrace?: { readonly callFrames: readonly { readonly url: string }[] };
}

/** Characters of source that are kept of one page. */
const MAX_SOURCES = 24_000_000;

interface Described {
  readonly script: Script;
  /** `null` when its page was gone before it was read. */
  readonly source: string | null;
}

export interface ScriptRecorder {
  /** Forgets what there was: another page came. */
  reset(): void;
  /** Waits for sources that are still being read and gives each distinct script once, with the sources by their hash. */
  list(): Promise<{ readonly scripts: readonly Script[]; readonly sources: Readonly<Record<string, string>> }>;
}

/**
 * Records every script of the page through the debugger, before any of them runs: external, inline, made by eval.
 * `debugger` statements are skipped. Scripts of frames from other sites run in other processes and are not seen.
 */
export async function recordScripts(session: CDPSession, shop: string, pageUrl: () => string): Promise<ScriptRecorder> {
  let reading: Promise<Described>[] = [];
  session.on('Debugger.scriptParsed', (event) => {
    const script = event as unknown as ParsedScript;
    const party = partyOf(script, shop, pageUrl());
    if (party !== null) reading.push(describe(session, script, party, pageUrl()));
  });
  await session.send('Debugger.enable');
  await session.send('Debugger.setSkipAllPauses', { skip: true });
  return {
    reset: () => {
      reading = [];
    },
    list: async () => {
      const described = await Promise.all(reading);
      const scripts = new Map(described.map(({ script }) => [`${script.party} ${script.url} ${script.hash}`, script]));
      return { scripts: [...scripts.values()], sources: sourcesOf(described) };
    },
  };
}

/** The party, or null for what is not of the page (the driver’s own scripts, browser extensions). */
function partyOf(script: ParsedScript, shop: string, pageUrl: string): Party | null {
  if (script.executionContextAuxData?.isDefault === false) return null;
  if (script.url === '') return script.stackTrace?.callFrames.some((frame) => frame.url !== '') ? 'eval' : null;
  const site = siteOf(script.url);
  if (site === null) return script.url.startsWith('blob:') || script.url.startsWith('data:') ? 'eval' : null;
  const isInline = withoutQuery(script.url) === withoutQuery(pageUrl) || script.startLine > 0 || script.startColumn > 0;
  if (isInline) return 'inline';
  return site === shop ? 'first' : 'third';
}

async function describe(session: CDPSession, script: ParsedScript, party: Party, pageUrl: string): Promise<Described> {
  const source = await sourceOf(session, script.scriptId);
  return { script: asScript(script, party, pageUrl, source), source };
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

function asScript(script: ParsedScript, party: Party, pageUrl: string, source: string | null): Script {
  return {
    url: party === 'eval' ? withoutQuery(pageUrl) : withoutQuery(script.url),
    party,
    hash: source !== null && (party === 'inline' || party === 'eval') ? sha256(source) : script.hash,
    shape: source === null ? script.hash : sha256(shapeOf(source)),
    bytes: script.length ?? source?.length ?? 0,
    parent: script.stackTrace?.callFrames.find((frame) => frame.url !== '')?.url ?? null,
  };
}

/** The source, or null when its page is gone already. */
async function sourceOf(session: CDPSession, scriptId: string): Promise<string | null> {
  return session.send('Debugger.getScriptSource', { scriptId }).then(
    (answer) => answer.scriptSource,
    () => null,
  );
}

/** The source without what changes at every visit: numbers, long texts, ids. */
function shapeOf(source: string): string {
  return source
    .replace(/(["'`])(?:\\.|(?!\1)[^\\\n]){12,}\1/g, '$1$1')
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '0')
    .replace(/\s+/g, ' ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
