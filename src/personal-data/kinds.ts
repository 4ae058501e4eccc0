/** What can be found in a text. */
const personalDataKinds = [
  'card',
  'iban',
  'email',
  'phone',
  'pesel',
  'nip',
  'steuer-id',
  'my-number',
  'ssn',
  'nino',
  'password',
  'token',
  'private-key',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** A place in a text where something stands. Never the value itself. */
export interface Found {
  readonly kind: PersonalDataKind;
  readonly from: number;
  /** Behind its last character. */
  readonly to: number;
  /** 1 it has the shape; 2 likely: a check digit, or words around it; 3 proof: both, or a shape that nothing else has. */
  readonly confidence: 1 | 2 | 3;
}
