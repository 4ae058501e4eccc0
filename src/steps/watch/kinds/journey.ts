import { z } from 'zod';
import { judgeJourney, phasesOfJourney } from '../checks/judge-journey.ts';
import { faultOfProof } from '../checks/judge-proof.ts';
import { webAddress } from './fields.ts';
import { originOf } from './http.ts';
import { defineKind } from './kind.ts';

/** Far enough apart that a shop does not notice, and that two cores can do it. */
const LEAST_JOURNEY_MS = 60_000;

const proof = z
  .string()
  .trim()
  .superRefine((line, context) => {
    const fault = faultOfProof(line);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

/** A way through the shop in a real browser: a Playwright file, or the way to paying that needs none. */
export const journey = defineKind({
  shape: z.strictObject({
    kind: z.literal('journey'),
    /** Where it begins; `page.goto('/')` of the file. */
    url: webAddress(/^https?:$/, 'http:// or https://'),
    /** A Playwright file; empty: from a product to the payment, without paying. */
    file: z.string().max(200_000).default(''),
    /** Longest whole time that is fine, ms. */
    maxMs: z.int().min(5_000).max(300_000).default(90_000),
    /** Whether `shop.pay` may place an order, by a way of paying that the owner declared as a test. */
    mayOrder: z.boolean().default(false),
    /** What must be told of an order that it placed: `erp`, `shop cancelled`. */
    proves: z.array(proof).max(10).default([]),
    /** Minutes until all of it must have been told. */
    provesMinutes: z.int().min(1).max(720).default(15),
  }),
  fields: [
    { name: 'url', as: 'text', required: true, example: 'https://shop.example/' },
    { name: 'file', as: 'code' },
    { name: 'maxMs', as: 'number' },
    { name: 'mayOrder', as: 'tick', off: true },
    { name: 'proves', as: 'list', example: 'shop placed · payment paid · erp · shop cancelled' },
    { name: 'provesMinutes', as: 'number' },
  ],
  leastEveryMs: () => LEAST_JOURNEY_MS,
  patient: true,
  destination: ({ url }) => originOf(url),
  look: async (outside, target, { allowPrivate, secrets, controlled }) => {
    if (!controlled)
      return {
        judged: { saw: 'unknown', reason: 'journeys wait for proof that the shop is yours: Inspect, this shop, Proof of control' },
        reach: 'answered',
        ms: null,
        phases: {},
      };
    const run = await outside.journeys.run({
      ...{ allowPrivate, secrets, baseUrl: target.url, maxMs: target.maxMs, mayOrder: target.mayOrder },
      ...(target.file.trim() === '' ? { source: outside.journeys.checkout, name: 'checkout' } : { source: target.file, name: 'journey' }),
    });
    return {
      judged: judgeJourney(run, target.proves.length > 0),
      reach: 'answered',
      ms: run.outcome === 'unknown' ? null : run.ms,
      phases: phasesOfJourney(run.steps),
      run,
    };
  },
});
