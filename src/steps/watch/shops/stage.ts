/** What comes with each stage on the way from a visit to a parcel. */
export const orderStages = ['placed', 'paid', 'exported', 'handed-over'] as const;
export type OrderStage = (typeof orderStages)[number];
export const visitStages = ['visits', 'product', 'cart', 'checkout'] as const;
export type VisitStage = (typeof visitStages)[number];

/** How much of a stage came in the last hour, against what is usual in such an hour. */
export interface Stage {
  /** `null`: not known, since nobody tells of it; never nothing. */
  readonly seen: number | null;
  /** `null`: what is usual is not known. */
  readonly usual: number | null;
  readonly state: 'usual' | 'low' | 'silent' | 'unknown';
}

export const unknownStage: Stage = { seen: null, usual: null, state: 'unknown' };
