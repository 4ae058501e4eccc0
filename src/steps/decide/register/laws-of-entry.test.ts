import { expect, test } from 'vitest';
import { decideObligations } from '../checks/decide-obligations.ts';
import { lawTables } from '../tables.ts';
import { known } from '../testing/any-facts.ts';
import { lawsOfEntry } from './laws-of-entry.ts';

const law = lawTables();
const leak = {
  cause: known('attack'),
  confidentiality: known('unknown-recipients'),
  integrity: known('none'),
  availability: known('none'),
  encryption: known('none'),
  medium: known('systems'),
  subgroups: known([]),
  categories: known(['name', 'email']),
  people: known({ atLeast: 40, atMost: 40 }),
  awareAt: known('2026-11-20T15:20:00Z'),
};
const at = new Date('2026-11-21T00:00:00Z');
const decision = { register: 'yes', authority: 'no', people: 'no', others: { 'UK-GDPR-33-1': 'yes' } } as const;

test('each law has its own duties and its own decision; none takes over another’s', () => {
  const countries = known({ DE: { atLeast: 20, atMost: 20 }, GB: { atLeast: 20, atMost: 20 } });
  const outcome = decideObligations({ ...leak, establishedIn: known(['DE', 'GB']), countries }, law, { at });
  const { laws } = lawsOfEntry(outcome, decision, []);
  const [gdpr, uk] = ['gdpr', 'uk-gdpr'].map((id) => laws.find((one) => one.law === id));
  expect(gdpr).toMatchObject({ home: true });
  expect(uk).toMatchObject({ home: false });
  const decided = (one: typeof uk, id: string) => one?.duties.find((duty) => duty.id === id)?.decided;
  expect(decided(gdpr, 'GDPR-33-1')).toBe('no');
  expect(decided(uk, 'UK-GDPR-33-1')).toBe('yes');
  expect(decided(uk, 'UK-GDPR-34-1')).toBeNull();
  expect(uk?.duties.find((duty) => duty.id === 'UK-GDPR-33-1')).toMatchObject({
    answer: 'yes',
    due: '2026-11-23T15:20:00.000Z',
    metAt: null,
  });
});

test('a case that is Japan’s alone is entered under the law of Japan, with its own terms', () => {
  const outcome = decideObligations(
    { ...leak, establishedIn: known(['JP']), countries: known({ JP: { atLeast: 2_000, atMost: 2_000 } }) },
    law,
    { at },
  );
  const { laws, mayApply } = lawsOfEntry(outcome, undefined, []);
  expect(outcome.home).toBe('appi');
  expect(laws.find((one) => one.home)).toMatchObject({ law: 'appi' });
  expect(laws.map((one) => one.law)).not.toContain('gdpr');
  expect(laws[0]?.duties.every(({ decided }) => decided === null)).toBe(true);
  expect(mayApply).not.toContain('appi');
});

test('a law of which it is not known whether it applies stands by name, never as no', () => {
  const { laws, mayApply } = lawsOfEntry(decideObligations(leak, law, { at }), undefined, []);
  expect(mayApply).toContain('uk-gdpr');
  expect(laws.map((one) => one.law)).not.toContain('uk-gdpr');
});
