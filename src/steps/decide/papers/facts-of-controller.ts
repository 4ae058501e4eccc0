import type { Bounds, Facts } from '../checks/facts.ts';
import { factsFromSignals, type SignalFacts } from '../checks/facts-from-signals.ts';
import type { ShopsCount } from './count-of-shops.ts';

/** What a person stated of one controller's part: it is more exact than what signals tell. */
interface StatedPart {
  readonly people: Bounds | null;
  readonly categories: readonly string[];
}

/**
 * What happened as one controller's facts: what the signals and the directory of its own shops tell, and what a person stated of its part.
 * Nothing of another controller's is in it. `common`: facts of the incident that say nothing of anybody's data. Pure.
 */
export function factsOfController(common: Facts, signals: readonly SignalFacts[], counted: ShopsCount, stated: StatedPart | null): Facts {
  const at = signals.map((signal) => signal.firstSeen).sort()[0];
  const own: Facts = at === undefined ? {} : factsFromSignals(signals, { categories: [], firstSeen: at }, counted.people, at);
  const missed = signals.some((signal) => signal.touched.some(({ kind, distinct }) => distinct > (counted.records[kind] ?? 0)));
  const people: Facts = missed
    ? {
        people: {
          value: { atLeast: counted.people.known, atMost: null },
          certainty: 'unknown',
          evidence: 'not every record was looked up',
        },
      }
    : {};
  const said: Facts = {
    ...(stated?.people ? { people: { value: stated.people, certainty: 'confirmed', evidence: 'stated of this controller’s part' } } : {}),
    ...(stated && stated.categories.length > 0
      ? { categories: { value: stated.categories, certainty: 'confirmed', evidence: 'stated of this controller’s part' } }
      : {}),
  };
  return { ...common, ...own, ...people, ...said, role: { value: 'controller', certainty: 'confirmed', evidence: 'as the controller' } };
}

const shared = [
  'malicious',
  'cause',
  'medium',
  'confidentiality',
  'integrity',
  'availability',
  'encryption',
  'passwordProtection',
  'awareAt',
] as const;

/** The facts of a case that are the incident's and tell of nobody's data. Pure. */
export function commonFacts(facts: Facts): Facts {
  return Object.fromEntries(shared.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));
}
