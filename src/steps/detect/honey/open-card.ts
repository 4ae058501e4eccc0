import { z } from 'zod';
import type { Scope } from '#engines/verb.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { HoneyCard } from './honey.ts';
import type { HoneyRow } from './store-honeys.ts';

const cardShape = z.object({ name: z.string(), mail: z.string(), phone: z.string(), customer: z.string(), order: z.string() });

/** The made-up person. It is nobody’s data, and it is a secret: who knows it walks around it. */
export function openCard({ house, org }: Pick<Scope, 'house' | 'org'>, row: Pick<HoneyRow, 'card'>): HoneyCard {
  return cardShape.parse(JSON.parse(house.secrets.open(org, row.card as Sealed, 'use-own-secret')));
}
