import { z } from 'zod';
import { legalGroups, type PersonCard } from '#kernel/people.ts';
import { type GroupRules, keepGroups, knownFlags } from './group-rules.ts';

const groupShape = z.enum(legalGroups);

const who = {
  customer: z.string().min(1).max(200),
  name: z.string().max(300),
  email: z.email().max(320),
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 tag such as pl'),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters such as PL'),
};

/** A person as kept: what an imported list holds sealed. */
export const personCardShape = z.object({
  ...who,
  flags: z.array(groupShape).default([]),
  tells: z.array(groupShape).optional(),
  adultFrom: z.string().nullable().optional(),
});

/** How a shop tells a person, and what of it is kept. `today` is a day such as `2026-03-01`. */
export interface Keeping {
  readonly rules: GroupRules;
  readonly today: string;
}

/** A person as a shop tells: made into a card, and what is not needed is gone. */
export function toldPersonShape({ rules }: Keeping) {
  const flags = knownFlags(rules);
  const words = z.array(z.string().max(200)).max(2_000);
  return z.object({
    ...who,
    flags: z
      .array(z.string().refine((flag) => flags.has(flag), 'must be a flag that docs/data-directory.md or the data map names'))
      .optional(),
    groups: words.optional(),
    goods: words.optional(),
    tells: z.array(groupShape).optional(),
    /** Nothing, or the zeros that some databases keep: not known. */
    born: z
      .union([z.iso.date(), z.literal(['', '0000-00-00']).transform(() => undefined)])
      .nullish()
      .transform((born) => born ?? undefined),
  });
}

/** The card of a person as told. */
export function cardOf(told: z.output<ReturnType<typeof toldPersonShape>>, { rules, today }: Keeping): PersonCard {
  const { customer, name, email, language, country } = told;
  return { customer, name, email, language, country, ...keepGroups(told, rules, today) };
}

/** An order's number may come as a number or as a text. */
const idShape = z.union([z.string().min(1).max(200), z.int().transform(String)]);

/** What a directory said about one batch: who is behind each id, and which ids it does not know. */
export interface DirectoryAnswer {
  readonly people: ReadonlyMap<string, PersonCard>;
  readonly unknown: readonly string[];
}

/**
 * Reads a directory's answer to a question about `asked`. An id it says nothing about is unknown; an id that was not
 * asked, or one with two people behind it, makes the whole answer wrong. Returns the reason when it is not valid;
 * a reason names fields and never values.
 */
export function readDirectoryAnswer(
  body: string,
  asked: readonly string[],
  keeping: Keeping,
): DirectoryAnswer | { readonly wrong: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { wrong: 'it is not JSON' };
  }
  const parsed = z
    .object({
      people: z.array(toldPersonShape(keeping).extend({ id: idShape })),
      unknown: z.array(idShape).default([]),
      tells: z.array(groupShape).default([]),
    })
    .safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { wrong: `${issue?.path.join('.') || 'the answer'}: ${issue?.code ?? 'invalid'}` };
  }
  const open = new Set(asked);
  const people = new Map<string, PersonCard>();
  for (const { id, ...told } of parsed.data.people) {
    if (people.has(id)) return { wrong: 'it names two people for one record' };
    if (!open.has(id)) return { wrong: 'it names a record that was not asked for' };
    people.set(id, cardOf({ ...told, tells: [...(told.tells ?? []), ...parsed.data.tells] }, keeping));
  }
  return { people, unknown: asked.filter((id) => !people.has(id)) };
}
