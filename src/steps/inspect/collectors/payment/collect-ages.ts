import { getDomain } from 'tldts';
import { askRegistry } from '#engines/rdap/ask-registry.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Authorised, DomainAge, PaymentPage } from '../../inspection.ts';
import { isPaymentHost } from '../../payment-hosts.ts';
import type { Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { within } from './within.ts';

/** Names that are asked for in one inspection; a payment page that talks to more strangers has other troubles. */
const MOST = 12;
const ASK_MS = 3_000;
const ALL_MS = 6_000;

type Means = Pick<Outside, 'http' | 'clock'>;

interface AgesWish {
  readonly authorised: Authorised | null;
  readonly allowPrivate: boolean;
  /** What an earlier inspection learnt, by domain. */
  readonly known?: ReadonlyMap<string, DomainAge>;
  /** A registry to ask instead of the one that answers for a name. */
  readonly registry?: string;
}

/**
 * How old the names are with which a payment page has to do and that nobody authorised: asked of their registries, else from the certificate
 * that their host shows, which is weaker. What could not be learnt says why; nothing throws.
 */
export async function collectAges(outside: Means, page: PaymentPage, wish: AgesWish): Promise<DomainAge[]> {
  const hosts = strangersOn(page, wish.authorised);
  const ages = [...hosts].slice(0, MOST).map(async ([domain, host]): Promise<DomainAge> => {
    const kept = wish.known?.get(domain);
    if (kept !== undefined) return kept;
    return within(outside.clock, askFor(outside, wish, domain, host), ALL_MS).catch((thrown: unknown) =>
      nothing(domain, messageOf(thrown)),
    );
  });
  return Promise.all(ages);
}

/** Registrable domain → host with port, of what the page loads from or sends to. */
function strangersOn(page: PaymentPage, authorised: Authorised | null): ReadonlyMap<string, string> {
  const shop = siteOf(page.finalUrl);
  const told = [
    ...page.hosts.filter(({ party }) => party === 'third').map(({ host }) => host),
    ...page.leaks.map(({ host }) => host),
    ...page.frames.flatMap(({ url }) => URL.parse(url)?.host ?? []),
  ];
  const found = new Map<string, string>();
  for (const host of told) {
    const domain = getDomain(host);
    if (domain === null || domain === shop || isPaymentHost(host) || authorised?.hosts.includes(host)) continue;
    if (!found.has(domain)) found.set(domain, host);
  }
  return found;
}

async function askFor({ http, clock }: Means, { allowPrivate, registry }: AgesWish, domain: string, host: string): Promise<DomainAge> {
  let reason = 'the registry does not tell';
  try {
    const answer = await askRegistry(
      { http, clock },
      { name: domain, timeoutMs: ASK_MS, allowPrivate, ...(registry === undefined ? {} : { server: registry }) },
    );
    if (answer.kind === 'registered' && answer.since !== null) {
      return { domain, registeredAt: answer.since.toISOString(), certificateAt: null, reason: null };
    }
    if (answer.kind === 'unknown') reason = answer.reason;
    if (answer.kind === 'free') reason = 'the registry knows no such name';
  } catch (thrown) {
    reason = messageOf(thrown);
  }
  const { hostname = '', port = '' } = URL.parse(`https://${host}`) ?? {};
  const shown = await http.handshake(hostname, Number(port || 443), { timeoutMs: ASK_MS, isLenient: true, allowPrivate }).catch(() => null);
  return { ...nothing(domain, reason), certificateAt: shown === null ? null : shown.validFrom.toISOString() };
}

function nothing(domain: string, reason: string): DomainAge {
  return { domain, registeredAt: null, certificateAt: null, reason };
}
