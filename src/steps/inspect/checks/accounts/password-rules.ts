import { type Check, found, pass, unknown } from '../check.ts';
import { accountsOf, noForms } from './read-accounts.ts';

const LEAST = 8;

/** What the shop asks of a new password, as far as it tells. */
export const passwordRules: Check = {
  meta: {
    id: 'password-rules',
    area: 'accounts',
    title: 'New passwords have at least eight characters',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Short passwords are guessed, and whoever guesses one reads the customer’s orders and addresses.',
    remedy:
      'Ask for at least 8 characters (better 15 where there is no second factor), say so in minlength, and refuse passwords from lists of known leaks instead of asking for signs and digits.',
    references: ['CWE-521', 'ASVS 5.0 6.2.1', 'WSTG-ATHN-07', 'NIST SP 800-63B 3.1.1'],
  },
  notFor: (inspection) => noForms(inspection) ?? (inspection.accounts?.register === null ? 'no form to register was found' : null),
  judge: (inspection) => {
    const { register } = accountsOf(inspection);
    if (!register || register.kind === 'unknown') return unknown(register?.reason ?? 'no form to register was found');
    const { url, form, rules } = register.value;
    const told = leastOf(form.passwords[0]?.minLength ?? null, rules);
    if (told === null) return unknown('The form does not say how long a password must be, and none was sent to find out.');
    if (told.least >= LEAST) return pass(told.text, 'request');
    return found([
      {
        ...{ key: 'minimum', severity: 'medium', title: `A password of ${told.least} characters is enough`, url },
        evidence: [{ kind: 'request', text: told.text }],
      },
    ]);
  },
};

/** The attribute, else a line that names one number of characters. */
function leastOf(attribute: number | null, rules: readonly string[]): { readonly least: number; readonly text: string } | null {
  if (attribute !== null && attribute > 0) return { least: attribute, text: `minlength="${attribute}"` };
  for (const line of rules) {
    const numbers = [...line.matchAll(/\d+/g)].map(([text]) => Number(text)).filter((count) => count >= 3 && count <= 40);
    const [least] = numbers;
    if (least !== undefined && /character|zeichen|znak|文字|caract|caratter/i.test(line)) return { least, text: `“${line}”` };
  }
  return null;
}
