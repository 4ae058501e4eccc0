import type { CDPSession } from 'playwright-core';
import { z } from 'zod';
import type { FieldUse, Trick } from '../../inspection.ts';
import { ABOUT, kindOf } from './field-kinds.ts';
import type { Stack } from './record-scripts.ts';

/** So often the page is stopped for one function; a page that reads a field at every key is not slowed down for ever. */
const MAX_STOPS = 60;

interface Paused {
  readonly reason: string;
  readonly hitBreakpoints?: readonly string[];
  readonly callFrames: readonly { readonly callFrameId: string; readonly location: { readonly scriptId: string }; readonly url: string }[];
  readonly asyncStackTrace?: Stack;
}

/** A function of the browser, and when a call of it is told. `note` gives what is told, as a text; empty: nothing. */
interface Native {
  readonly name: string;
  /** Expression that gives the function. */
  readonly target: string;
  /** Expression over `it` (this) and `args`: what to note, or an empty text. */
  readonly note: string;
}

export interface NativeWatcher {
  stop(): Promise<void>;
  uses(): Promise<FieldUse[]>;
  tricks(): Promise<Trick[]>;
}

type NameOf = (stack: Stack | undefined) => Promise<string | null>;

const FIELD = (how: string, element: string) =>
  `(it => it && it.form !== undefined && it.type !== 'hidden' ? JSON.stringify({ how: '${how}', type: it.type || '', about: ${ABOUT} }) : '')(${element})`;
const HELD = (what: string, text: string) =>
  `(text => HELD.some(value => text.includes(value)) ? JSON.stringify({ what: 'keeps typed values', detail: '${what}' }) : '')(String(${text}))`;

const natives: readonly Native[] = [
  { name: 'value', target: `Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get`, note: FIELD('value read', 'it') },
  {
    name: 'form',
    target: 'FormData',
    note: `(form => form && form.elements ? JSON.stringify({ how: 'form read', list: [...form.elements].slice(0, 40).map(it => [it.type || '', ${ABOUT}]) }) : '')(args[0])`,
  },
  {
    name: 'key',
    target: `Object.getOwnPropertyDescriptor(KeyboardEvent.prototype, 'key').get`,
    note: FIELD('key read', 'it.target'),
  },
  {
    name: 'code',
    target: `Object.getOwnPropertyDescriptor(KeyboardEvent.prototype, 'keyCode').get`,
    note: FIELD('key read', 'it.target'),
  },
  { name: 'data', target: `Object.getOwnPropertyDescriptor(InputEvent.prototype, 'data').get`, note: FIELD('key read', 'it.target') },
  {
    name: 'rtc',
    target: 'RTCPeerConnection',
    note: `JSON.stringify({ what: 'direct connection', detail: JSON.stringify((args[0] || {}).iceServers || []).slice(0, 300) })`,
  },
  {
    name: 'rtc-answer',
    target: 'RTCPeerConnection.prototype.setRemoteDescription',
    note: `JSON.stringify({ what: 'direct connection', detail: ((String((args[0] || {}).sdp || '').match(/(?:c=IN IP[46] |candidate:.*? (?:udp|tcp) \\\\d+ )([^\\\\s]+)(?: (\\\\d+))?/gi) || [])[0] || 'an answer without an address').slice(0, 200) })`,
  },
  {
    name: 'clipboard',
    target: 'Clipboard.prototype.readText',
    note: `JSON.stringify({ what: 'reads the clipboard', detail: 'readText' })`,
  },
  { name: 'storage', target: 'Storage.prototype.setItem', note: HELD('in the browser’s storage', 'args[1]') },
  { name: 'cookie', target: `Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set`, note: HELD('in a cookie', 'args[0]') },
];

const fieldShape = z.object({ how: z.string(), type: z.string(), about: z.string() });
const formShape = z.object({ how: z.string(), list: z.array(z.tuple([z.string(), z.string()])) });
const trickShape = z.object({ what: z.enum(['direct connection', 'reads the clipboard', 'keeps typed values']), detail: z.string() });
const noteShape = z.union([fieldShape, formShape, trickShape]);

/**
 * Watches who reads sensitive fields and who uses what thieves use, by breakpoints on the browser's own functions: the page sees
 * nothing of it, and goes on at once. `debugger` statements are passed over and noted. `held`: typed values, to see them stored.
 * With `plain` nothing is stopped at all, as a control for scripts that notice the difference.
 */
