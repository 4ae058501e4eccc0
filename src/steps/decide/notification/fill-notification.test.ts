import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideObligations } from '../checks/decide-obligations.ts';
import { type FactName, factNames, factRow } from '../checks/fact-table.ts';
import type { Fact, Facts, FactValue } from '../checks/facts.ts';
import { lawTables } from '../tables.ts';
import { refusalOf } from './answers.ts';
import { fillNotification, isOpen } from './fill-notification.ts';
import { formWords } from './form-words.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { notificationTemplate, templateField } from './tables.ts';
import type { Answers, FieldValue, FillContext, Notification } from './types.ts';

const template = notificationTemplate();
const context: FillContext = {
  phase: 'incomplete',
  at: new Date('2026-11-20T18:00:00Z'),
  authority: null,
  case: { number: '2026-001', title: 'Orders read', awareAt: new Date('2026-11-20T15:00:00Z'), deadline: new Date('2026-11-23T15:00:00Z') },
  before: null,
  decision: null,
  told: null,
  timeZone: 'Europe/Warsaw',
  words: formWords('en', 'Europe/Warsaw'),
};

const profile: Profile = {
  ...emptyProfile,
  ...{ name: 'Practice Shops', contact: 'Lane 1', sector: 'private', size: 'small', establishedIn: ['PL'], systems: 'The shop, in Warsaw' },
  ...{ reporterName: 'R', reporterContact: 'r@example.test', reporterFunction: 'legal-representative' },
  ...{ dpoDesignated: 'yes', dpoName: 'D', dpoContact: 'd@example.test', measures: ['encryption'], measuresDescription: 'At rest.' },
};

const known = (value: FactValue, certainty: Fact['certainty'] = 'confirmed'): Fact => ({ value, certainty });
const bounds = (atLeast: number, atMost: number | null = atLeast) => ({ atLeast, atMost });

const leak: Facts = {
  ...{ confidentiality: known('unknown-recipients'), integrity: known('none'), availability: known('none'), cause: known('attack') },
  ...{ malicious: known('yes'), outflow: known('yes'), encryption: known('none'), categories: known(['name', 'email', 'order-contents']) },
  ...{ people: known(bounds(1_200)), records: known(bounds(1_400, 1_600), 'likely'), groups: known(['customers']), subgroups: known([]) },
  ...{
    incidentTypes: known(['unauthorised-access']),
    consequences: known(['fraud', 'loss-of-control']),
    remedies: known('Closed the hole.'),
  },
  ...{ occurredFrom: known('2026-11-19T20:00:00Z'), occurredTo: known('2026-11-20T02:00:00Z'), awareAt: known('2026-11-20T15:00:00Z') },
  ...{
    firstSignalAt: { ...known('2026-11-20T02:10:00Z'), statedBy: 'shopbell' },
    countries: known({ PL: bounds(1_100), DE: bounds(100) }),
  },
};

function fill(facts: Facts, more: Partial<FillContext> = {}, answers: Answers = {}, own: Profile = profile): Notification {
  return fillNotification(facts, decideObligations(facts, lawTables()), own, answers, { ...context, ...more });
}

const by = (value: FieldValue, over = 'null') => ({ value, over, by: 'per_1', at: '2026-11-20T17:00:00.000Z' });
const fieldOf = (form: Notification, key: string) => form.fields.find((field) => field.key === key);
const contentOf = (form: Notification, key: string) => fieldOf(form, key)?.value;

describe('the template', () => {
  test('reaches every field by some answers, and hides every one that has a condition by others', () => {
    const shown = new Set<string>();
    const hidden = new Set<string>();
    const outside = { ...leak, establishedIn: known(['US']) };
    for (const number of Array.from({ length: 24 }, (_, index) => index)) {
      for (const facts of [leak, outside, {}]) {
        for (const late of [false, true]) {
          for (const before of [null, { reference: 'X' }]) {
            const answers = Object.fromEntries(
              template.fields.flatMap((field): [string, ReturnType<typeof by>][] => {
                const codes = Object.keys(field.options ?? {});
                if (codes.length === 0) return [[field.key, by(field.kind === 'line' || field.kind === 'text' ? 'x' : null)]];
                return [
                  [
                    field.key,
                    by(
                      field.kind === 'choices' && number % 3 === 0
                        ? codes
                        : field.kind === 'choices'
                          ? [codes[number % codes.length] ?? '']
                          : number === 11
                            ? null
                            : (codes[Math.floor(number / ((field.number % 3) + 1)) % codes.length] ?? null),
                    ),
                  ],
                ];
              }),
            );
            const at = late ? new Date('2026-11-24T00:00:00Z') : context.at;
            for (const phase of ['incomplete', 'withdraw'] as const) {
              const keys = new Set(fill(facts, { at, before, phase }, answers).fields.map((field) => field.key));
              for (const { key } of template.fields) (keys.has(key) ? shown : hidden).add(key);
            }
          }
        }
      }
    }
    expect(template.fields.map((field) => field.key).filter((key) => !shown.has(key))).toEqual([]);
    const conditional = template.fields.filter((field) => field.when !== undefined).map((field) => field.key);
    expect([...hidden].sort()).toEqual(conditional.sort());
  });
});

