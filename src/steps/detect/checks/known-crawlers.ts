import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const shape = z.object({
  read: z.iso.date(),
  source: z.string(),
  standing: z.string(),
  crawlers: z.array(
    z.object({ name: z.string(), agent: z.string(), ranges: z.array(z.cidrv4().or(z.cidrv6())), domains: z.array(z.string()).min(1) }),
  ),
});

/** What crawlers call themselves, in lower case. */
export function crawlerAgents(): readonly string[] {
  return readData('signatures/crawlers.yaml', shape).crawlers.map((crawler) => crawler.agent);
}

/** The domains under which the addresses of the crawler that an agent names have their names; none for another agent. */
export function domainsOfCrawler(agent: string): readonly string[] {
  const lower = agent.toLowerCase();
  return readData('signatures/crawlers.yaml', shape).crawlers.find((crawler) => lower.includes(crawler.agent))?.domains ?? [];
}

/**
 * Whether an agent calls itself a known crawler and comes from that crawler's published addresses, or from one that was verified by name.
 * The name alone counts for nothing: anybody can write it. `verified`: addresses, as `verifyCrawlers` found them.
 */
export function isKnownCrawler(agent: string, address: string, verified: ReadonlySet<string> = new Set()): boolean {
  const { crawlers } = readData('signatures/crawlers.yaml', shape);
  const lower = agent.toLowerCase();
  const claimed = crawlers.find((crawler) => lower.includes(crawler.agent));
  if (claimed === undefined || !ipaddr.isValid(address)) return false;
  if (verified.has(address)) return true;
  const parsed = ipaddr.process(address);
  return claimed.ranges.some((range) => {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}
