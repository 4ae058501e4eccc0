import { z } from 'zod';
import { headers, maxMs, webAddress } from './fields.ts';
import { originOf } from './http.ts';
import { answered, defineKind } from './kind.ts';

/** A WebSocket that opens and, when something is sent, answers. */
export const websocket = defineKind({
  shape: z.strictObject({
    kind: z.literal('websocket'),
    url: webAddress(/^wss?:$/, 'ws:// or wss://'),
    headers,
    /** A text that is sent after the opening; empty asks only that it opens. */
    send: z.string().max(10_000).default(''),
    /** Text that the first message must contain; only with `send`. */
    contains: z.string().max(500).default(''),
    maxMs: maxMs(10_000),
  }),
  fields: [
    { name: 'url', as: 'text', required: true, example: 'wss://shop.example/live' },
    { name: 'send', as: 'text', example: '{"type":"ping"}' },
    { name: 'contains', as: 'text', example: 'pong' },
    { name: 'headers', as: 'pairs', example: 'authorization: Bearer {{token}}' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: ({ url }) => originOf(url),
  look: async (outside, target, { allowPrivate }) => {
    const limits = { allowPrivate, timeoutMs: target.maxMs, headers: target.headers };
    const { ms, message } = await outside.wire.openWebSocket(target.url, target.send === '' ? null : target.send, limits);
    const fits = message === null || message.includes(target.contains);
    const words = fits
      ? `opened${message === null ? '' : ' and answered'} in ${Math.round(ms)} ms`
      : `answered without “${target.contains}”`;
    return answered({ saw: fits ? 'up' : 'down', reason: words }, ms);
  },
});
