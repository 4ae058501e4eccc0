export type CustomerFlag = 'protected-address' | 'minor' | 'health-inferring-goods';
export type Language = 'en' | 'pl' | 'de' | 'ja';

export interface Product {
  readonly slug: string;
  readonly name: string;
  readonly category: string;
  readonly cents: number;
  readonly blurb: string;
  /** Degrees on the colour wheel, for its drawn picture. */
  readonly hue: number;
  /** Whether owning it tells something about a person's health. */
  readonly healthInferring: boolean;
}

/** A plainly fictitious customer: the name says so, the mail address is under the reserved name `.test`. */
export interface Customer {
  /** `c-0421` */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string;
  readonly street: string;
  readonly postcode: string;
  readonly phone: string;
  readonly birthYear: number;
  readonly flags: readonly CustomerFlag[];
  /** In the clear so that visitors and attacks can sign in; a real shop never has this. */
  readonly password: string;
}

export type OrderState = 'placed' | 'paid' | 'exported' | 'shipped' | 'delivered';

export interface OrderLine {
  readonly product: string;
  readonly quantity: number;
  readonly cents: number;
}

export interface Order {
  /** `100123`: numbers rise by time with a few gaps, as in shops that skip abandoned baskets. */
  readonly number: string;
  readonly customer: string;
  /** ISO 8601, UTC. */
  readonly placed: string;
  readonly lines: readonly OrderLine[];
  readonly cents: number;
  readonly paidBy: string;
  state: OrderState;
}

/** Everything the shop sells and remembers at its start. */
export interface World {
  readonly seed: string;
  readonly products: readonly Product[];
  readonly customers: readonly Customer[];
  readonly orders: readonly Order[];
}
