import { EventEmitter } from 'node:events';
import type { BrowserContext, CDPSession } from 'playwright-core';
import { z } from 'zod';

/** A way to ask a place where code runs, and to hear of it: the page itself, a frame in another process, a worker. */
export type Talk = Pick<CDPSession, 'send' | 'on'>;

/** A place of the page where code runs apart from the page itself. */
export interface Child {
  readonly kind: 'frame' | 'worker' | 'shared worker' | 'service worker';
  /** Address of its document or script at the time when it was made; may be empty. */
  readonly url: string;
  readonly talk: Talk;
}

const KINDS: Readonly<Record<string, Child['kind']>> = {
  iframe: 'frame',
  worker: 'worker',
  shared_worker: 'shared worker',
  service_worker: 'service worker',
};
/** A place that is not ready by then goes on all the same, so that no page waits for ever. */
const READY_MS = 3_000;
/** A page that makes workers without end is not followed without end. */
const MOST = 60;
const WAIT = { autoAttach: true, waitForDebuggerOnStart: true } as const;

const messageShape = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

type Prepare = (child: Child) => Promise<void>;

/**
 * Follows the page into frames of other processes, workers, shared workers and service workers, also those that these make. `prepare` is
 * called with each before any code runs in it, and its code waits until that is done. Begin before the page is opened.
 */
export async function attachChildren(
  context: BrowserContext,
  session: CDPSession,
  sleep: (ms: number) => Promise<void>,
  prepare: Prepare,
): Promise<{ stop(): Promise<void> }> {
  const state = { count: 0, prepare: within(sleep, prepare) };
  await followFrom(session, state);
  return followShared(context, session, state);
}

interface State {
  count: number;
  readonly prepare: Prepare;
}

function within(sleep: (ms: number) => Promise<void>, prepare: Prepare): Prepare {
  return async (child) => {
    await Promise.race([prepare(child).catch(() => undefined), sleep(READY_MS)]);
  };
}

/** What this place makes is attached to through it. The driver has sessions of its own, which this does not touch. */
async function followFrom(talk: Talk, state: State): Promise<void> {
  const sessions = openSessions(talk);
  talk.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const child = sessions.open(sessionId);
    void enter(child, targetInfo, state).finally(() => child.send('Runtime.runIfWaitingForDebugger').catch(() => undefined));
  });
  await talk.send('Target.setAutoAttach', { ...WAIT, flatten: false });
}

async function enter(talk: Talk, { type, url }: { readonly type: string; readonly url: string }, state: State): Promise<void> {
  const kind = KINDS[type];
  if (kind === undefined || state.count >= MOST) return;
  state.count += 1;
  await state.prepare({ kind, url, talk });
  await followFrom(talk, state).catch(() => undefined);
}

/** Shared workers belong to no page. One session holds them at their start, another one talks. */
async function followShared(context: BrowserContext, session: CDPSession, state: State): Promise<{ stop(): Promise<void> }> {
  const browser = context.browser();
  if (browser === null) return { stop: async () => undefined };
  const { targetInfo: own } = await session.send('Target.getTargetInfo');
  const gate = await browser.newBrowserCDPSession();
  const talk = await browser.newBrowserCDPSession();
  const sessions = openSessions(talk);
  gate.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const isOurs = targetInfo.browserContextId === own.browserContextId;
    const entered = isOurs
      ? talk
          .send('Target.attachToTarget', { targetId: targetInfo.targetId, flatten: false })
          .then((attached) => enter(sessions.open(attached.sessionId), targetInfo, state))
      : Promise.resolve();
    // Whoever held it lets it go.
    void entered.catch(() => undefined).finally(() => gate.send('Target.detachFromTarget', { sessionId }).catch(() => undefined));
  });
  await gate.send('Target.setAutoAttach', { ...WAIT, flatten: true, filter: [{ type: 'shared_worker' }] });
  return {
    stop: async () => {
      sessions.end();
      await Promise.all([gate, talk].map((each) => each.detach().catch(() => undefined)));
    },
  };
}

interface Sessions {
  open(sessionId: string): Talk;
  /** Answers nobody any more: whoever still waits for an answer would wait for ever. */
  end(): void;
}

/** Told to what was opened through a place when that place is gone. */
const GONE = 'gone';

/** Talks with what is attached through a session: messages within messages, since the driver does not hand over sessions of its own kind. */
function openSessions(through: Talk): Sessions {
  const sessions = new Map<string, { take(message: string): void; end(): void }>();
  const end = (): void => {
    for (const session of sessions.values()) session.end();
    sessions.clear();
  };
  through.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => sessions.get(sessionId)?.take(message));
  through.on('Target.detachedFromTarget', ({ sessionId }) => {
    sessions.get(sessionId)?.end();
    sessions.delete(sessionId);
  });
  (through as unknown as EventEmitter).on(GONE, end);
  return {
    end,
    open: (sessionId) => {
      const session = openSession((message) => through.send('Target.sendMessageToTarget', { sessionId, message }));
      sessions.set(sessionId, session);
      return session.talk;
    },
  };
}

function openSession(post: (message: string) => Promise<unknown>) {
  const events = new EventEmitter().setMaxListeners(0);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  let last = 0;
  let isGone = false;
  const take = (text: string): void => {
    const { id, method, params, result, error } = messageShape.parse(JSON.parse(text));
    if (method !== undefined) events.emit(method, params);
    if (id === undefined) return;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error !== undefined) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  };
  const end = (): void => {
    isGone = true;
    for (const { reject } of waiting.values()) reject(new Error('the place is gone'));
    waiting.clear();
    events.emit(GONE);
  };
  const send = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isGone) return reject(new Error('the place is gone'));
      last += 1;
      waiting.set(last, { resolve, reject });
      post(JSON.stringify({ id: last, method, params })).catch(reject);
    });
  return { take, end, talk: { send, on: events.on.bind(events) } as unknown as Talk };
}
