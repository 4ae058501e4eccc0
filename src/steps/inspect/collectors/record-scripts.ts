import { createHash } from 'node:crypto';
import type { CDPSession } from 'playwright-core';
import type { Party, Script } from '../inspection.ts';
import { siteOf, withoutQuery } from './site-of.ts';

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

export interface ScriptRecorder {
  /** Forgets what there was: another page came. */
  reset(): void;
  /** Waits for sources that are still being read and gives each distinct script once. */
  list(): Promise<Script[]>;
}

/**
 * Records every script of the page through the debugger, before any of them runs: external, inline, made by eval.
 * `debugger` statements are skipped. Scripts of frames from other sites run in other processes and are not seen.
 */
export async function recordScripts(session: CDPSession, shop: string, pageUrl: () => string): Promise<ScriptRecorder> {
  let reading: Promise<Script>[] = [];
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
      const scripts = await Promise.all(reading);
      return [...new Map(scripts.map((script) => [`${script.party} ${script.url} ${script.hash}`, script])).values()];
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

async function describe(session: CDPSession, script: ParsedScript, party: Party, pageUrl: string): Promise<Script> {
  const source = party === 'inline' || party === 'eval' ? await sourceOf(session, script.scriptId) : null;
  return {
    url: party === 'eval' ? withoutQuery(pageUrl) : withoutQuery(script.url),
    party,
    hash: source === null ? script.hash : sha256(source),
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
