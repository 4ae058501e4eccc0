import { z } from 'zod';
import { legalGroups } from '#kernel/people.ts';
import { categoryShape, instantShape } from '#kernel/shapes.ts';
import { judgeNow } from '../checks/judge-groups.ts';
import type { KeptCount } from '../store-people-counts.ts';
import type { Affected } from './affected.ts';
import type { Chosen } from './choice.ts';

const reasonShape = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
const boundsShape = z.object({ atLeast: z.int(), atMost: z.int().nullable().describe('null: nobody can tell') });

/** The document that tells whose data was touched; `shopbell affected --json` and the console's affected.json. No personal data. */
export const affectedShape = z.object({
  schema: z.literal('shopbell.affected/1'),
  shop: z.string(),
  signal: z.string().nullable().describe('null: a free choice of reads'),
  people: boundsShape.describe('from the directory, once it was asked; before that from records alone'),
  records: z.int(),
  kinds: z.array(z.object({ kind: z.string(), records: z.int(), certain: z.int(), likely: z.int(), possible: z.int() })),
  byCategory: z.partialRecord(categoryShape, z.int()).describe('records that show it'),
  first: instantShape.nullable(),
  last: instantShape.nullable(),
  times: z.int(),
  accountsEntered: z.int().describe('by a campaign of tried passwords; their owners are among the people'),
  reasons: z.array(reasonShape),
  asked: z
    .object({ at: instantShape, records: z.int(), known: z.int(), unknownRecords: z.int() })
    .nullable()
    .describe('when the directory was asked who is behind the records; null: never'),
  groups: z.array(
    z.object({
      group: z.enum(legalGroups),
      answer: z.enum(['some', 'nobody', 'unknown']),
      ...boundsShape.shape,
      unknown: z.int().nullable().describe('of so many people nobody can tell; null: of nobody knows how many'),
      because: z.array(reasonShape),
    }),
  ),
});

export type AffectedDocument = z.output<typeof affectedShape>;

/** The document about what was chosen. `kept`: what the directory told when it was asked; `null`: it was not. Pure. */
export function describeAffected(
  { shop, signal }: Pick<Chosen, 'shop' | 'signal'>,
  affected: Affected,
  kept: KeptCount | null,
): AffectedDocument {
  const { records, kinds, byCategory, first, last, times, entered } = affected;
  const { people, groups, reasons } = judgeNow(affected, kept?.count ?? null);
  return affectedShape.parse({
    schema: 'shopbell.affected/1',
    ...{ shop, signal: signal?.id ?? null, people, records, kinds, byCategory, times, accountsEntered: entered.all },
    ...{ first: first?.toISOString() ?? null, last: last?.toISOString() ?? null },
    reasons,
    asked:
      kept === null
        ? null
        : {
            at: kept.askedAt.toISOString(),
            records: kept.count.records,
            known: kept.count.known,
            unknownRecords: kept.count.unknownRecords,
          },
    groups,
  });
}
