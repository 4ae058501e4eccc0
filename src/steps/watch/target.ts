import { z } from 'zod';
import { parseCondition } from './checks/conditions/parse-condition.ts';

const port = z.int().min(1).max(65_535);
const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/:@]+$|^\[[0-9a-f:]+\]$/i, 'must be a host name or an address');

/** A line of `checks/conditions`. */
const conditionShape = z
  .string()
  .trim()
  .min(1)
  .superRefine((line, context) => {
    const parsed = parseCondition(line);
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
  });

/** What a check looks at, and what must be true. */
export const targetShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    url: z.url({ protocol: /^https?$/ }),
    /** Status codes that are fine; empty means 200 to 399. */
    status: z.array(z.int().min(100).max(599)).default([]),
    /** Text that the page must contain; empty asks for none. */
    contains: z.string().max(500).default(''),
    /** Longest whole time that is fine, ms. */
    maxMs: z.int().min(10).max(60_000).default(10_000),
    /** Fewest days that the certificate must still be valid; 0 asks only that it is. */
    certificateDays: z.int().min(0).max(365).default(0),
    /** Lines that must all be true, such as `json $.state is "open"`. */
    conditions: z.array(conditionShape).max(20).default([]),
  }),
  z.object({ kind: z.literal('tcp'), host, port, maxMs: z.int().min(10).max(60_000).default(5_000) }),
  z.object({ kind: z.literal('tls'), host, port: port.default(443), days: z.int().min(0).max(365).default(14) }),
  z.object({
    kind: z.literal('dns'),
    name: host,
    type: z.enum(['A', 'AAAA', 'MX', 'TXT', 'NS', 'CAA', 'CNAME', 'SOA']).default('A'),
    contains: z.string().max(200).default(''),
  }),
  z.object({
    kind: z.literal('heartbeat'),
    /** Seconds between two beats, and how much later one may come. */
    period: z
      .int()
      .min(1)
      .max(31 * 86_400),
    grace: z
      .int()
      .min(0)
      .max(7 * 86_400)
      .default(60),
  }),
]);

export type Target = z.output<typeof targetShape>;