describe('a notification', () => {
  test('is filled from facts, profile and clock, and says where each value is from', () => {
    const form = fill(leak);
    const expected: Record<string, FieldValue> = {
      type: 'new',
      'own-reference': '2026-001',
      'controller-name': 'Practice Shops',
      when: 'period',
      'breach-nature': ['confidentiality'],
      'confidentiality-type': 'disclosed',
      unintelligible: 'not-protected',
      cause: 'external-malicious',
      'people-known': 'exact',
      'people-count': bounds(1_200),
      'records-known': 'approximate',
      'data-types': ['basic', 'contact', 'additional-data'],
      risk: 'high-risk',
      'people-told': 'told-on-open-date',
      'cross-border': 'yes',
      'people-in': ['PL', 'DE'],
      'authorities-told': ['pl-uodo', 'de-land'],
      discovery: 'by-controller',
    };
    for (const [key, value] of Object.entries(expected)) expect(contentOf(form, key), key).toEqual(value);
    expect(fieldOf(form, 'people-count')).toMatchObject({ source: { kind: 'fact', facts: ['people'] }, certainty: 'confirmed' });
    expect(fieldOf(form, 'systems')).toMatchObject({ source: { kind: 'profile' }, number: 63 });
    expect(form.completeness.missing).toEqual(['parties-involved', 'measures-prevent', 'measures-prevent-description']);
    expect(contentOf(form, 'lead-authority')).toContain('UODO');
    expect(fieldOf(form, 'late-reasons')).toBeUndefined();
    expect(contentOf(form, 'nature-description')).toBe('Orders read. Kind of incident: Unauthorised access to data in IT systems.');
  });

  test('of which nothing is known can be made in phase one, and a complete one lacks what is unknown', () => {
    const form = fill({}, {}, {}, emptyProfile);
    for (const key of [
      'when',
      'incident-types',
      'cause',
      'groups',
      'people-known',
      'data-types',
      'impacts',
      'severity',
      'risk',
      'people-told',
    ]) {
      expect([key, isOpen(contentOf(form, key) ?? null), fieldOf(form, key)?.certainty]).toEqual([key, true, 'unknown']);
    }
    expect(fieldOf(form, 'cross-border')).toMatchObject({ value: 'unknown', certainty: 'unknown' });
    const complete = fill({}, { phase: 'complete' }, {}, emptyProfile);
    expect(complete.completeness.missing).toEqual(
      expect.arrayContaining(['when', 'incident-types', 'groups', 'severity', 'risk', 'data-types']),
    );
    expect(JSON.stringify(complete.fields.map((field) => field.value))).not.toMatch(/to-be-determined|not-yet-known|under-assessment/);
  });

  test('late asks for reasons only of a first one; a withdrawal for its reasons', () => {
    const at = new Date('2026-11-24T00:00:00Z');
    expect(fill(leak, { at }).completeness.missing).toContain('late-reasons');
    expect(fieldOf(fill(leak, { at, before: { reference: 'DPO-7' } }), 'late-reasons')).toBeUndefined();
    const withdrawal = fill(leak, { phase: 'withdraw', before: { reference: 'DPO-7' } });
    expect([contentOf(withdrawal, 'type'), contentOf(withdrawal, 'previous-id')]).toEqual(['follow-up', 'DPO-7']);
    expect(withdrawal.completeness.missing).toContain('withdrawal-reason');
  });

  test('“no outflow” without logs of the whole time is not “not disclosed”', () => {
    const quiet = { ...leak, confidentiality: known('exposed'), outflow: known('no') };
    expect(contentOf(fill(quiet), 'confidentiality-type')).toBe('to-be-determined');
    expect(contentOf(fill({ ...quiet, logsCoverWindow: known('no') }), 'confidentiality-type')).toBe('not-assessable');
    expect(contentOf(fill({ ...quiet, logsCoverWindow: known('yes', 'likely') }), 'confidentiality-type')).toBe('to-be-determined');
    expect(contentOf(fill({ ...quiet, logsCoverWindow: known('yes') }), 'confidentiality-type')).toBe('not-disclosed');
  });

  test('what a person wrote stands, until the case says something else', () => {
    const answers = { cause: by('internal-malicious', JSON.stringify('external-malicious')) };
    const form = fill(leak, {}, answers);
    expect(fieldOf(form, 'cause')).toMatchObject({ value: 'internal-malicious', proposed: 'external-malicious', outdated: false });
    expect(fieldOf(fill({ ...leak, cause: known('technical') }, {}, answers), 'cause')).toMatchObject({ outdated: true });
    expect(contentOf(fill(leak, {}, { type: by('follow-up') }), 'type')).toBe('new');
    expect(contentOf(fill(leak, { phase: 'complete' }, { cause: by('to-be-determined') }), 'cause')).toBe('external-malicious');
  });

  test('letters that left are told; only all of them are all', () => {
    const told = {
      notice: 'n',
      hash: 'a'.repeat(64),
      first: '2026-11-20T23:30:00Z',
      at: null,
      delivered: 10,
      failed: 0,
      withoutAddress: 0,
      toldOtherwise: 0,
    };
    const form = fill(leak, { told: { ...told, state: 'told' } });
    expect([contentOf(form, 'people-told'), contentOf(form, 'people-told-on'), contentOf(form, 'all-told')]).toEqual([
      'told',
      '2026-11-21',
      'all-told',
    ]);
    expect(contentOf(fill(leak, { told: { ...told, state: 'sending' } }), 'all-told')).toBe('not-all-told');
    expect(contentOf(fill(leak, { told: { ...told, state: 'told', withoutAddress: 2 } }), 'all-told')).toBe('not-all-told');
    expect(contentOf(fill(leak, { told: { ...told, state: 'drafted', first: null } }), 'people-told')).toBe('told-on-open-date');
  });
});

