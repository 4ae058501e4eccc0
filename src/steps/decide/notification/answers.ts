import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { CaseRow } from '../store.ts';
import { notificationTables } from './notification-tables.ts';
import { notificationTemplate } from './tables.ts';
import type { Answers, FieldValue } from './types.ts';

const bounds = z.strictObject({ atLeast: z.int().min(0), atMost: z.int().min(0).nullable() });
const places = z.record(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/), bounds);
const code = z.string().max(60);

/** What a person may write into a field; what does not fit the field itself is refused by `fitsField`. */
export const answerShape = z.union([z.string().max(4_000), z.boolean(), z.array(code).max(60), bounds, places, z.null()]);

const stored = z.strictObject({ value: answerShape, over: z.string() });

/** Opens what people wrote for a case's notification. Nothing of a shredded case can be opened. */
export async function readAnswers(house: Pick<House, 'secrets'>, db: Tx, row: CaseRow): Promise<Answers> {
  const key = row.wrapped_key;
  if (key === null) return {};
  const rows = await notificationTables(db).selectFrom('case_notification_answers').selectAll().where('case_id', '=', row.id).execute();
  return Object.fromEntries(
    rows.map((one) => {
      const { value, over } = stored.parse(JSON.parse(house.secrets.openWith(key, one.answer, 'tell-authority')));
      return [one.field, { value, over, by: one.answered_by, at: one.answered_at.toISOString() }];
    }),
  );
}

export function sealAnswer(house: Pick<House, 'secrets'>, key: string, value: FieldValue, over: string): Sealed {
  return house.secrets.sealWith(key, JSON.stringify({ value, over }));
}

/** What is wrong with an answer for a field; `null` when it fits. Pure. */
export function refusalOf(key: string, value: z.output<typeof answerShape>): string | null {
  const field = notificationTemplate().fields.find((one) => one.key === key);
  if (!field) return `${key}: the form has no such field`;
  if (value === null) return null;
  const wrong = (what: string) => `${key}: must be ${what}`;
  const known = (one: unknown) => typeof one === 'string' && (field.options === undefined || Object.hasOwn(field.options, one));
  switch (field.kind) {
    case 'choice':
      return known(value) ? null : wrong('one of the options');
    case 'choices':
    case 'codes':
    case 'authorities':
      return Array.isArray(value) && value.every(known) ? null : wrong('some of the options');
    case 'flag':
      return typeof value === 'boolean' ? null : wrong('yes or no');
    case 'count':
      return typeof value === 'object' && 'atLeast' in value ? null : wrong('a number such as 12, 10-40 or 10+');
    case 'places':
      return typeof value === 'object' && !Array.isArray(value) && !('atLeast' in value) ? null : wrong('countries with numbers');
    case 'day':
      return z.iso.date().safeParse(value).success ? null : wrong('a day such as 2026-11-20');
    case 'instant':
      return z.iso.datetime().safeParse(value).success ? null : wrong('a time with a zone');
    default:
      return typeof value === 'string' ? null : wrong('a text');
  }
}
