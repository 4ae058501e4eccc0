import { z } from 'zod';
import { idShape } from '#kernel/shapes.ts';
import { checkState } from '../events.ts';
import { toldShape } from '../journeys/store.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

/** A look that a prober made. */
const lookShape = z.object({
  check: idShape('chk'),
  at: instant,
  saw: checkState,
  ms: z.number().nullable(),
  phases: z.record(z.string().max(100), z.number().nullable()),
  reason: z.string().max(2_000),
});

/** A certificate that a check met for the first time since the prober began. */
const certificateShape = z.object({
  check: idShape('chk'),
  at: instant,
  fingerprint: z.string().min(1).max(200),
  serial: z.string().max(100),
  issuer: z.string().max(300),
  until: instant,
});

/** What stood in an answer and belongs to somebody: in the clear on its way, hashed on arrival, never on a prober's disk. */
const seenShape = z.object({
  check: idShape('chk'),
  at: instant,
  route: z.string().max(1_000),
  kind: z.string().max(40),
  field: z.string().max(200),
  value: z.string().max(4_000),
  confidence: z.union([z.literal(1), z.literal(2), z.literal(3)]),
});

const flapShape = z.object({ since: instant, changes: z.int(), minutes: z.int() });

const noteShape = z.object({
  check: idShape('chk'),
  to: checkState,
  since: instant,
  reason: z.string().max(2_000),
  lastAt: instant,
  lastMs: z.number().nullable(),
  /** Since when it comes and goes; a prober that is older does not say. */
  flapping: flapShape.nullable().optional(),
});

const base64 = z.base64().max(20_000_000);

/** A journey that a prober made, with what it saw; sent by itself, since it is large. */
export const journeySentShape = toldShape.extend({
  check: idShape('chk'),
  at: instant,
  outcome: z.enum(['passed', 'failed', 'unknown']),
  reason: z.string().max(10_000),
  failed: z.string().max(10_000).nullable(),
  ms: z.number(),
  shots: z.array(z.object({ title: z.string().max(1_000), at: z.number(), jpeg: base64 })).max(50),
  trace: base64.nullable(),
});
export type JourneySent = z.input<typeof journeySentShape>;
export type JourneyTaken = z.output<typeof journeySentShape>;

/** What a prober sends: what it saw, what changed, answers; and which list of checks it has. */
export const syncShape = z.object({
  /** Names this batch, so that one that comes twice counts once. */
  batch: z.string().max(60),
  looks: z.array(lookShape).max(5_000),
  notes: z.array(noteShape).max(1_000),
  /** A prober that is older does not say. */
  certificates: z.array(certificateShape).max(1_000).optional(),
  /** A prober that is older does not look. */
  seen: z.array(seenShape).max(1_000).optional(),
  answers: z.array(z.object({ ask: idShape('ask'), saw: checkState, reason: z.string().max(2_000) })).max(200),
  lost: z.int().min(0),
  revision: z.string().max(100),
});
export type Sync = z.input<typeof syncShape>;
export type SyncTaken = z.output<typeof syncShape>;

/** One check as a prober needs it. Its target is parsed by the prober's own shapes. */
const workShape = z.object({
  id: idShape('chk'),
  name: z.string(),
  target: z.unknown(),
  everyMs: z.int(),
  failures: z.int(),
  allowPrivate: z.boolean(),
  dependsOn: z.array(idShape('chk')),
  secrets: z.record(z.string(), z.string()),
  state: checkState,
  since: instant,
  reason: z.string(),
  lastAt: instant.nullable(),
  flapping: flapShape.nullable().default(null),
  /** Its last looks, oldest first. */
  looks: z.array(z.object({ at: instant, up: z.boolean() })).default([]),
  /** Of a journey: whether the shop was proven to be its owner's; a Shopbell that is older does not say. */
  controlled: z.boolean().default(false),
  /** Addresses and contacts of its shop, no find in an answer; of a Shopbell that is older `null`: answers are not looked through. */
  own: z.array(z.string()).nullable().default(null),
});
export type Work = z.output<typeof workShape>;

/** What it is told: its checks when they are others than it has, and what it shall look at once, now. */
export const syncAnswerShape = z.object({
  revision: z.string(),
  checks: z.array(workShape).nullable(),
  asks: z.array(
    z.object({ ask: idShape('ask'), target: z.unknown(), allowPrivate: z.boolean(), secrets: z.record(z.string(), z.string()) }),
  ),
  witnesses: z.array(z.object({ host: z.string(), port: z.int() })),
  /** What is missing of the orders that its journeys placed, one line a check. */
  unproven: z.array(z.object({ check: idShape('chk'), what: z.string() })).default([]),
});
export type SyncAnswer = z.input<typeof syncAnswerShape>;
