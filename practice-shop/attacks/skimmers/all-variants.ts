import { browserTricks } from './browser-tricks.ts';
import { channels } from './channels.ts';
import { clipboard } from './clipboard.ts';
import { encodings } from './encodings.ts';
import { fakeForms } from './fake-forms.ts';
import { hiding } from './hiding.ts';
import { kits } from './kits.ts';
import { leaving } from './leaving.ts';
import { magentoKits } from './magento-kits.ts';
import { peers } from './peers.ts';
import type { SkimmerVariant } from './types.ts';
import { watching } from './watching.ts';
import { woocommerceKits } from './woocommerce-kits.ts';

/** Every way of stealing from a payment page that is tried against the practice page, each with its honest twin. */
export const skimmerVariants: readonly SkimmerVariant[] = [
  ...[...encodings, ...channels, ...fakeForms, ...hiding, ...clipboard],
  ...[...kits, ...leaving, ...watching, ...peers],
  ...[...magentoKits, ...woocommerceKits, ...browserTricks],
];
