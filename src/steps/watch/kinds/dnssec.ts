import { z } from 'zod';
import { judgeDnssec } from '../checks/judge-dnssec.ts';
import { host } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** The signatures of a zone: whether they hold, and when the first of them ends. */
export const dnssec = defineKind({
  shape: z.strictObject({ kind: z.literal('dnssec'), domain: host, days: z.int().min(0).max(365).default(3) }),
  fields: [
    { name: 'domain', as: 'text', required: true, example: 'shop.example' },
    { name: 'days', as: 'number' },
  ],
  destination: (target) => target.domain,
  look: async (outside, target) => {
    const facts = await outside.wire.askDnssec(target.domain, { timeoutMs: 10_000 });
    return answered(judgeDnssec(facts, target.days, outside.clock.now()), facts.ms);
  },
});
