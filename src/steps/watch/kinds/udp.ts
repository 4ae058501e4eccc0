import { z } from 'zod';
import { host, maxMs, port } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** A service that answers a datagram. Silence is no proof of anything with UDP, so an answer is always asked for. */
export const udp = defineKind({
  shape: z.strictObject({
    kind: z.literal('udp'),
    host,
    port,
    /** A text, or bytes as `hex:00ff`. */
    send: z
      .string()
      .min(1)
      .max(2_000)
      .refine((text) => !text.startsWith('hex:') || /^hex:(?:[0-9a-f]{2})+$/i.test(text), 'after hex: come pairs of hexadecimal digits'),
    /** Text (or `hex:…`) that the answer must contain; empty takes any answer. */
    contains: z.string().max(500).default(''),
    maxMs: maxMs(5_000),
  }),
  fields: [
    { name: 'host', as: 'text', required: true, example: 'stock.example' },
    { name: 'port', as: 'number', required: true, example: '27015' },
    { name: 'send', as: 'text', required: true, example: 'ping' },
    { name: 'contains', as: 'text', example: 'pong' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: (target) => `${target.host}:${target.port}/udp`,
  look: async (outside, target, { allowPrivate }) => {
    const limits = { allowPrivate, timeoutMs: target.maxMs };
    const { ms, answer } = await outside.wire.askByUdp(target, bytesOf(target.send), limits);
    const fits = target.contains === '' || Buffer.from(answer).includes(bytesOf(target.contains));
    const words = fits ? `answered in ${Math.round(ms)} ms` : `answered ${answer.length} bytes, without “${target.contains}”`;
    return answered({ saw: fits ? 'up' : 'down', reason: words }, ms);
  },
});

function bytesOf(text: string): Buffer {
  return text.startsWith('hex:') ? Buffer.from(text.slice(4), 'hex') : Buffer.from(text);
}
