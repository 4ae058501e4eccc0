import { z } from 'zod';
import { type LegalGroup, legalGroups } from '#kernel/people.ts';

const wordsShape = z.array(z.string().trim().min(1).max(100)).default([]);

const carrierShape = z.strictObject({
  /** The shop's own flags of a customer, beside the group's name, which always counts. */
  flags: wordsShape,
  /** Customer groups. */
  customerGroups: wordsShape,
  /** Product categories; `health` also means `health/eyes` and `Health > Eyes`. */
  productCategories: wordsShape,
  /** Whether the shop marks everybody who belongs: only then is somebody without a mark a no. */
  complete: z.boolean().default(false),
});

const minorShape = carrierShape.extend({
  /** The field in which the platform keeps birth dates, for whoever writes the directory. */
  birthDate: z.string().min(1).max(100).optional(),
  /** Of age from this birthday on. */
  below: z.int().min(13).max(21).default(18),
});

/** The part of a data map that says how a shop tells who belongs to a sub-group that matters legally. */
export const groupsShape = z.strictObject({
  'protected-address': carrierShape.optional(),
  minor: minorShape.optional(),
  'health-inferring-goods': carrierShape.optional(),
  'special-category-goods': carrierShape.optional(),
});

/** The same, of a map and what it extends. */
export type GroupRules = z.output<typeof groupsShape>;

/** What a shop tells of one person beside name and address, as it came. */
export interface Told {
  readonly flags?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly goods?: readonly string[] | undefined;
  readonly tells?: readonly LegalGroup[] | undefined;
  /** `2008-02-29` */
  readonly born?: string | undefined;
}

/** Of each group the nearest file's rules. `chain` begins with the nearest. */
export function joinGroupRules(chain: readonly GroupRules[]): GroupRules {
  return Object.assign({}, ...[...chain].reverse());
}

/** Flags that a shop may use: the groups' own names, and those its data map names. */
export function knownFlags(rules: GroupRules): ReadonlySet<string> {
  return new Set([...legalGroups, ...legalGroups.flatMap((group) => rules[group]?.flags ?? [])]);
}

/**
 * What of it is kept: which groups, which of them the shop would have told, and from when on the person is of age. The birth date itself,
 * goods and customer groups are not. `today` is a day such as `2026-03-01`. Pure.
 */
export function keepGroups(
  told: Told,
  rules: GroupRules,
  today: string,
): { readonly flags: LegalGroup[]; readonly tells: LegalGroup[]; readonly adultFrom?: string | null } {
  const marks = legalGroups.map((group) => ({ group, ...markOf(told, group, rules) }));
  const adultFrom = adultFromOf(told.born, rules.minor?.below ?? 18, today);
  return {
    flags: marks.filter((one) => one.yes).map((one) => one.group),
    tells: marks.filter((one) => one.told || told.tells?.includes(one.group)).map((one) => one.group),
    ...(adultFrom === undefined ? {} : { adultFrom }),
  };
}

function markOf(told: Told, group: LegalGroup, rules: GroupRules): { readonly yes: boolean; readonly told: boolean } {
  const carrier = rules[group];
  const marks = [
    { said: told.flags, means: [group, ...(carrier?.flags ?? [])] },
    { said: told.groups, means: carrier?.customerGroups ?? [] },
    { said: told.goods, means: carrier?.productCategories ?? [] },
  ];
  const yes = marks.some(({ said = [], means }) => said.some((word) => means.some((one) => isWithin(word, one))));
  const needed = [
    { said: told.flags, counts: (carrier?.flags ?? []).length > 0 },
    { said: told.groups, counts: (carrier?.customerGroups ?? []).length > 0 },
    { said: told.goods, counts: (carrier?.productCategories ?? []).length > 0 },
  ].filter((one) => one.counts);
  const all = carrier?.complete === true && needed.length > 0 && needed.every((one) => one.said !== undefined);
  return { yes, told: all };
}

/** `health` holds `Health`, `health/eyes` and `Health > Eyes`. */
function isWithin(word: string, category: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\s*>\s*/g, '/')
      .trim();
  return plain(word) === plain(category) || plain(word).startsWith(`${plain(category)}/`);
}

/** Somebody who has been of age for longer than anything is asked about is only said to be so. */
const LONG_DAYS = 800;

/**
 * The first day of being of age, from the beginning of the birthday; who was born on 29 February is so on 1 March of other years, the later
 * and more careful day. `null`: for long. `undefined`: no date, or one that cannot be true.
 */
function adultFromOf(born: string | undefined, age: number, today: string): string | null | undefined {
  const [year = 0, month = 0, day = 0] = (born ?? '').split('-').map(Number);
  const birth = new Date(Date.UTC(year, month - 1, day));
  if (born === undefined || year < 1900 || birth.getUTCDate() !== day || birth.getUTCMonth() !== month - 1 || born > today)
    return undefined;
  const from = new Date(Date.UTC(year + age, month - 1, day));
  return from.getTime() + LONG_DAYS * 86_400_000 < Date.parse(today) ? null : from.toISOString().slice(0, 10);
}
