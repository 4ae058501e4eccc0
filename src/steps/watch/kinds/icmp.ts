import { z } from 'zod';
import { host, maxMs } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** A machine that sends an echo back. */
export const icmp = defineKind({
  shape: z.strictObject({ kind: z.literal('icmp'), host, maxMs: maxMs(3_000) }),
  fields: [
    { name: 'host', as: 'text', required: true, example: '192.0.2.10' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: (target) => target.host,
  look: async (outside, target, { allowPrivate }) => {
    const { ms } = await outside.wire.ping(target.host, { allowPrivate, timeoutMs: target.maxMs });
    const fits = ms <= target.maxMs;
    return answered({ saw: fits ? 'up' : 'down', reason: `echo in ${ms} ms` }, ms);
  },
});
