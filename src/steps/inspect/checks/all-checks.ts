import type { Check } from './check.ts';
import { cookies } from './cookies.ts';
import { csp } from './csp.ts';
import { exposedFiles, exposedFilesDeep } from './exposed-files.ts';
import { framing } from './framing.ts';
import { hsts } from './hsts.ts';
import { httpsRedirect } from './https-redirect.ts';
import { caa, mailDmarc, mailMx, mailSpf } from './mail.ts';
import { mixedContent } from './mixed-content.ts';
import { nosniff } from './nosniff.ts';
import { paymentForms } from './payment-forms.ts';
import { paymentLeak } from './payment-leak.ts';
import { paymentHosts, paymentScripts } from './payment-scripts.ts';
import { referrerPolicy } from './referrer-policy.ts';
import { securityTxt } from './security-txt.ts';
import { tlsCertificate } from './tls-certificate.ts';
import { tlsProtocols } from './tls-protocols.ts';
import { versionDisclosure } from './version-disclosure.ts';

/** Every check, in the order in which a report shows them. */
export const allChecks: readonly Check[] = [
  paymentLeak,
  exposedFiles,
  exposedFilesDeep,
  paymentScripts,
  paymentHosts,
  paymentForms,
  tlsCertificate,
  httpsRedirect,
  tlsProtocols,
  mailDmarc,
  mailSpf,
  mailMx,
  cookies,
  csp,
  framing,
  hsts,
  mixedContent,
  nosniff,
  referrerPolicy,
  versionDisclosure,
  caa,
  securityTxt,
];
