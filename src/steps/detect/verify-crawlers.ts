import ipaddr from 'ipaddr.js';
import { reverseName } from '#engines/dns/reverse-name.ts';
import type { Resolver } from '#engines/dns/types.ts';
import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, type Span } from '#kernel/time.ts';
import { crawlerAgents, domainsOfCrawler } from './checks/known-crawlers.ts';

/** What was found out about an address, and until when it holds (ticks). */
interface Known {
  readonly isCrawler: boolean;
  readonly until: number;
}

interface Place {
  readonly org: OrgId;
  readonly shop: string;
  readonly span: Span;
  /** How far around the span somebody who is judged may have read, ms. */
  readonly margin: number;
}

/** What a process knows of addresses that call themselves crawlers. */
export interface CrawlerMemory {
  readonly known: Map<string, Known>;
  /** When it last looked for them around a span, as wide as it was asked to; in between only in the span itself. Ticks, and ms. */
  looked: { readonly at: number; readonly margin: number } | null;
}

export function noCrawlers(): CrawlerMemory {
  return { known: new Map(), looked: null };
}

/** Whoever is new stands in the span; only what arrives late and a process that has just begun need more. */
const AROUND_EVERY = 5 * MINUTE;

const MOST_KEPT = 10_000;
const MOST_AT_ONCE = 50;
/** A look waits so long for names; what comes later is there for the next one. */
const PATIENCE_MS = 500;

/**
 * Addresses, of those that came with a crawler's name in this span or before, that are that crawler: the address has a name under the
 * operator's domain, and that name leads back to the address. What could not be asked is not verified, and is asked again soon.
 */
export async function verifyCrawlers(house: House, at: Place, memory: CrawlerMemory): Promise<ReadonlySet<string>> {
  const now = house.clock.ticks();
  const { known, looked } = memory;
  const isAround = looked === null || looked.margin < at.margin || now - looked.at >= AROUND_EVERY;
  const claims = await readClaims(house, isAround ? at : { ...at, margin: 0 });
  if (isAround) memory.looked = { at: now, margin: at.margin };
  const fresh = claims.filter(({ address }) => (known.get(address)?.until ?? 0) <= now).slice(0, MOST_AT_ONCE);
  if (known.size > MOST_KEPT) known.clear();
  const asked = Promise.all(
    fresh.map(async ({ address, agent }) => {
      const answer = await isNamedBy(house.resolver, address, domainsOfCrawler(agent));
      known.set(address, { isCrawler: answer === true, until: now + (answer === true ? DAY : answer === false ? HOUR : 5 * MINUTE) });
    }),
  );
  if (fresh.length > 0) await Promise.race([asked, house.clock.sleep(PATIENCE_MS)]);
  return new Set([...known].filter(([, { isCrawler, until }]) => isCrawler && until > now).map(([address]) => address));
}

function readClaims(house: House, { org, shop, span, margin }: Place) {
  return house.telemetry.query<{ address: string; agent: string }>(
    org,
    `select address, any(agent) as agent from @reads where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
       and multiSearchAny(lower(agent), {agents:Array(String)}) group by address limit 1000`,
    { shop, from: new Date(span.from.getTime() - margin), to: new Date(span.to.getTime() + margin), agents: crawlerAgents() },
  );
}

/** Whether the address's name stands under one of the domains and leads back to it; `null`: could not be asked. */
export async function isNamedBy(resolver: Resolver, address: string, domains: readonly string[]): Promise<boolean | null> {
  const name = reverseName(address);
  if (name === null || domains.length === 0) return false;
  const reverse = await resolver.ask(name, 'PTR');
  if (reverse.kind === 'unknown') return null;
  const names = reverse.kind === 'none' ? [] : reverse.records.map((one) => one.toLowerCase().replace(/\.$/, ''));
  const own = names.filter((one) => domains.some((domain) => one.endsWith(`.${domain}`))).slice(0, 3);
  for (const one of own) {
    const forward = await resolver.ask(one, address.includes(':') ? 'AAAA' : 'A');
    if (forward.kind === 'unknown') return null;
    if (forward.kind === 'records' && forward.records.some((record) => isSameAddress(record, address))) return true;
  }
  return false;
}

function isSameAddress(a: string, b: string): boolean {
  return ipaddr.isValid(a) && ipaddr.isValid(b) && ipaddr.process(a).toNormalizedString() === ipaddr.process(b).toNormalizedString();
}
