import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { TlsVersion } from '#engines/tls/types.ts';

const suitesShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  suites: z.array(z.strictObject({ code: z.int().min(0).max(0xffff), name: z.string().regex(/^TLS_[A-Za-z0-9_]+$/) })),
});

export interface Suite {
  readonly code: number;
  readonly name: string;
}

const allSuites = (): readonly Suite[] => readData('signatures/tls-suites.yaml', suitesShape).suites;

/** The suites that can be offered with a version, the modern ones first. */
export function suitesOf(version: TlsVersion): readonly Suite[] {
  const isNew = (suite: Suite) => !suite.name.includes('_WITH_');
  const rows = allSuites().filter((suite) => isNew(suite) === (version === 'TLSv1.3'));
  return [...rows.filter(isModernSuite), ...rows.filter((suite) => !isModernSuite(suite))];
}

/** Forward secrecy and authenticated encryption, with a server that shows who it is. */
export function isModernSuite({ name }: Pick<Suite, 'name'>): boolean {
  return !name.includes('_WITH_') || (/^TLS_(ECDHE|DHE)_/.test(name) && /_(GCM|CCM|POLY1305)/.test(name));
}

/** The name of a suite by its number, or the number in hexadecimal digits. */
export function suiteName(code: number): string {
  return allSuites().find((suite) => suite.code === code)?.name ?? `0x${code.toString(16).padStart(4, '0')}`;
}
