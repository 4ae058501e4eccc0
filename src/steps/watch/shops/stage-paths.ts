import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const paths = z.array(z.string().startsWith('/')).min(1);

/** data/funnel/stages.yaml: which paths of a shop stand for which stage on the way to an order. */
export const stagesShape = z.strictObject({
  read: z.iso.date(),
  platforms: z.record(
    z.string(),
    z.strictObject({
      standing: z.enum(['own', 'memory']),
      product: z.string(),
      cart: z.string(),
      checkout: z.string(),
      examples: z.strictObject({ product: paths, cart: paths, checkout: paths, none: paths }),
    }),
  ),
});

export const pathStages = ['product', 'cart', 'checkout'] as const;
export type PathStage = (typeof pathStages)[number];

/** A pattern (RE2) for each stage that paths tell of: the platform's own, or anybody's. */
export function stagePaths(platform: string): Readonly<Record<PathStage, string>> {
  const { platforms } = readData('funnel/stages.yaml', stagesShape);
  const own = platforms[platform];
  const any = platforms.generic;
  const either = (stage: PathStage) => [...new Set([own?.[stage], any?.[stage]])].filter((one) => one !== undefined).join('|');
  return { product: either('product'), cart: either('cart'), checkout: either('checkout') };
}
