import { expect, test } from 'vitest';
import { readData } from '#engines/data/read-data.ts';
import { pathStages, stagePaths, stagesShape } from './stage-paths.ts';

const { platforms } = readData('funnel/stages.yaml', stagesShape);

test.each(Object.entries(platforms))('the addresses of %s tell their stages apart', (_platform, { examples, ...patterns }) => {
  for (const stage of pathStages) {
    const pattern = new RegExp(patterns[stage]);
    for (const path of examples[stage]) expect(path).toMatch(pattern);
    for (const path of examples.none) expect(path).not.toMatch(pattern);
  }
});

test('a platform that nobody knows has anybody’s addresses', () => {
  expect(new RegExp(stagePaths('unheard-of').cart).test('/en/cart')).toBe(true);
  expect(new RegExp(stagePaths('magento').cart).test('/checkout/cart')).toBe(true);
});
