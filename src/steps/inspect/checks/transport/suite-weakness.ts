import type { Severity } from '#kernel/outcome.ts';

export interface SuiteClass {
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
}

const classes: readonly (SuiteClass & { readonly pattern: RegExp })[] = [
  { key: 'anonymous', severity: 'high', title: 'Encryption without proof of who the server is is accepted', pattern: /_anon_/ },
  { key: 'null', severity: 'high', title: 'Connections without encryption are accepted', pattern: /_WITH_NULL_/ },
  { key: 'export', severity: 'high', title: 'Encryption that was weakened on purpose (EXPORT) is accepted', pattern: /_EXPORT_/ },
  { key: 'rc4', severity: 'medium', title: 'The broken cipher RC4 is accepted', pattern: /_RC4_/ },
  {
    key: 'short-block',
    severity: 'medium',
    title: 'Ciphers with short blocks (DES, 3DES, IDEA, RC2) are accepted',
    pattern: /_(DES|3DES|IDEA|RC2|DES40)_/,
  },
  { key: 'no-secrecy', severity: 'low', title: 'Suites without forward secrecy are accepted', pattern: /^TLS_(RSA|ECDH_RSA|ECDH_ECDSA)_/ },
];

/** The gravest thing that is wrong with a suite, by its name; `null` when only its block mode is dated (CBC) or nothing is wrong. */
export function suiteWeakness(name: string): SuiteClass | null {
  return classes.find(({ pattern }) => pattern.test(name)) ?? null;
}
