import type { DnsType } from '#engines/dns/types.ts';
import type { DnsFact, Names } from '../inspection.ts';
import { dkimSelectors, type MailFacts, readTags } from '../mail.ts';
import { isSpf, questionsOf, readSpf } from '../spf.ts';
import type { Outside } from './collect-options.ts';
import type { Fetch } from './fetch-page.ts';

const MOST_NAMES = 30;

/** Asks everything that says what happens to mail in the domain's name. Never throws; what could not be asked says why. */
export async function collectMail(
  outside: Pick<Outside, 'resolver' | 'random'>,
  fetch: Fetch,
  names: Names,
  host: string,
): Promise<MailFacts> {
  const ask = async (name: string, type: DnsType): Promise<DnsFact> => {
    const answer = await outside.resolver.ask(name, type);
    if (answer.kind === 'records') return { kind: 'records', records: answer.records };
    return answer.kind === 'none' ? { kind: 'none' } : { kind: 'unknown', reason: `${type} of ${name}: ${answer.reason}` };
  };
  const { domain } = names;
  const [mtaSts, tlsRpt, bimi, hostDmarc, dkim, spf, reportTo] = await Promise.all([
    ask(`_mta-sts.${domain}`, 'TXT'),
    ask(`_smtp._tls.${domain}`, 'TXT'),
    ask(`default._bimi.${domain}`, 'TXT'),
    host === domain ? null : ask(`_dmarc.${host}`, 'TXT'),
    askKeys(ask, domain, Buffer.from(outside.random.bytes(8)).toString('hex')),
    askSpf(ask, names),
    askReports(ask, names),
  ]);
  const isAnnounced = mtaSts.kind === 'records' && mtaSts.records.some((record) => /^v=STSv1\b/i.test(record));
  const policy = isAnnounced
    ? await fetch(`https://mta-sts.${domain}/.well-known/mta-sts.txt`, { maxBytes: 65_536, maxRedirects: 0 })
    : null;
  return { spf, dkim, hostDmarc, reportTo, mtaSts, mtaStsPolicy: policy, tlsRpt, bimi };
}

type Ask = (name: string, type: DnsType) => Promise<DnsFact>;

async function askKeys(ask: Ask, domain: string, nothing: string): Promise<MailFacts['dkim']> {
  const none = await ask(`${nothing}._domainkey.${domain}`, 'TXT');
  // A domain that answers every name says nothing by answering these.
  if (none.kind === 'records') return [];
  const keys = await Promise.all(
    dkimSelectors().map(async (selector) => ({ selector, fact: await ask(`${selector}._domainkey.${domain}`, 'TXT') })),
  );
  return keys.filter(({ fact }) => fact.kind !== 'none');
}

async function askSpf(ask: Ask, { domain, txt }: Names): Promise<Record<string, DnsFact>> {
  const answers: Record<string, DnsFact> = {};
  let open: readonly string[] = txt.kind === 'records' ? asked(txt.records, domain) : [];
  while (open.length > 0 && Object.keys(answers).length < MOST_NAMES) {
    const fresh = [...new Set(open)].filter((question) => !(question in answers)).slice(0, MOST_NAMES);
    const facts = await Promise.all(fresh.map((question) => ask(question.split(' ')[1] ?? '', question.split(' ')[0] as DnsType)));
    fresh.forEach((question, at) => {
      answers[question] = facts[at] ?? { kind: 'none' };
    });
    open = fresh.flatMap((question, at) => {
      const fact = facts[at];
      return question.startsWith('TXT ') && fact?.kind === 'records' ? asked(fact.records, question.slice(4)) : [];
    });
  }
  return answers;
}

function asked(records: readonly string[], domain: string): readonly string[] {
  return records.filter(isSpf).flatMap((record) => questionsOf(readSpf(record) ?? [], domain));
}

async function askReports(ask: Ask, { domain, dmarc }: Names): Promise<Record<string, DnsFact>> {
  const record = dmarc.kind === 'records' ? dmarc.records.find((text) => /^v=DMARC1\b/i.test(text)) : undefined;
  const addresses = [...(readTags(record ?? '')?.get('rua') ?? '').matchAll(/mailto:[^,@\s]+@([^,!\s]+)/gi)].map(([, host = '']) =>
    host.toLowerCase(),
  );
  const foreign = [...new Set(addresses)].filter((host) => host !== domain && !host.endsWith(`.${domain}`)).slice(0, 4);
  return Object.fromEntries(
    await Promise.all(foreign.map(async (host) => [host, await ask(`${domain}._report._dmarc.${host}`, 'TXT')] as const)),
  );
}
