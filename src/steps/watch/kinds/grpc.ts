import { z } from 'zod';
import { host, maxMs, port } from './fields.ts';
import { answered, defineKind } from './kind.ts';

const words = {
  serving: 'serving',
  'not-serving': 'it says that it is not serving',
  unknown: 'it does not know whether it is serving',
  'unknown-service': 'it does not know this service',
} as const;

/** A gRPC service that says it is serving, by the health checking protocol. */
export const grpc = defineKind({
  shape: z.strictObject({
    kind: z.literal('grpc'),
    host,
    port,
    tls: z.boolean().default(true),
    /** The service's full name; empty asks about the whole server. */
    service: z.string().max(300).default(''),
    maxMs: maxMs(5_000),
  }),
  fields: [
    { name: 'host', as: 'text', required: true, example: 'stock.example' },
    { name: 'port', as: 'number', required: true, example: '50051' },
    { name: 'service', as: 'text', example: 'shop.Stock' },
    { name: 'tls', as: 'tick' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: (target) => `${target.host}:${target.port}`,
  look: async (outside, target, { allowPrivate }) => {
    const { ms, health } = await outside.wire.askGrpcHealth(target, { allowPrivate, timeoutMs: target.maxMs });
    return answered({ saw: health === 'serving' ? 'up' : 'down', reason: words[health] }, ms);
  },
});
