import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { decideObligations } from './checks/decide-obligations.ts';
import { completeFacts, type Facts } from './checks/facts.ts';
import { factsOfKind } from './checks/facts-of-kind.ts';
import { caseKinds } from './events.ts';
import { lawWords } from './law-words.ts';
import type { RegimeDutyRow } from './regime-shape.ts';
import { lawTables } from './tables.ts';
import { known } from './testing/any-facts.ts';
import { lawCases } from './testing/law-cases.ts';

const law = lawTables();
const languages = ['pl', 'de', 'ja'] as const;

/** Names of laws, authorities and other recipients: one that is known under its own name only keeps it. */
const names = new Set(
  law.regimes.flatMap((regime) => [
    regime.name,
    ...regime.duties.flatMap(({ recipients }) => recipients),
    ...regime.variants.flatMap(({ recipients, duties }) => [...(recipients ?? []), ...duties.flatMap((duty) => duty.recipients)]),
  ]),
);
const inTables = new Set([...names, ...textsOfRegimes(), ...textsOfFloors(), ...textsOfSeverity()]);

/** What the program states a fact to rest on. */
const evidenceLines = [
  'the incident, no signal',
  'the incident',
  'signals: {rules}',
  '{signals}; the answers held the records',
  '{signals}; whether the answers held the records is not known',
  '{signals}; the attempts got no records',
  'the ledger',
  'the shop’s data map',
  'the data map names none',
  'the signals tell of reading only',
  'the shop went on answering',
  'the shop answered with the records in the clear',
  'no signal tells which records were touched',
  '{title}: how many records it held cannot be told from outside',
  'the shop’s directory',
  'the shop’s directory; it does not know {count} of the records',
  'the shop’s directory; of {count} it names no country',
  'not everybody could be looked up',
  'the shop does not tell of everybody who belongs to: {groups}',
  'suggested by the kind of case: {kind}',
  'whoever opened the case',
  'when it was noticed: the earliest time that can be meant',
  'the organisation profile',
  'nothing else was stated',
  'follows from {fact}',
];

/** What the judgement itself says or puts around a text of the tables. */
const saidByJudgement = [
  'Who processes for another tells that controller; the controller has the other duties.',
  'Severity {score} ({band}); people are told from {threshold}.',
  'Severity {low} to {high} ({band}); people are told from {threshold}.',
  'Severity {low} to {high} ({from} to {to}); people are told from {threshold}.',
  ...law.severity.bands.map(({ id }) => id),
  ...Object.keys(law.severity.classes).map((name) => `${name} data, {why}`),
  '{why}; more kinds of data may be concerned',
  '{why}; whether it was encrypted is unknown',
  'no kind of data is named',
  'nothing that identifies a person is named',
  'how much it tells is unknown',
  'strong and salted, opens nothing',
  'stated by a person',
  ...evidenceLines,
];

function textsOfRegimes(): string[] {
  const ofDuty = (row: RegimeDutyRow) => [row.does, row.not_because, row.because, row.note];
  return law.regimes
    .flatMap(({ note, scope, rules, duties, variants }) => [
      note,
      scope.title,
      ...rules.map(({ title }) => title),
      ...duties.flatMap(ofDuty),
      ...variants.flatMap((variant) => [variant.note, ...variant.duties.flatMap(ofDuty)]),
    ])
    .filter((text) => text !== undefined);
}

function textsOfFloors(): string[] {
  const { rules, breach, no_breach, not_unlikely, when_unknown, exemptions } = law.floors;
  return [...[...rules, breach, no_breach, not_unlikely, when_unknown].map(({ title }) => title), ...exemptions.map(({ text }) => text)];
}

function textsOfSeverity(): string[] {
  const { classes, identification, encrypted, bands } = law.severity;
  return [
    ...Object.values(classes).flatMap(({ steps }) => steps.map(({ when }) => when)),
    ...[...identification, encrypted].map(({ because }) => because),
    ...bands.map(({ means }) => means),
  ];
}

/** Every number in a text, without what only separates its thousands. */
function numbersIn(text: string): string[] {
  return [...text.replace(/(?<=\d)[.,\s](?=\d{3}\b)/g, '').matchAll(/\d+/g)].map(([number]) => number).sort();
}

/** Facts that leave open what the prepared cases state. */
const halfKnown: Facts[] = [
  { categories: { value: ['name', 'email'], certainty: 'unknown' }, simpleInsight: { value: null, certainty: 'unknown' } },
  { categories: known(['name']), identifiability: known(0.5) },
];

