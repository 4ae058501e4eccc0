import type { SigmaEvent } from './event.ts';
import { findKeyword, matchEvent, matchField } from './match-event.ts';
import type { Test } from './test.ts';
import { describeTest } from './values/compile-value.ts';

/** One thing that a rule asks for and whether this event is so. */
export interface Reason {
  /** Selections from the outside in, with `not` where one is turned around. */
  readonly within: readonly string[];
  readonly field: string;
  readonly asked: string;
  readonly found: readonly string[] | null;
  readonly matched: boolean;
}

const MOST_FOUND = 3;
const MOST_LENGTH = 300;

/**
 * Why a rule did or did not match: of an alternative that matched, what matched; of one that did not, everything that was asked;
 * of a conjunction that did not, what failed.
 */
export function explainEvent(test: Test, event: SigmaEvent, within: readonly string[] = []): Reason[] {
  switch (test.kind) {
    case 'selection':
      return explainEvent(test.part, event, [...within, test.name]);
    case 'not':
      return explainEvent(test.part, event, [...within, 'not']);
    case 'all':
    case 'any': {
      const matched = matchEvent(test, event);
      const telling = test.parts.filter((part) => matchEvent(part, event) === matched);
      return telling.flatMap((part) => explainEvent(part, event, within));
    }
    case 'field': {
      const readings = event.get(test.field);
      return [
        {
          within,
          field: test.key,
          asked: describeTest(test.value),
          found: shown(readings?.raw),
          matched: matchField(test.value, readings, event),
        },
      ];
    }
    case 'keyword': {
      const hit = findKeyword(test.value, event);
      return [
        {
          within,
          field: hit ?? '(any field)',
          asked: describeTest(test.value),
          found: hit === null ? null : shown(event.get(hit)?.raw),
          matched: hit !== null,
        },
      ];
    }
  }
}

function shown(texts: readonly string[] | undefined): string[] | null {
  return texts?.slice(0, MOST_FOUND).map((text) => text.slice(0, MOST_LENGTH)) ?? null;
}
