import { getDomain } from 'tldts';
import { z } from 'zod';
import type { DnsFact } from './exchange.ts';

/** What the name servers say about mail in the name of another domain that the owner holds. */
export interface OwnDomain {
  readonly domain: string;
  /** Its name servers; an inspection that is older did not ask. */
  readonly ns?: DnsFact | undefined;
  readonly txt: DnsFact;
  readonly mx: DnsFact;
  readonly dmarc: DnsFact;
}

/** So many are asked in one inspection. */
export const MOST_OWN_DOMAINS = 50;

/** Names as people write them down, one a line or with commas between: small letters, each once; what is no registrable name is refused. */
export const ownDomainsShape = z
  .string()
  .max(10_000)
  .transform((text) => [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map((name) => name.replace(/\.$/, '')),
    ),
  ])
  .pipe(
    z
      .array(
        z.string().refine((name) => getDomain(name) === name && /^[^\s/:@]+$/.test(name), {
          error: 'must be domains such as shop.example, one a line',
        }),
      )
      .max(MOST_OWN_DOMAINS, `at most ${MOST_OWN_DOMAINS} domains`),
  );
