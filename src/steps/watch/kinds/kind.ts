import type { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import type { MetricSample } from '#kernel/metric-sample.ts';
import type { SeenCertificate } from '../changes/seen-certificate.ts';
import type { Judged } from '../checks/judged.ts';
import type { Reach } from '../checks/weigh-witness.ts';

export type Outside = Pick<House, 'http' | 'resolver' | 'wire' | 'sql' | 'journeys' | 'clock'>;

/** When a job last told that it began, was done, failed; `null`: never. */
export interface Beats {
  readonly okAt: Date | null;
  readonly startedAt: Date | null;
  readonly failedAt: Date | null;
}

export interface Situation {
  readonly allowPrivate: boolean;
  /** Only a heartbeat has them. */
  readonly beats: Beats | null;
  /** Whether the shop was proven to be its owner's: only a journey asks. */
  readonly controlled: boolean;
  /** Values of `{{name}}`, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Ends a look that waits, when nobody wants its answer any more. */
  readonly stopping?: AbortSignal;
}

/** What one look brought home. */
export interface Looked {
  readonly judged: Judged;
  readonly reach: Reach;
  readonly ms: number | null;
  /** Milliseconds of each part of the look, in their order. */
  readonly phases: Readonly<Record<string, number | null>>;
  /** What a journey did and saw. */
  readonly run?: JourneyRun;
  /** Metrics that were told, to be kept. */
  readonly samples?: readonly MetricSample[];
  /** The certificate that a server showed. */
  readonly certificate?: SeenCertificate;
  /** Parts of messages that wait in a queue: looked through at once, and not kept. */
  readonly messages?: readonly QueueMessage[];
}

export interface QueueMessage {
  readonly queue: string;
  /** Where in the message it stands. */
  readonly column: string;
  readonly text: string;
}

/** A field of the form in the console. Its label is the message `watch.field.{name}`. */
export interface FieldOfKind {
  readonly name: string;
  /** `list`: one a line; `pairs`: `name: value` a line; `document`: YAML; `code`: a file. */
  readonly as: 'text' | 'number' | 'list' | 'pairs' | 'choice' | 'long' | 'document' | 'code' | 'tick';
  readonly required?: true;
  /** A tick that is not set unless somebody sets it. */
  readonly off?: true;
  /** Seldom changed: the form has it under *more*. */
  readonly rare?: true;
  readonly choices?: readonly string[];
  /** Written as it must be typed, in every language. */
  readonly example?: string;
  /** Of a document that is a list: what its items have unless told, which need not be shown. */
  readonly usual?: Readonly<Record<string, unknown>>;
}

/** A kind of check: what it is told, how the form asks for it, how it looks. Throws only TARGET_… and what the target did. */
export interface Kind<S extends z.ZodObject> {
  readonly shape: S;
  /** What somebody else says: it is shown, and wakes nobody, opens nothing and excuses nothing. */
  readonly hint?: true;
  /** Its looks wait for minutes: they take no turn from others. */
  readonly patient?: true;
  /** Shortest time between two looks, ms; without: a second. */
  leastEveryMs?(target: z.output<S>): number;
  readonly fields: readonly FieldOfKind[];
  /** Why it cannot be looked at from another place. */
  readonly fromHere?: string;
  /** What is looked at, in a few characters: where the secrets would go. */
  destination(target: z.output<S>): string;
  look(outside: Outside, target: z.output<S>, situation: Situation): Promise<Looked>;
}

export function defineKind<S extends z.ZodObject>(kind: Kind<S>): Kind<S> {
  return kind;
}

/** A look that was answered, without parts. */
export function answered(judged: Judged, ms: number | null = null): Looked {
  return { judged, reach: 'answered', ms, phases: {} };
}
