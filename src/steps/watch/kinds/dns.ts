import { z } from 'zod';
import { judgeDns } from '../checks/judge-dns.ts';
import { host } from './fields.ts';
import { answered, defineKind } from './kind.ts';

const types = ['A', 'AAAA', 'MX', 'TXT', 'NS', 'CAA', 'CNAME', 'SOA'] as const;

/** A record of a name, over the resolver of the machine. */
export const dns = defineKind({
  shape: z.strictObject({
    kind: z.literal('dns'),
    domain: host,
    type: z.enum(types).default('A'),
    contains: z.string().max(200).default(''),
  }),
  fields: [
    { name: 'domain', as: 'text', required: true, example: 'shop.example' },
    { name: 'type', as: 'choice', choices: types },
    { name: 'contains', as: 'text', example: '192.0.2.10' },
  ],
  destination: (target) => target.domain,
  look: async (outside, target) => {
    const answer = await outside.resolver.ask(target.domain, target.type);
    return answered(judgeDns(target, answer), answer.ms);
  },
});
