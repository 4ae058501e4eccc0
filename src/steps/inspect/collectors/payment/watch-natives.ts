import type { CDPSession } from 'playwright-core';
import { z } from 'zod';
import type { FieldUse, Trick } from '../../inspection.ts';
import { ABOUT, kindOf } from './field-kinds.ts';
import { clipboardNatives, type Native, toolNatives } from './natives-of-tricks.ts';
import type { Stack } from './stack.ts';

/** So often the page is stopped for one function; a page that reads a field at every key is not slowed down for ever. */
const MAX_STOPS = 60;
const MAX_STATEMENTS = 1;

interface Paused {
  readonly hitBreakpoints?: readonly string[];
  readonly callFrames: readonly { readonly callFrameId: string; readonly location: { readonly scriptId: string }; readonly url: string }[];
  readonly asyncStackTrace?: Stack;
  readonly data?: { readonly eventName?: string };
}

export interface NativeWatcher {
  /** Has the page believe that developer tools were opened beside it, or closed: by its size, and by the time that debuggers take. */
  seemOpen(isOpen: boolean): Promise<void>;
  stop(): Promise<void>;
  uses(): Promise<FieldUse[]>;
  tricks(): Promise<Trick[]>;
}

interface WatchWish {
  readonly key: string;
  readonly held: readonly string[];
  /** The card numbers among them. */
  readonly secret: readonly string[];
  /** What these look like when they are written so that nobody reads them. */
  readonly hidden: readonly string[];
  readonly plain: boolean;
  sleep(ms: number): Promise<void>;
}

type NameOf = (stack: Stack | undefined) => Promise<string | null>;

const FIELD = (how: string, element: string) =>
  `(it => it && it.form !== undefined && it.type !== 'hidden' ? JSON.stringify({ how: '${how}', type: it.type || '', about: ${ABOUT} }) : '')(${element})`;
const HELD = (what: string, text: string) =>
  `(text => HIDDEN.some(value => text.includes(value)) ? JSON.stringify({ what: 'hides typed values', detail: '${what}' }) : HELD.some(value => text.includes(value)) ? JSON.stringify({ what: 'keeps typed values', detail: '${what}' }) : '')(String(${text}))`;
/** A text or bytes in which a card number stands in the clear or hidden. */
const TAKEN = (what: string, detail: string, given: string) =>
  `(it => { const text = typeof it === 'string' ? it : it instanceof ArrayBuffer || ArrayBuffer.isView(it) ? new TextDecoder('latin1').decode(it) : it !== null && typeof it === 'object' ? JSON.stringify(it) : ''; return SECRET.some(value => text.includes(value)) || HIDDEN.some(value => text.includes(value)) ? JSON.stringify({ what: '${what}', detail: '${detail}' }) : ''; })(${given})`;

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
    name: 'clipboard',
    target: 'Clipboard.prototype.readText',
    note: `JSON.stringify({ what: 'reads the clipboard', detail: 'readText' })`,
  },
  {
    name: 'encrypt',
    target: 'SubtleCrypto.prototype.encrypt',
    note: TAKEN('enciphers typed values', 'with a key that the page gives it', 'args[2]'),
  },
  { name: 'bytes', target: 'unescape', note: TAKEN('enciphers typed values', 'as bytes, in code of its own', 'args[0]') },
  {
    name: 'port',
    target: 'MessagePort.prototype.postMessage',
    note: TAKEN('hands over typed values', 'to a worker or a frame', 'args[0]'),
  },
  ...clipboardNatives,
  ...toolNatives,
  { name: 'storage', target: 'Storage.prototype.setItem', note: HELD('in the browser’s storage', 'args[1]') },
  { name: 'cookie', target: `Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set`, note: HELD('in a cookie', 'args[0]') },
];

const fieldShape = z.object({ how: z.string(), type: z.string(), about: z.string() });
const formShape = z.object({ how: z.string(), list: z.array(z.tuple([z.string(), z.string()])) });
const trickShape = z.object({
  what: z.enum([
    ...(['reads the clipboard', 'keeps typed values', 'looks for developer tools'] as const),
    ...(['hides typed values', 'enciphers typed values', 'hands over typed values'] as const),
    ...(['puts a command in the clipboard', 'writes the clipboard', 'changes what is copied'] as const),
  ]),
  detail: z.string(),
});
const noteShape = z.union([fieldShape, formShape, trickShape]);
type Note = z.output<typeof noteShape>;

/**
 * Watches who reads sensitive fields and who uses what thieves use, by breakpoints on the browser's own functions: the page sees
 * nothing of it, and goes on at once. `debugger` statements are passed over and noted. `held`: typed values, to see them stored.
 * With `plain` nothing is stopped at all, as a control for scripts that notice the difference.
 */