export async function watchNatives(
  session: CDPSession,
  wish: { readonly key: string; readonly held: readonly string[]; readonly plain: boolean },
  nameOf: NameOf,
): Promise<NativeWatcher> {
  if (wish.plain) await session.send('Debugger.setSkipAllPauses', { skip: true });
  const seen = new Map<string, { readonly note: z.output<typeof noteShape> | null; readonly script: Promise<string | null> }>();
  const working = new Set<Promise<unknown>>();
  const breaks = new Map<string, { readonly native: Native; stops: number }>();
  const held = JSON.stringify(wish.held);
  const slot = `globalThis[Symbol.for(${JSON.stringify(wish.key)})]`;
  session.on('Debugger.paused', (event) => {
    const work = onPause(event as unknown as Paused).catch(() => undefined);
    working.add(work);
    void work.finally(() => working.delete(work));
  });
  const onPause = async ({ hitBreakpoints = [], callFrames, asyncStackTrace }: Paused): Promise<void> => {
    const [hit] = hitBreakpoints;
    const own = hit === undefined ? undefined : breaks.get(hit);
    const frame = callFrames[0];
    const told =
      own && frame
        ? await session
            .send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression: slot, returnByValue: true })
            .catch(() => null)
        : null;
    if (own && hit !== undefined) {
      own.stops += 1;
      if (own.stops === MAX_STOPS) await session.send('Debugger.removeBreakpoint', { breakpointId: hit }).catch(() => undefined);
    }
    await session.send('Debugger.resume').catch(() => undefined);
    const note = told === null ? null : parseNote(told.result.value);
    if (own && note === null) return;
    const stack: Stack = {
      callFrames: callFrames.map(({ url, location }) => ({ url, scriptId: location.scriptId })),
      ...(asyncStackTrace ? { parent: asyncStackTrace } : {}),
    };
    const key = `${JSON.stringify(note)} ${callFrames.map(({ location }) => location.scriptId).join(' ')}`;
    if (seen.size < 500 && !seen.has(key)) seen.set(key, { note, script: nameOf(stack) });
  };
  const arm = async (): Promise<void> => {
    if (wish.plain) return;
    for (const native of natives) {
      const found = await session.send('Runtime.evaluate', { expression: native.target }).catch(() => null);
      const objectId = found?.result.objectId;
      if (objectId === undefined || found?.exceptionDetails) continue;
      // `this` and `arguments` are those of the call only at the top of the condition.
      const condition = `((it, args) => { try { const HELD = ${held}; const note = ${native.note}; if (note) ${slot} = note; return note !== ''; } catch { return false; } })(this, arguments)`;
      const set = await session.send('Debugger.setBreakpointOnFunctionCall', { objectId, condition }).catch(() => null);
      if (set) breaks.set(set.breakpointId, { native, stops: 0 });
    }
  };
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const data = context.auxData as { readonly isDefault?: boolean; readonly type?: string } | undefined;
    if (data?.isDefault) void arm();
  });
  await session.send('Runtime.enable');
  const settled = async () => {
    while (working.size > 0) await Promise.all(working);
    return Promise.all([...seen.values()].map(async ({ note, script }) => ({ note, script: await script })));
  };
  return {
    stop: async () => {
      await session.send('Debugger.setSkipAllPauses', { skip: true }).catch(() => undefined);
    },
    uses: async () => unique((await settled()).flatMap(({ note, script }) => fieldsOf(note).map((use) => ({ script, ...use })))),
    tricks: async () =>
      unique(
        (await settled()).flatMap(({ note, script }): Trick[] => {
          if (note === null) return [{ script, what: 'stops debuggers', detail: 'a debugger statement' }];
          return 'what' in note ? [{ script, ...note }] : [];
        }),
      ),
  };
}

function parseNote(value: unknown): z.output<typeof noteShape> | null {
  if (typeof value !== 'string') return null;
  try {
    return noteShape.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}

function fieldsOf(note: z.output<typeof noteShape> | null): { readonly field: string; readonly how: string }[] {
  if (note === null || 'what' in note) return [];
  const fields = 'list' in note ? note.list : [[note.type, note.about] as const];
  return fields.flatMap(([type, about]) => {
    const field = kindOf(about, type);
    return field === null ? [] : [{ field, how: note.how }];
  });
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
