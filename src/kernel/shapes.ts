import { z } from 'zod';
import type { Id } from './ids.ts';
import { isId } from './ids.ts';
import { severities } from './outcome.ts';
import { dataCategories } from './people.ts';

/** A schema for an id of one kind. */
export function idShape<P extends string>(prefix: P): z.ZodType<Id<P>, Id<P>> {
  return z.custom<Id<P>>((value) => isId(prefix, value), `must be an id that starts with ${prefix}_`);
}

export const severityShape = z.enum(severities as [string, ...string[]] as ['info', 'low', 'medium', 'high', 'critical']);
export const categoryShape = z.enum(dataCategories);
/** An instant, ISO 8601 with a zone, as it stands in a ledger payload. */
export const instantShape = z.iso.datetime({ offset: true });
/** An answer to “must this be done?”; `unknown` names what is still to be answered elsewhere. */
export const answerShape = z.enum(['yes', 'no', 'unknown']);
