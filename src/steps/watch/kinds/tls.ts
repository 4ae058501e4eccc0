import { z } from 'zod';
import { seenCertificate } from '../changes/seen-certificate.ts';
import { judgeCertificate } from '../checks/judge-certificate.ts';
import { host, port } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** The certificate that a server shows. */
export const tls = defineKind({
  shape: z.strictObject({ kind: z.literal('tls'), host, port: port.default(443), days: z.int().min(0).max(365).default(14) }),
  fields: [
    { name: 'host', as: 'text', required: true, example: 'shop.example' },
    { name: 'port', as: 'number' },
    { name: 'days', as: 'number' },
  ],
  destination: (target) => `${target.host}:${target.port}`,
  look: async (outside, target, { allowPrivate }) => {
    const facts = await outside.http.handshake(target.host, target.port, { allowPrivate });
    return { ...answered(judgeCertificate(facts, target.days, outside.clock.now())), ...seenCertificate(facts) };
  },
});
