import { compareSeverity } from '#kernel/outcome.ts';
import { type Inspection, type Script, scriptKey } from '../../inspection.ts';
import { nameOfScript } from '../../script-words.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

/** No script is written as card thieves write: the same signatures that read a shop’s files read what the browser got. */
export const paymentCode: Check = {
  meta: {
    id: 'payment-code',
    area: 'payment',
    title: 'No script on the payment page is written as card thieves write',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'A script that hides whom it talks to, on the page where customers pay, is hardly ever there for a good reason.',
    remedy:
      'Find out who put the script there and what for. If nobody can say, take it off and keep a copy; run “shopbell scan-files” over the web root and look into content blocks and the tag manager.',
    references: ['CWE-506', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1'],
  },
  notFor: (inspection) => (inspection.payment === null ? 'no payment page is named' : null),
  judge: (inspection) => {
    const { payment } = inspection;
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const weaknesses = payment.value.scripts
      .filter((script) => !isAgreed(script, inspection))
      .flatMap((script) => weaknessOf(payment.value.finalUrl, script));
    if (weaknesses.length > 0) return found([...new Map(weaknesses.map((weakness) => [weakness.key, weakness])).values()]);
    if (payment.value.partial !== null) return unknown(payment.value.partial);
    return pass(`${payment.value.scripts.length} scripts read, none is written so`, 'script');
  },
};

/** Whether a person authorised exactly this content. */
function isAgreed(script: Script, { authorised }: Inspection): boolean {
  return authorised?.scripts.some(({ key, hash }) => key === scriptKey(script) && hash === script.hash) ?? false;
}

function weaknessOf(url: string, script: Script): Weakness[] {
  const certain = script.code.filter(({ outcome, confidence }) => outcome === 'malicious' && confidence === 'high');
  const [worst] = [...(certain.length > 0 ? certain : script.code)].sort((a, b) => compareSeverity(b.severity, a.severity));
  if (worst === undefined) return [];
  return [
    {
      key: scriptKey(script),
      severity: certain.length > 0 ? 'high' : 'medium',
      title: `A script on the payment page is written as card thieves write: ${nameOfScript(scriptKey(script))}`,
      url,
      evidence: [...script.code.map(({ rule, title }) => `${title} (${rule})`), ...script.signs.map((sign) => `its source: ${sign}`)].map(
        (text) => ({
          kind: 'script' as const,
          text,
        }),
      ),
    },
  ];
}
