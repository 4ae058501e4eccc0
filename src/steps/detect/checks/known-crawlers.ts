import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const shape = z.object({
  read: z.iso.date(),
  source: z.string(),
  crawlers: z.array(z.object({ name: z.string(), agent: z.string(), ranges: z.array(z.cidrv4().or(z.cidrv6())).min(1) })),
});

/**
 * Whether an agent calls itself a known crawler and comes from that crawler's published addresses.
 * The name alone counts for nothing: anybody can write it.
 */
export function isKnownCrawler(agent: string, address: string): boolean {
  const { crawlers } = readData('signatures/crawlers.yaml', shape);
  const lower = agent.toLowerCase();
  const claimed = crawlers.find((crawler) => lower.includes(crawler.agent));
  if (claimed === undefined || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return claimed.ranges.some((range) => {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}