/** What the pages of a case show of an outcome: reasons, duties, and the severity's reasons without the code before them. */
const shown = new Set(
  [...lawCases().map(({ facts }) => facts), ...halfKnown].flatMap((facts) => {
    const outcome = decideObligations(facts, law, { regimes: [...new Set(law.regimes.map(({ id }) => id))] });
    const ofSeverity = outcome.severity.factors
      .filter(({ factor }) => factor === 'dpc' || factor === 'ei')
      .map(({ because }) => because.replace(/^[A-Za-z][\w-]*: /, ''));
    return [...outcome.duties.flatMap(({ does, reasons }) => [does, ...reasons.map(({ text }) => text)]), ...ofSeverity];
  }),
);

describe.each(languages)('the texts of the law in %s', (locale) => {
  const { texts } = readData(`regimes/texts/${locale}.yaml`, z.object({ texts: z.record(z.string(), z.string()) }));
  const rows = Object.entries(texts);

  it('are there for every text of the tables and of the judgement, and for nothing else', () => {
    const needed = [...inTables, ...saidByJudgement];
    expect(needed.filter((english) => texts[english] === undefined)).toEqual([]);
    expect(Object.keys(texts).filter((english) => !needed.includes(english))).toEqual([]);
  });

  it('are translated, but for names', () => {
    expect(rows.filter(([english, text]) => english === text && !names.has(english))).toEqual([]);
    const latin =
      locale === 'ja'
        ? rows.filter(([english, text]) => !names.has(english) && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text))
        : [];
    expect(latin).toEqual([]);
  });

  it('keep every number, article and place to fill in', () => {
    for (const [english, text] of rows) {
      const found = numbersIn(text);
      expect(
        numbersIn(english).filter((number) => !found.includes(number)),
        `${english}\n${text}`,
      ).toEqual([]);
      const placesIn = (one: string) => [...one.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
      expect(placesIn(text), english).toEqual(placesIn(english));
    }
  });

  it('say what a fact rests on that the program states itself', () => {
    const at = '2026-11-20T15:20:00Z';
    const ofKinds = caseKinds.filter((kind) => kind !== 'incident').map((kind) => factsOfKind(kind, at, 'per_1', at));
    const followed = completeFacts({ cause: known('attack'), medium: known('paper'), confidentiality: known('known-recipients') });
    const rests = [...ofKinds, followed].flatMap((facts) => Object.values(facts).flatMap(({ evidence }) => evidence ?? []));
    expect(rests.length).toBeGreaterThan(20);
    expect(rests.filter((english) => lawWords(locale)(english) === english)).toEqual([]);
  });

  it('say whatever a judgement of the prepared cases says', () => {
    const words = lawWords(locale);
    expect([...shown].filter((english) => words(english) === english || /\{\w+\}/.test(words(english)))).toEqual([]);
  });
});

describe('the words of the law', () => {
  it('know only what a judgement really says', () => {
    const bands = law.severity.bands.map(({ id }): string => id);
    const said = [...shown].join('\n');
    const never = saidByJudgement.filter(
      (english) => !bands.includes(english) && !english.split(/\{\w+\}/).every((part) => said.includes(part)),
    );
    expect(never.filter((english) => !evidenceLines.includes(english))).toEqual([]);
  });

  it('fill in a range, a band and a chain of reasons', () => {
    const words = lawWords('de');
    expect(words('Severity 1.75 (low); people are told from 3.00.')).toBe(
      'Schweregrad 1.75 (niedrig); Personen werden ab 3.00 benachrichtigt.',
    );
    expect(words('Severity 2.75 to 4.00 (medium to very-high); people are told from 3.00.')).toContain(
      '2.75 bis 4.00 (mittel bis sehr hoch)',
    );
    expect(words('simple data, no aggravating factor is known; more kinds of data may be concerned')).toBe(
      'einfache Daten, kein erschwerender Umstand ist bekannt; weitere Arten von Daten können betroffen sein',
    );
  });

  it('leave English and what a person wrote as they are', () => {
    expect(lawWords('en')('Nobody could see the data.')).toBe('Nobody could see the data.');
    for (const locale of languages) {
      const words = lawWords(locale);
      for (const text of ['', 'the log of 3 May', 'constructor', 'Severity {score}', `Severity ${'1 to (x to y); '.repeat(5000)}`]) {
        expect(words(text)).toBe(text);
      }
    }
  });

  it('are the same function every time', () => {
    expect(lawWords('ja')).toBe(lawWords('ja'));
  });
});