export async function watchNatives(session: CDPSession, wish: WatchWish, nameOf: NameOf): Promise<NativeWatcher> {
  const stops = wish.plain ? null : await stopOnCalls(session, wish, (paused, note) => told(paused, note));
  if (stops === null) await skipAll(session);
  const seen = new Map<string, { readonly note: Note | null; readonly script: Promise<string | null> }>();
  const told = ({ callFrames, asyncStackTrace }: Paused, note: Note | null) => {
    const stack: Stack = {
      callFrames: callFrames.map(({ url, location }) => ({ url, scriptId: location.scriptId })),
      ...(asyncStackTrace ? { parent: asyncStackTrace } : {}),
    };
    const key = `${JSON.stringify(note)} ${callFrames.map(({ location }) => location.scriptId).join(' ')}`;
    if (seen.size < 500 && !seen.has(key)) seen.set(key, { note, script: nameOf(stack) });
  };
  const settled = () => Promise.all([...seen.values()].map(async ({ note, script }) => ({ note, script: await script })));
  return {
    seemOpen: async (isOpen) => {
      if (stops) stops.isSlow = isOpen;
      await session.send('Debugger.setBlackboxPatterns', { patterns: isOpen ? [] : ['.*'] }).catch(() => undefined);
      const size = { height: 800, deviceScaleFactor: 1, mobile: false, screenWidth: 1_280, screenHeight: 800 };
      await session.send('Emulation.setDeviceMetricsOverride', { width: isOpen ? 860 : 1_280, ...size });
    },
    stop: async () => {
      await session.send('Debugger.setSkipAllPauses', { skip: true }).catch(() => undefined);
    },
    // What no script of the page did, we did ourselves.
    uses: async () =>
      unique((await settled()).flatMap(({ note, script }) => (script === null ? [] : fieldsOf(note).map((use) => ({ script, ...use }))))),
    tricks: async () =>
      unique(
        (await settled()).flatMap(({ note, script }): Trick[] => {
          if (note === null) return [{ script, what: 'stops debuggers', detail: 'a debugger statement' }];
          return 'what' in note ? [{ script, ...note }] : [];
        }),
      ),
  };
}

/** Stops at nothing. Another page of the same visit may have forgotten that, and would stand still for ever. */
async function skipAll(session: CDPSession): Promise<void> {
  const skip = () => session.send('Debugger.setSkipAllPauses', { skip: true }).catch(() => undefined);
  await skip();
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined) void skip();
  });
  session.on('Debugger.paused', () => {
    void skip();
    void session.send('Debugger.resume').catch(() => undefined);
  });
}

/** A person needs so long to go on after a debugger statement, at least. */
const SLOW_MS = 160;

interface Stops {
  /** Whether debugger statements take as long as while somebody looks. */
  isSlow: boolean;
}

const GATE = { eventName: 'scriptFirstStatement' };

/** Stops on calls of the natives and on `debugger` statements (`note`: null), tells of them and goes on at once. */
async function stopOnCalls(session: CDPSession, wish: WatchWish, told: (paused: Paused, note: Note | null) => void): Promise<Stops> {
  const slot = `globalThis[Symbol.for(${JSON.stringify(wish.key)})]`;
  const stops = new Map<string, number>();
  const goOn = () => session.send('Debugger.resume').catch(() => undefined);
  const hit = async (paused: Paused, breakpoint: string): Promise<void> => {
    const callFrameId = paused.callFrames[0]?.callFrameId ?? '';
    const read = { callFrameId, expression: slot, returnByValue: true };
    const noted = await session.send('Debugger.evaluateOnCallFrame', read).catch(() => null);
    const count = (stops.get(breakpoint) ?? 0) + 1;
    stops.set(breakpoint, count);
    if (count === MAX_STOPS) await session.send('Debugger.removeBreakpoint', { breakpointId: breakpoint }).catch(() => undefined);
    await goOn();
    const note = parseNote(noted?.result.value);
    if (note !== null) told(paused, note);
  };
  const state: Stops = { isSlow: false };
  let statements = 0;
  const passOver = async (paused: Paused): Promise<void> => {
    statements += 1;
    // Enough is known: from now on statements are passed over, and only our own breakpoints stop.
    if (statements === MAX_STATEMENTS) await session.send('Debugger.setBlackboxPatterns', { patterns: ['.*'] }).catch(() => undefined);
    if (state.isSlow) await wish.sleep(SLOW_MS);
    await goOn();
    told(paused, null);
  };
  session.on('Debugger.paused', (event) => {
    const paused = event as unknown as Paused;
    const [breakpoint] = paused.hitBreakpoints ?? [];
    if (paused.data?.eventName === `instrumentation:${GATE.eventName}`) void arm(session, wish, slot).then(goOn);
    else if (breakpoint !== undefined) void hit(paused, breakpoint);
    else void passOver(paused);
  });
  // The first script of every page waits until everything is in place.
  const holdFirst = () => session.send('EventBreakpoints.setInstrumentationBreakpoint', GATE).catch(() => undefined);
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined) void holdFirst();
  });
  await holdFirst();
  return state;
}

async function arm(session: CDPSession, wish: WatchWish, slot: string): Promise<void> {
  await session.send('EventBreakpoints.removeInstrumentationBreakpoint', GATE).catch(() => undefined);
  const values = `const HELD = ${JSON.stringify(wish.held)}, SECRET = ${JSON.stringify(wish.secret)}, HIDDEN = ${JSON.stringify(wish.hidden)};`;
  const stopAt = async (native: Native): Promise<void> => {
    const found = await session.send('Runtime.evaluate', { expression: `${native.target} /* ${wish.key} */` }).catch(() => null);
    const objectId = found?.result.objectId;
    if (objectId === undefined || found?.exceptionDetails) return;
    // `this` and `arguments` are those of the call only at the top of the condition.
    const condition = `((it, args) => { try { ${values} const note = ${native.note}; if (note) ${slot} = note; return note !== ''; } catch { return false; } })(this, arguments)`;
    await session.send('Debugger.setBreakpointOnFunctionCall', { objectId, condition }).catch(() => undefined);
  };
  // The page waits meanwhile: all at once, not one after the other.
  await Promise.all(natives.map(stopAt));
}

function parseNote(value: unknown): Note | null {
  if (typeof value !== 'string') return null;
  try {
    return noteShape.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}

function fieldsOf(note: Note | null): { readonly field: string; readonly how: string }[] {
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
