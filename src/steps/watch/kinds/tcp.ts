import { z } from 'zod';
import { host, maxMs, port } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** A port that takes connections. */
export const tcp = defineKind({
  shape: z.strictObject({ kind: z.literal('tcp'), host, port, maxMs: maxMs(5_000) }),
  fields: [
    { name: 'host', as: 'text', required: true, example: 'erp.example' },
    { name: 'port', as: 'number', required: true, example: '5432' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: (target) => `${target.host}:${target.port}`,
  look: async (outside, target, { allowPrivate }) => {
    const { ms } = await outside.http.connect(target.host, target.port, { allowPrivate, timeoutMs: target.maxMs });
    return answered({ saw: 'up', reason: `connected in ${Math.round(ms)} ms` }, ms);
  },
});
