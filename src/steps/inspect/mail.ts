import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { DnsFact, Exchange, Got } from './exchange.ts';

/** What the name servers and the policy file of a domain say about its mail, beside its own TXT and MX. */
export interface MailFacts {
  /** Every name that the SPF record leads to, by `TYPE name`: `TXT _spf.example`, `A mail.example`. */
  readonly spf: Readonly<Record<string, DnsFact>>;
  /** Keys for signing under well-known selectors; only those that exist or could not be asked. */
  readonly dkim: readonly { readonly selector: string; readonly fact: DnsFact }[];
  /** The DMARC record of the shop's own host, when that is not the domain itself. */
  readonly hostDmarc: DnsFact | null;
  /** Whether other domains that get reports agreed to that, by domain (RFC 7489 §7.1). */
  readonly reportTo: Readonly<Record<string, DnsFact>>;
  readonly mtaSts: DnsFact;
  /** The policy file; `null` when no record announces one. */
  readonly mtaStsPolicy: Got<Exchange> | null;
  readonly tlsRpt: DnsFact;
  readonly bimi: DnsFact;
}

const selectorsShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  selectors: z.array(z.string().regex(/^[a-z0-9-]+$/)),
});

export const dkimSelectors = (): readonly string[] => readData('signatures/dkim-selectors.yaml', selectorsShape).selectors;

/** The tags of a record such as `v=DMARC1; p=reject`, names in small letters. `null` for a part without `=`. */
export function readTags(record: string): ReadonlyMap<string, string> | null {
  const parts = record
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.some((part) => !part.includes('='))) return null;
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('=')).trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()]));
}
