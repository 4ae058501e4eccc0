import { expect, it } from 'vitest';
import { readData } from '#engines/data/read-data.ts';
import { paymentRule, paymentRulesShape, paysByKinds } from './payment-rules.ts';

it('every way of paying has one rule with its sources', () => {
  const { rules } = readData('pci-dss/payment-page.yaml', paymentRulesShape);
  expect(rules.map((rule) => rule['pays-by']).sort()).toEqual([...paysByKinds].sort());
  expect(paysByKinds.map((kind) => `${paymentRule(kind)?.form} ${paymentRule(kind)?.duty}`)).toEqual([
    'SAQ A none',
    'SAQ A criterion',
    'SAQ A-EP full',
    'SAQ D full',
  ]);
});
