import { RuleError } from '../problem.ts';

/** Lists by name, which `%name%` stands for under the modifier `expand`. */
export type Lists = ReadonlyMap<string, readonly string[]>;

export const noLists: Lists = new Map();

const MOST_FORMS = 20_000;

/**
 * Every text that a value with placeholders stands for; `\%` is a plain percent sign.
 * A list that nobody knows rejects the rule (as the specification demands): left alone, it would silently never match.
 */
export function fillPlaceholders(value: string, lists: Lists): string[] {
  const parts = value.split(/((?<!\\)%[^%\s]+(?<!\\)%)/);
  return parts.reduce<string[]>(
    (forms, part, nth) => {
      if (nth % 2 === 0) return forms.map((form) => form + part.replaceAll('\\%', '%'));
      const name = part.slice(1, -1);
      const list = lists.get(name) ?? lists.get(name.toLowerCase());
      if (list === undefined) throw new RuleError(`nobody has told what %${name}% stands for`);
      if (forms.length * list.length > MOST_FORMS)
        throw new RuleError(`its placeholders stand for more than ${MOST_FORMS} values together`);
      return forms.flatMap((form) => list.map((item) => form + item));
    },
    [''],
  );
}
