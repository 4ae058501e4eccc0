import { z } from 'zod';
import type { Child } from './attach-children.ts';
import type { SentBook } from './open-sent-book.ts';

const CHANNEL = 'shared worker';
const HELD = 'onheldback';
const heldShape = z.object({ url: z.string(), body: z.string() });
/** Answers what would change data as a network that is gone, and tells what it was. Browsers let nobody hold these requests from outside. */
const HOLD = `(() => {
  const tell = globalThis.${HELD};
  delete globalThis.${HELD};
  const { apply, construct, defineProperty } = Reflect, { stringify } = JSON, Ask = Request, P = Proxy, Gone = TypeError, textOf = Request.prototype.text;
  const isRead = (method) => /^(?:GET|HEAD|OPTIONS)$/i.test(method);
  const told = async (ask) => { const body = await apply(textOf, ask, []); tell(stringify({ url: ask.url, body: body.slice(0, 200000) })); };
  const put = (owner, name, handler) => defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: new P(owner[name], handler) });
  put(globalThis, 'fetch', { apply: (target, self, args) => {
    let ask;
    try { ask = construct(Ask, args); } catch { return apply(target, self, args); }
    return isRead(ask.method) ? apply(target, self, [ask]) : told(ask).then(() => { throw new Gone('Failed to fetch'); });
  } });
  const opened = new WeakMap(), get = opened.get, set = opened.set;
  put(XMLHttpRequest.prototype, 'open', { apply: (target, self, args) => { apply(set, opened, [self, [String(args[0]), String(args[1])]]); return apply(target, self, args); } });
  put(XMLHttpRequest.prototype, 'send', { apply: (target, self, args) => {
    const [method, url] = apply(get, opened, [self]) ?? ['GET', ''];
    if (isRead(method)) return apply(target, self, args);
    told(new Ask(url, { method, body: args[0] })).catch(() => 0);
    self.abort();
  } });
})()`;

/** Hears what a shared worker sends, of which the driver hears nothing, and lets nothing out that changes data. */
export async function hearSharedWorker(child: Child, { count, note, noteHeaders, remember }: SentBook): Promise<void> {
  const { talk } = child;
  const sockets = new Map<string, string>();
  talk.on('Network.requestWillBeSent', ({ request: { url, postData, headers } }) => {
    count(url, CHANNEL);
    note(url, 'address', CHANNEL, url);
    note(url, 'body', CHANNEL, postData);
    noteHeaders(url, CHANNEL, headers);
  });
  talk.on('Network.webSocketCreated', ({ requestId, url }) => {
    sockets.set(requestId, url);
    count(url, 'websocket');
    note(url, 'address', 'websocket', url);
  });
  talk.on('Network.webSocketFrameSent', ({ requestId, response: { opcode, payloadData } }) => {
    const text = opcode === 1 ? payloadData : Buffer.from(payloadData, 'base64').toString('latin1');
    note(sockets.get(requestId) ?? '', 'web socket', 'websocket', text);
  });
  talk.on('Runtime.bindingCalled', (event) => {
    const held = event.name === HELD ? heldShape.safeParse(JSON.parse(event.payload)).data : undefined;
    if (held === undefined) return;
    count(held.url, CHANNEL);
    remember(held.url, { callFrames: [{ url: child.url }] });
    note(held.url, 'address', CHANNEL, held.url);
    note(held.url, 'body', CHANNEL, held.body);
  });
  await talk.send('Runtime.enable');
  await talk.send('Runtime.addBinding', { name: HELD });
  await talk.send('Runtime.evaluate', { expression: HOLD });
}
