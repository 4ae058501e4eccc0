/** A record of a person that an answer contained, by its true id. */
export interface ReadRecord {
  readonly kind: 'order' | 'customer';
  readonly id: string;
  /** Whether the id stands in the request, so that a log of requests can tell it at all. */
  readonly named: boolean;
}

/** What somebody asks for and what the shop answers; says nothing of who asks. */
export interface Ask {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly reads?: readonly ReadRecord[];
  /** What the shop's own audit log would tell of it, besides the records read. */
  readonly event?:
    | 'shop.customer.signed_in'
    | 'shop.customer.sign_in_failed'
    | 'shop.export.made'
    | 'shop.payment.failed'
    | 'shop.order.placed';
}

export interface Who {
  readonly address: string;
  readonly agent: string;
  readonly session?: string;
  /** The account name that a sign-in tried. */
  readonly tried?: string;
}

/** One request at an instant (ms since 1970). */
export interface Hit {
  readonly at: number;
  readonly who: Who;
  readonly ask: Ask;
}

/** A leak that was put into a week: what a detection has to find. */
export interface Incident {
  readonly name: IncidentName;
  readonly from: number;
  readonly to: number;
  readonly addresses: readonly string[];
  /** Records that it read, as far as requests name them. */
  readonly records: number;
  /** Whether its requests differ at all, in method, address or status, from what everybody does. */
  readonly isVisible: boolean;
}

export const incidentNames = [
  'enumeration-fast',
  'enumeration-slow',
  'enumeration-distributed',
  'enumeration-scattered',
  'enumeration-api',
  'enumeration-session',
  'export-paged',
  'export-file',
  'export-page-size',
  'stuffing-fast',
  'stuffing-slow',
  'stuffing-distributed',
  'dump-taken',
] as const;
export type IncidentName = (typeof incidentNames)[number];
