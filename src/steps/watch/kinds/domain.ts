import { getDomain } from 'tldts';
import { z } from 'zod';
import { askRegistry } from '#engines/rdap/ask-registry.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { judgeDomain } from '../checks/judge-domain.ts';
import { unknown } from '../checks/judged.ts';
import { host, webAddress } from './fields.ts';
import { answered, defineKind } from './kind.ts';

/** When a registered name ends, as its registry says by RDAP (RFC 9082). */
export const domain = defineKind({
  shape: z.strictObject({
    kind: z.literal('domain'),
    domain: host,
    days: z.int().min(0).max(365).default(30),
    /** The registry's RDAP address, where IANA's list names none; usually empty. */
    server: z.union([z.literal(''), webAddress(/^https?:$/, 'http:// or https://')]).default(''),
  }),
  fields: [
    { name: 'domain', as: 'text', required: true, example: 'shop.example' },
    { name: 'days', as: 'number' },
    { name: 'server', as: 'text', example: 'https://rdap.example/' },
  ],
  destination: (target) => target.domain,
  look: async (outside, target, { allowPrivate }) => {
    const name = getDomain(target.domain) ?? target.domain;
    try {
      const answer = await askRegistry(outside, { name, server: target.server, allowPrivate });
      return answered(judgeDomain(answer, target.days, outside.clock.now()), answer.kind === 'registered' ? answer.ms : undefined);
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.code !== 'TARGET_UNREACHABLE') throw thrown;
      // A registry that is not there says nothing about the name.
      const judged = unknown(`the registry cannot be asked: ${String(thrown.details.reason)}`);
      return { judged, reach: 'unreachable', ms: null, phases: {} };
    }
  },
});
