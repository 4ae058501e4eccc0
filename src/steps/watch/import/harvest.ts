import type { CheckSeverity } from '../checks/check-severity.ts';
import { slugOf } from '../files/slug-of.ts';
import type { KindName } from '../kinds/kinds.ts';
import type { FoundSecret } from './open-secret-box.ts';

export type TargetDraft = Readonly<Record<string, unknown>> & { readonly kind: KindName };

/** A check as it was found elsewhere, not yet known to be one. */
export interface Draft {
  /** Its name in the source. */
  readonly source: string;
  readonly key: string;
  readonly name: string;
  readonly target: TargetDraft;
  readonly everyMs?: number | null;
  readonly failures?: number | null;
  readonly secrets?: readonly FoundSecret[];
  /** How grave it is; `high` unless told. */
  readonly severity?: CheckSeverity;
  /** By which Prometheus’ alerts choose it. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a reader brings home from another monitor's configuration. */
export interface Harvest {
  readonly drafts: readonly Draft[];
  readonly changed: readonly { readonly name: string; readonly what: string }[];
  readonly left: readonly { readonly name: string; readonly why: string }[];
  readonly ignored: ReadonlySet<string>;
  /** A key that no other check has. */
  keyFor(name: string): string;
  take(draft: Draft): void;
  /** Says how grave a draft is that was taken. */
  grade(key: string, severity: CheckSeverity): void;
  /** The draft that was taken first for such a target. */
  firstFor(target: TargetDraft): Draft | undefined;
  change(name: string, what: string): void;
  leave(name: string, why: string): void;
  ignore(part: string): void;
}

/** Under this name stands what is true of every check. */
export const EVERY_CHECK = 'every check';

/** What holds more entries than this is no configuration that anybody keeps. */
export const MOST_ENTRIES = 10_000;

export function openHarvest(): Harvest {
  const drafts: Draft[] = [];
  const changed: Harvest['changed'][number][] = [];
  const left: Harvest['left'][number][] = [];
  const ignored = new Set<string>();
  const firsts = new Map<string, Draft>();
  const keys = new Set<string>();
  const nexts = new Map<string, number>();
  const told = new Set<string>();
  return {
    ...{ drafts, changed, left, ignored },
    keyFor: (name) => {
      const slug = slugOf(name) || 'check';
      let key = slug;
      for (let nth = nexts.get(slug) ?? 2; keys.has(key); nth += 1) {
        key = `${slug.slice(0, 54)}-${nth}`;
        nexts.set(slug, nth + 1);
      }
      keys.add(key);
      return key;
    },
    take: (draft) => {
      const target = JSON.stringify(draft.target);
      if (!firsts.has(target)) firsts.set(target, draft);
      drafts.push(draft);
    },
    grade: (key, severity) => {
      const nth = drafts.findIndex((draft) => draft.key === key);
      const draft = drafts[nth];
      if (draft) drafts[nth] = { ...draft, severity };
    },
    firstFor: (target) => firsts.get(JSON.stringify(target)),
    change: (name, what) => {
      const both = JSON.stringify([name, what]);
      if (!told.has(both)) changed.push({ name, what });
      told.add(both);
    },
    leave: (name, why) => {
      left.push({ name, why });
    },
    ignore: (part) => {
      ignored.add(part);
    },
  };
}
