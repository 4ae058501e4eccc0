import { expect, it } from 'vitest';
import { exposedKinds } from './checks/exposed-files.ts';
import { titleOf } from './explain.ts';
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import ja from './messages/ja.json' with { type: 'json' };
import pl from './messages/pl.json' with { type: 'json' };

const orders = { rule: 'enumeration', succeeded: 'yes', facts: { records: 347, route: '/account/orders/{order}' } } as const;

it('says what happens in words, without numbers that grow and without placeholders', () => {
  expect(titleOf({ ...orders, touched: [{ kind: 'order', distinct: 347 }] })).toBe(
    'Customers’ order records are being read one after the other',
  );
  expect(titleOf({ ...orders, touched: [{ kind: 'customer', distinct: 3 }] })).toBe(
    'Customers’ records are being read one after the other',
  );
  const facts = { kind: 'database-dump', path: '/backup.sql' };
  expect(titleOf({ rule: 'dump-taken', succeeded: 'yes', facts, touched: [] })).toBe('A database dump was downloaded: /backup.sql');
  expect(titleOf({ rule: 'stuffing', succeeded: 'yes', facts: { failed: 12 }, touched: [] })).toBe(
    'Accounts were taken over with tried-out passwords',
  );
});

it('has a title for every kind of file, and one for kinds to come', () => {
  for (const kind of [...exposedKinds().map((one) => one.id), 'yet-unknown']) {
    expect(titleOf({ rule: 'dump-taken', succeeded: 'yes', facts: { kind, path: '/x' }, touched: [] })).toMatch(/downloaded: \/x$/);
  }
  for (const { id } of exposedKinds()) expect(Object.keys(en)).toContain(`detect.rule.dump-taken.${id}`);
});

it('titles stand in every language, with nothing in them that a growing signal outdates', () => {
  const spoken = Object.keys(en).filter((key) => /^detect\.rule\.[a-z-]+\.(?!name$|why$|[a-z-]+\.why$)/.test(key));
  for (const messages of [en, de, pl, ja]) {
    const told: Readonly<Record<string, string>> = messages;
    for (const key of spoken) {
      expect(told[key], key).toBeTypeOf('string');
      expect(
        [...(told[key] ?? '').matchAll(/\{(\w+)/g)].map(([, name]) => name).filter((name) => name !== 'path' && name !== 'what'),
      ).toEqual([]);
    }
  }
});
