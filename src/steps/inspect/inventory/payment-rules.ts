import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

/** How card data reaches the payment service. */
export const paysByKinds = ['redirect', 'iframe', 'script', 'own-form'] as const;
export type PaysBy = (typeof paysByKinds)[number];

export const paymentRulesShape = z.strictObject({
  read: z.union([z.string(), z.date()]),
  rules: z.array(
    z.strictObject({
      'pays-by': z.enum(paysByKinds),
      form: z.enum(['SAQ A', 'SAQ A-EP', 'SAQ D']),
      /** Whether 6.4.3 and 11.6.1 apply in full, or by the criterion of eligibility, or not. */
      duty: z.enum(['full', 'criterion', 'none']),
      standing: z.enum(['law', 'guidance', 'draft', 'memory']),
      sources: z.array(z.strictObject({ title: z.string(), where: z.string() })).min(1),
    }),
  ),
});

export type PaymentRule = z.output<typeof paymentRulesShape>['rules'][number];

/** What the card schemes ask of a shop that takes payments this way. */
export function paymentRule(paysBy: PaysBy): PaymentRule | undefined {
  return readData('pci-dss/payment-page.yaml', paymentRulesShape).rules.find((rule) => rule['pays-by'] === paysBy);
}
