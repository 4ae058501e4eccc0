import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows, readPeopleFile } from './people-file.ts';

const keeping = { rules: {}, today: '2026-11-27' };
const heading = 'kind,id,customer,name,email,language,country,flags';

test('a CSV list with quotes, commas and line ends inside fields', () => {
  const people = readPeopleFile(
    `\uFEFF${heading}\r\norder,17,c1,"Ada ""A."" One, Jr",ada@shop.example,en,GB,minor protected-address\r\norder,18,c2,"Two\nLines",two@shop.example,pl,PL,\r\n`,
    'csv',
    keeping,
  );
  expect(people.map((person) => [person.id, person.card.name, person.card.flags])).toEqual([
    ['17', 'Ada "A." One, Jr', ['protected-address', 'minor']],
    ['18', 'Two\nLines', []],
  ]);
});

test('a birth date is read and not kept; an empty cell and zeros are not known', () => {
  const rows = ['2010-05-04', '', '0000-00-00', '1980-01-01'].map((born, nth) => `order,${nth},c${nth},Ada,ada@shop.example,en,GB,${born}`);
  const people = readPeopleFile(['kind,id,customer,name,email,language,country,born', ...rows].join('\n'), 'csv', keeping);
  expect(people.map(({ card }) => card.adultFrom)).toEqual(['2028-05-04', undefined, undefined, null]);
  expect(JSON.stringify(people)).not.toMatch(/2010|1980/);
});

test('NDJSON, with numbers as ids', () => {
  const text = '{"kind":"order","id":17,"customer":"c1","name":"Ada","email":"ada@shop.example","language":"en","country":"GB"}\n\n';
  expect(readPeopleFile(text, 'ndjson', keeping)).toEqual([
    {
      kind: 'order',
      id: '17',
      card: { customer: 'c1', name: 'Ada', email: 'ada@shop.example', language: 'en', country: 'GB', flags: [], tells: [] },
    },
  ]);
});

test.each([
  ['csv', `${heading}\norder,1,c1,Ada,no-address,en,GB,`, 'line 2'],
  ['csv', `${heading}\norder,1,c1,Ada`, '4 fields'],
  ['csv', `${heading}\norder,1,c1,"Ada,ada@shop.example,en,GB,`, 'quote'],
  ['ndjson', '{}\n', 'kind'],
  ['ndjson', 'Ada,ada@shop.example', 'not JSON'],
] as const)('a wrong %s list is refused with its line, without its values', (format, text, hint) => {
  expect(() => readPeopleFile(text, format, keeping)).toThrow(hint);
  expect(() => readPeopleFile(text, format, keeping)).not.toThrow('Ada');
});

test('one record twice is refused', () => {
  const row = 'order,1,c1,Ada,ada@shop.example,en,GB,';
  expect(() => readPeopleFile(`${heading}\n${row}\n${row}`, 'csv', keeping)).toThrow('twice');
});

test('every table of texts survives writing as CSV and reading', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '😀') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      expect(csvRows(text).map((row) => row.fields)).toEqual(rows);
    }),
  );
});
