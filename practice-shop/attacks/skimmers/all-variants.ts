import { channels } from './channels.ts';
import { clipboard } from './clipboard.ts';
import { encodings } from './encodings.ts';
import { fakeForms } from './fake-forms.ts';
import { hiding } from './hiding.ts';
import type { SkimmerVariant } from './types.ts';

/** Every way of stealing from a payment page that is tried against the practice page, each with its honest twin. */
export const skimmerVariants: readonly SkimmerVariant[] = [...encodings, ...channels, ...fakeForms, ...hiding, ...clipboard];
