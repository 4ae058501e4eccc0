import { z } from 'zod';
import { services } from '../checks/fact-table.ts';

const line = z.string().trim().max(300).default('');
const text = z.string().trim().max(4_000).default('');
const choice = <const T extends readonly [string, ...string[]]>(...options: T) => z.enum(['', ...options]).default('');

/** What an organisation says of itself once, so that no notification has to ask for it at night. Empty means: not said. */
export const profileShape = z.strictObject({
  name: line,
  contact: text,
  identifierType: choice('company-id', 'organisation-number', 'vat-number'),
  identifier: line,
  sector: choice('private', 'public'),
  size: choice('micro', 'small', 'medium', 'large'),
  activity: line,
  /** ISO 3166-1 codes, the main establishment first. */
  establishedIn: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be country codes such as PL'))
    .max(60)
    .default([]),
  services: z.array(z.enum(services)).max(20).default([]),
  representativeName: line,
  representativeContact: text,
  reporterName: line,
  reporterContact: text,
  reporterFunction: choice('dpo', 'legal-representative', 'other-function'),
  reporterFunctionDescription: line,
  dpoDesignated: choice('yes', 'no'),
  dpoName: line,
  dpoContact: text,
  contactAt: choice('contact-dpo', 'contact-reporter'),
  systems: text,
  measures: z
    .array(z.string().regex(/^[a-z-]{1,40}$/))
    .max(20)
    .default([]),
  measuresDescription: text,
});

export type Profile = z.output<typeof profileShape>;

/** A profile in which nothing was said. */
export const emptyProfile: Profile = profileShape.parse({});
