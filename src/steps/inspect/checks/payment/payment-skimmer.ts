import { CARD_WORDS, nameOfScript } from '../../script-words.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { judgeThieves, type Thief } from './judge-thieves.ts';
import { nothingTyped } from './nothing-typed.ts';

/** No script behaves as card thieves do: it is judged by what it takes, how, and to whom it goes. */
export const paymentSkimmer: Check = {
  meta: {
    id: 'payment-skimmer',
    area: 'payment',
    title: 'No script on the payment page behaves like a card thief',
    severity: 'critical',
    requires: ['payment', 'depth', 'authorised'],
    owner: 'Your customers’ cards are being copied while they pay.',
    remedy:
      'Take the payment page offline or remove the named script now; keep a copy as evidence; find how it came in (admin accounts, extensions, files, tag manager, database); treat cards typed since it appeared as stolen and tell your payment provider.',
    remedies: {
      magento:
        'Look in Content > Design > Configuration (HTML head, footer), in CMS blocks and in core_config_data for the script; run “shopbell scan-files” over the web root; change all admin passwords and the encryption key.',
      wordpress:
        'Look in the theme’s header.php and functions.php, in plug-ins that insert code, and in wp_options; run “shopbell scan-files” over the web root; change all passwords and the salts in wp-config.php.',
    },
    references: ['CWE-506', 'CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1', 'ASVS 5.0 3.6.1'],
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.depth === 'owner' ? null : 'control of the shop is not proven, so nothing is typed';
  },
  judge: ({ payment, authorised }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const page = payment.value;
    const thieves = judgeThieves(page, authorised);
    if (thieves.length > 0) return found(thieves.map((thief) => weaknessOf(page.finalUrl, thief)));
    if (page.partial !== null) return unknown(page.partial);
    if (page.typed.length === 0) return nothingTyped(page);
    return pass(
      `${page.scripts.length} scripts and ${page.frames.length} frames watched while made-up values were typed into ${page.typed.join(', ')}`,
      'script',
    );
  },
};

function weaknessOf(url: string, { key, certainty, fields, to, scripts, reasons }: Thief): Weakness {
  const what = fields.map((field) => CARD_WORDS[field] ?? field).join(', ');
  const who = scripts.length === 0 ? '' : ` (${scripts.map(nameOfScript).join(', ')})`;
  return {
    key,
    severity: certainty === 'proven' ? 'critical' : 'high',
    title:
      certainty === 'proven'
        ? `A card thief is on the payment page: it takes ${what} to ${to}${who}`
        : `A script on the payment page behaves like a card thief: it reads ${what} and reaches ${to}${who}`,
    url,
    evidence: reasons.slice(0, 14).map((text) => ({ kind: 'script', text })),
  };
}
