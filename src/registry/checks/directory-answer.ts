import { z } from 'zod';
import type { PersonCard } from '#kernel/people.ts';

export const personCardShape = z.object({
  customer: z.string().min(1).max(200),
  name: z.string().max(300),
  email: z.email().max(320),
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 tag such as pl'),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters such as PL'),
  flags: z.array(z.enum(['protected-address', 'minor', 'health-inferring-goods'])).default([]),
});

/** An order's number may come as a number or as a text. */
const idShape = z.union([z.string().min(1).max(200), z.int().transform(String)]);

const answerShape = z.object({
  people: z.array(personCardShape.extend({ id: idShape })),
  unknown: z.array(idShape).default([]),
});

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
export function readDirectoryAnswer(body: string, asked: readonly string[]): DirectoryAnswer | { readonly wrong: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { wrong: 'it is not JSON' };
  }
  const parsed = answerShape.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { wrong: `${issue?.path.join('.') || 'the answer'}: ${issue?.code ?? 'invalid'}` };
  }
  const open = new Set(asked);
  const people = new Map<string, PersonCard>();
  for (const { id, ...card } of parsed.data.people) {
    if (people.has(id)) return { wrong: 'it names two people for one record' };
    if (!open.has(id)) return { wrong: 'it names a record that was not asked for' };
    people.set(id, card);
  }
  return { people, unknown: asked.filter((id) => !people.has(id)) };
}