/** Facts of every kind and certainty, as anybody might state them. */
const anyFacts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      factNames.map((name) => [
        name,
        fc.option(fc.record({ value: anyValue(name), certainty: fc.constantFrom('confirmed', 'likely', 'unknown') }), { nil: undefined }),
      ]),
    ),
  )
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, fact]) => fact !== undefined)) as Facts);

function anyValue(name: FactName): fc.Arbitrary<FactValue> {
  const { kind, options = [] } = factRow(name);
  const number = fc.record({
    atLeast: fc.nat(90),
    atMost: fc.option(
      fc.nat(90).map((more) => more + 90),
      { nil: null },
    ),
  });
  if (kind === 'choice') return fc.constantFrom(...options);
  if (kind === 'list') return fc.subarray([...options]);
  if (kind === 'count') return number;
  if (kind === 'places') return fc.dictionary(fc.constantFrom('PL', 'DE', 'GB', 'US-CA'), number);
  if (kind === 'codes') return fc.subarray(['PL', 'DE', 'GB']);
  if (kind === 'instant') return fc.constantFrom('2026-11-19T20:00:00Z', '2026-11-20T02:00:00Z');
  return kind === 'level' ? fc.constantFrom(0.25, 1) : fc.constantFrom('', 'words');
}

test('an unknown fact never fills a field as known, and a complete notification rests on no unknown', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const phase of ['incomplete', 'complete'] as const) {
        for (const field of fill(facts, { phase }).fields) {
          if (field.source?.kind !== 'fact' || field.value === null) continue;
          const all = field.source.facts.map((name) => facts[name]?.certainty ?? 'unknown');
          if (!all.includes('unknown')) continue;
          expect([field.key, field.certainty]).toEqual([field.key, 'unknown']);
          if (phase === 'complete') expect([field.key, isOpen(field.value)]).toEqual([field.key, true]);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever is proposed fits its field', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const field of fill(facts).fields) {
        const value = structuredClone(field.value) as Parameters<typeof refusalOf>[1];
        const asStored = templateField(field.key).kind === 'instant' && typeof value === 'string' ? new Date(value).toISOString() : value;
        expect(refusalOf(field.key, asStored)).toBeNull();
      }
    }),
    { numRuns: 200 },
  );
});
