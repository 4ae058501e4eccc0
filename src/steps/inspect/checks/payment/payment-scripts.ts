import { type Authorised, type Inspection, isElsewhere, type PaymentPage, type Script, scriptKey } from '../../inspection.ts';
import { type Check, found, type Judgement, pass, unknown, type Weakness } from '../check.ts';

const noPage = (inspection: Inspection) => {
  if (inspection.payment === null) return 'no payment page is named';
  return inspection.authorised === null ? 'nobody has authorised the scripts of the payment page yet' : null;
};

/** Reads payment page and authorised inventory, or says why it cannot be judged. A look that was cut short proves no absence. */
function compare(
  inspection: Inspection,
  judge: (page: PaymentPage, authorised: Authorised) => readonly Weakness[],
  fine: string,
): Judgement {
  const { payment, authorised } = inspection;
  if (payment === null || authorised === null) return unknown('there is nothing to compare with');
  if (payment.kind === 'unknown') return unknown(payment.reason);
  if (isElsewhere(payment.value)) return unknown(`The payment page led elsewhere, to ${payment.value.finalUrl}.`);
  if (payment.value.status >= 400) return unknown(`The payment page answered ${payment.value.status}.`);
  const weaknesses = judge(payment.value, authorised);
  if (weaknesses.length > 0) return found(weaknesses);
  if (payment.value.partial !== null) return unknown(payment.value.partial);
  return pass(fine, 'script');
}

/** Every script on the payment page was authorised by a person, with its content (PCI DSS 4.0.1, 6.4.3 and 11.6.1). */
export const paymentScripts: Check = {
  meta: {
    id: 'payment-scripts',
    area: 'payment',
    title: 'Every script on the payment page is authorised',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'A script that nobody knows can read everything that customers type when they pay.',
    remedy: 'Find out who added it and why. Authorise it with a reason, or remove it at once: this is how card data is stolen.',
    references: ['CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1', 'ASVS 5.0 3.6.1'],
  },
  notFor: noPage,
  judge: (inspection) => compare(inspection, newOrChanged, 'every script is authorised and unchanged'),
};

function newOrChanged(page: PaymentPage, authorised: Authorised): Weakness[] {
  const known = new Map<string, Set<string>>();
  for (const { key, hash } of authorised.scripts) known.set(key, (known.get(key) ?? new Set()).add(hash));
  const weaknesses = new Map<string, Weakness>();
  for (const script of page.scripts) {
    const key = scriptKey(script);
    const hashes = known.get(key);
    if (hashes === undefined) weaknesses.set(key, asWeakness(page, script, 'new'));
    else if (!isInline(script) && !hashes.has(script.hash)) weaknesses.set(key, asWeakness(page, script, 'changed'));
  }
  return [...weaknesses.values()];
}

function isInline(script: Script): boolean {
  return script.party === 'inline' || script.party === 'eval';
}

function asWeakness(page: PaymentPage, script: Script, what: 'new' | 'changed'): Weakness {
  const third = script.party === 'third' || script.party === 'eval';
  const name = isInline(script) ? `${script.party} script in ${script.url}` : script.url;
  return {
    key: scriptKey(script),
    severity: what === 'new' ? (third ? 'high' : 'medium') : third ? 'medium' : 'low',
    title:
      what === 'new'
        ? `A script that nobody authorised runs on the payment page: ${name}`
        : `A script on the payment page has changed: ${name}`,
    url: page.finalUrl,
    evidence: [
      {
        kind: 'script',
        text: `${name}, ${script.party} party, ${script.bytes} bytes, SHA-256 ${script.hash}${script.parent ? `, made by ${script.parent}` : ''}`,
      },
    ],
  };
}

/** The payment page talks only to hosts that were there when a person looked. */
export const paymentHosts: Check = {
  meta: {
    id: 'payment-hosts',
    area: 'payment',
    title: 'The payment page talks only to known hosts',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'What customers type can be sent to a host that nobody knows.',
    remedy: 'Find the script that contacts this host. If nobody knows it, take it off the page and treat card data as stolen.',
    references: ['CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1'],
  },
  notFor: noPage,
  judge: (inspection) =>
    compare(
      inspection,
      (page, authorised) =>
        page.hosts
          .filter(({ host, party }) => party === 'third' && !authorised.hosts.includes(host))
          .map(({ host, requests }) => ({
            key: host,
            severity: 'high' as const,
            title: `The payment page talks to a new host: ${host}`,
            url: page.finalUrl,
            evidence: [{ kind: 'request' as const, text: `${requests} requests to ${host}` }],
          })),
      'no host beyond the authorised ones',
    ),
};
