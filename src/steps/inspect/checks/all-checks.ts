import type { Check } from './check.ts';
import { endOfLife } from './components/end-of-life.ts';
import { libraries } from './components/libraries.ts';
import { exposedFiles, exposedFilesDeep } from './exposure/exposed-files.ts';
import { cookies } from './headers/cookies.ts';
import { csp } from './headers/csp.ts';
import { framing } from './headers/framing.ts';
import { nosniff } from './headers/nosniff.ts';
import { referrerPolicy } from './headers/referrer-policy.ts';
import { securityTxt } from './headers/security-txt.ts';
import { versionDisclosure } from './headers/version-disclosure.ts';
import { caa, mailDmarc, mailMx, mailSpf } from './mail/mail.ts';
import { paymentForms } from './payment/payment-forms.ts';
import { paymentLeak } from './payment/payment-leak.ts';
import { paymentHosts, paymentScripts } from './payment/payment-scripts.ts';
import { paymentSkimmer } from './payment/payment-skimmer.ts';
import { hsts } from './transport/hsts.ts';
import { httpsRedirect } from './transport/https-redirect.ts';
import { mixedContent } from './transport/mixed-content.ts';
import { tlsCertificate } from './transport/tls-certificate.ts';
import { tlsProtocols } from './transport/tls-protocols.ts';

/** Every check, in the order in which a report shows them. */
export const allChecks: readonly Check[] = [
  paymentSkimmer,
  paymentLeak,
  exposedFiles,
  exposedFilesDeep,
  paymentScripts,
  paymentHosts,
  paymentForms,
  libraries,
  endOfLife,
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
