import type { TargetDraft } from './harvest.ts';

const IMPLICIT = 465;

/** A mail server that is only greeted: over TLS from the first byte, after STARTTLS, or without. */
export function mailTarget(
  host: string,
  port: number | null,
  security: string,
  more: { readonly maxMs?: number; readonly days?: number },
): TargetDraft {
  const told = { secure: 'tls', tls: 'tls', starttls: 'starttls', nostarttls: 'none', none: 'none' }[security.toLowerCase()];
  const smtpSecurity = told ?? (port === IMPLICIT ? 'tls' : 'starttls');
  return { kind: 'mail', way: 'smtp', smtpHost: host, ...(port === null ? {} : { smtpPort: port }), smtpSecurity, ...more };
}
