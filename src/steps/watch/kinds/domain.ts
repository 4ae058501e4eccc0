import { getDomain } from 'tldts';
import { z } from 'zod';
import { judgeDomain, rdapServerOf } from '../checks/judge-domain.ts';
import { host, webAddress } from './fields.ts';
import { answered, defineKind, type Outside } from './kind.ts';

/** Which registry answers for which ending: RFC 9224. */
const BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const KEPT_MS = 86_400_000;
const kept = new WeakMap<Outside['http'], { readonly until: number; readonly list: Promise<unknown> }>();

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
    const server = target.server || rdapServerOf(await bootstrap(outside), name);
    if (server === null) return answered({ saw: 'unknown', reason: `the registry of ${name} answers no RDAP` });
    const url = new URL(`domain/${name}`, server.endsWith('/') ? server : `${server}/`).href;
    const answer = await outside.http.request({ url, headers: { accept: 'application/rdap+json' }, allowPrivate });
    return answered(judgeDomain(answer.status, answer.body, target.days, outside.clock.now()), answer.phases.total);
  },
});

/** IANA's list, asked once a day. */
function bootstrap({ http, clock }: Outside): Promise<unknown> {
  const known = kept.get(http);
  if (known && known.until > clock.ticks()) return known.list;
  const list = http.request({ url: BOOTSTRAP }).then((answer) => JSON.parse(new TextDecoder().decode(answer.body)) as unknown);
  kept.set(http, { until: clock.ticks() + KEPT_MS, list });
  list.catch(() => kept.delete(http));
  return list;
}
