import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idReader, positionIn, shapeOf, templateOf } from './target-shape.ts';

it.each([
  [['/konto/beleg/88231.pdf', '/konto/beleg/88232.pdf'], '/konto/beleg/{n}.pdf', '88232'],
  [['/api/v2/clients/17', '/api/v2/clients/93'], '/api/v2/clients/{n}', '93'],
  [['/r.php?oid=17&lang=pl', '/r.php?oid=21&lang=pl'], '/r.php?oid={n}&lang=pl', '21'],
  [['/r.php?oid=17&_=1111', '/r.php?oid=21&_=2222'], '/r.php?oid={n}&_={any}', '21'],
  [['/o/INV2026-0017', '/o/INV2026-0018'], '/o/INV2026-{n}', '0018'],
  [
    ['/f/0a1b2c3d-0000-4000-8000-00000000000a', '/f/9a1b2c3d-0000-4000-8000-00000000000b'],
    '/f/{id}',
    '9a1b2c3d-0000-4000-8000-00000000000b',
  ],
  [['/f/0a1b2c3d4e5f', '/f/9a1b2c3d4e5f'], '/f/{id}', '9a1b2c3d4e5f'],
])('the template of %j is %s', (targets, template, id) => {
  expect(new Set(targets.map(shapeOf)).size).toBe(1);
  expect(templateOf(targets)?.text).toBe(template);
  expect(idReader(template)(targets.at(-1) ?? '')).toBe(id);
});

it.each([
  [['/list?page=1', '/list?page=2']],
  [['/list?seite=1', '/list?seite=2']],
  [['/a.json?_=1001', '/a.json?_=1002']],
  [['/2025/05/12/x', '/2026/06/13/x']],
  [['/same/1', '/same/1']],
  [['/a/1', '/a/b/1']],
  [[]],
])('%j tells no record apart', (targets) => {
  expect(templateOf(targets)).toBeNull();
});

it('a random id has no place in a sequence', () => {
  expect([positionIn('88231'), positionIn('INV-17'), positionIn('9a1b2c3d4e5f'), positionIn('x')]).toEqual([88231, 17, null, null]);
});

it('an address with what looks like a place of a template has none', () => {
  expect(templateOf(['/api/{n}/10', '/api/{n}/11'])).toBeNull();
});

it('never throws, and reads from a target what its own template says', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 10, max: 98 }), (text, number) => {
      const targets = [`/${text}/${number}`, `/${text}/${number + 1}`];
      const template = templateOf(targets);
      if (template !== null) expect(idReader(template.text)(targets[1] ?? '')).not.toBeNull();
    }),
  );
});
