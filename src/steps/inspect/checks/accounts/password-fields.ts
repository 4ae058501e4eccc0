import type { PasswordField } from '../../account-look.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { accountsOf, noForms, urlOf } from './read-accounts.ts';

/** The shortest limit that cuts what password managers and sentences give. */
const LEAST_MAXIMUM = 64;

/** Whether password managers can do their work. */
export const passwordFields: Check = {
  meta: {
    id: 'password-fields',
    area: 'accounts',
    title: 'Password fields let password managers fill in long passwords',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Customers who cannot use a password manager take a short password that they use elsewhere too.',
    remedy:
      'Let passwords be pasted, allow at least 64 characters, and say autocomplete="current-password" or "new-password" on every password field.',
    references: ['CWE-521', 'ASVS 5.0 6.2.7', 'ASVS 5.0 6.2.9', 'NIST SP 800-63B 3.1.1'],
  },
  notFor: noForms,
  judge: (inspection) => {
    const { signIn, register, session } = accountsOf(inspection);
    if (signIn.kind === 'unknown') return unknown(signIn.reason);
    const pages = [
      { url: signIn.value.url, fields: signIn.value.form.passwords },
      ...(register?.kind === 'got' ? [{ url: register.value.url, fields: register.value.form.passwords }] : []),
      ...(session?.kind === 'got' && session.value.change
        ? [{ url: urlOf(inspection, session.value.change.path), fields: session.value.change.passwords }]
        : []),
    ];
    const weaknesses = pages.flatMap(({ url, fields }) => fields.flatMap((field) => judgeField(field, url)));
    const count = pages.reduce((sum, { fields }) => sum + fields.length, 0);
    return weaknesses.length > 0 ? found(weaknesses) : pass(`${count} password fields on ${pages.length} pages`, 'request');
  },
};

function judgeField(field: PasswordField, url: string): Weakness[] {
  const { pathname } = new URL(url);
  const faults: readonly [boolean, string, Weakness['severity'], string, string][] = [
    [field.pasteBlocked, 'paste', 'medium', 'A password cannot be pasted', 'the page stops the paste event'],
    [
      field.maxLength !== null && field.maxLength < LEAST_MAXIMUM,
      'maximum',
      field.maxLength !== null && field.maxLength <= 32 ? 'medium' : 'low',
      `A password may have at most ${field.maxLength} characters`,
      `maxlength="${field.maxLength}"`,
    ],
    [
      /^(off|)$/i.test(field.autocomplete),
      'autocomplete',
      'low',
      'A password field does not say what it is',
      'autocomplete is missing or off',
    ],
  ];
  return faults.flatMap(([wrong, kind, severity, title, text]) =>
    wrong
      ? [
          {
            key: `${pathname} ${field.name} ${kind}`,
            severity,
            title,
            url,
            evidence: [{ kind: 'request', text: `field “${field.name}”: ${text}` }],
          },
        ]
      : [],
  );
}
