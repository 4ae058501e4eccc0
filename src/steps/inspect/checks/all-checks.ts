import { accountChecks } from './accounts/account-checks.ts';
import type { Check } from './check.ts';
import { endOfLife } from './components/end-of-life.ts';
import { libraries } from './components/libraries.ts';
import { platform } from './components/platform.ts';
import { adminPanels } from './exposure/admin-panels.ts';
import { exposedFiles, exposedFilesDeep } from './exposure/exposed-files.ts';
import { graphqlIntrospection } from './exposure/graphql-introspection.ts';
import { scriptSecrets } from './exposure/script-secrets.ts';
import { sourceMaps } from './exposure/source-maps.ts';
import { storageBuckets } from './exposure/storage-buckets.ts';
import { cookies } from './headers/cookies.ts';
import { crossOrigin } from './headers/cross-origin.ts';
import { csp } from './headers/csp.ts';
import { framing } from './headers/framing.ts';
import { integrity } from './headers/integrity.ts';
import { isolation } from './headers/isolation.ts';
import { nosniff } from './headers/nosniff.ts';
import { personalCache } from './headers/personal-cache.ts';
import { referrerLeak } from './headers/referrer-leak.ts';
import { referrerPolicy } from './headers/referrer-policy.ts';
import { securityTxt } from './headers/security-txt.ts';
import { versionDisclosure } from './headers/version-disclosure.ts';
import { mailBimi } from './mail/mail-bimi.ts';
import { mailDkim } from './mail/mail-dkim.ts';
import { mailDmarc } from './mail/mail-dmarc.ts';
import { mailMtaSts } from './mail/mail-mta-sts.ts';
import { mailMx } from './mail/mail-mx.ts';
import { mailOwnDomains } from './mail/mail-own-domains.ts';
import { mailSpf } from './mail/mail-spf.ts';
import { mailTlsRpt } from './mail/mail-tls-rpt.ts';
import { paymentClipboard } from './payment/payment-clipboard.ts';
import { paymentCode } from './payment/payment-code.ts';
import { paymentForms } from './payment/payment-forms.ts';
import { paymentHeaders } from './payment/payment-headers.ts';
import { paymentHosts } from './payment/payment-hosts.ts';
import { paymentLeak } from './payment/payment-leak.ts';
import { paymentScripts } from './payment/payment-scripts.ts';
import { paymentSkimmer } from './payment/payment-skimmer.ts';
import { paymentVisitors } from './payment/payment-visitors.ts';
import { strongAuthentication } from './payment/strong-authentication.ts';
import { caa } from './transport/caa.ts';
import { hsts } from './transport/hsts.ts';
import { hstsPreload } from './transport/hsts-preload.ts';
import { httpVersions } from './transport/http-versions.ts';
import { httpsRedirect } from './transport/https-redirect.ts';
import { mixedContent } from './transport/mixed-content.ts';
import { redirects } from './transport/redirects.ts';
import { tlsCertificate } from './transport/tls-certificate.ts';
import { tlsChain } from './transport/tls-chain.ts';
import { tlsCiphers } from './transport/tls-ciphers.ts';
import { tlsHandshake } from './transport/tls-handshake.ts';
import { tlsKey } from './transport/tls-key.ts';
import { tlsProtocols } from './transport/tls-protocols.ts';
import { tlsStapling } from './transport/tls-stapling.ts';
import { trustAge } from './trust/trust-age.ts';
import { trustCompany } from './trust/trust-company.ts';
import { trustContact } from './trust/trust-contact.ts';
import { trustImprint } from './trust/trust-imprint.ts';
import { trustPages } from './trust/trust-pages.ts';
import { trustPayment } from './trust/trust-payment.ts';

/** Every check, in the order in which a report shows them. */
export const allChecks: readonly Check[] = [
  paymentSkimmer,
  paymentClipboard,
  paymentCode,
  paymentLeak,
  exposedFiles,
  exposedFilesDeep,
  scriptSecrets,
  storageBuckets,
  paymentScripts,
  paymentHosts,
  paymentVisitors,
  paymentHeaders,
  paymentForms,
  ...accountChecks,
  strongAuthentication,
  libraries,
  endOfLife,
  platform,
  tlsCertificate,
  tlsChain,
  tlsKey,
  tlsStapling,
  httpsRedirect,
  redirects,
  tlsProtocols,
  tlsCiphers,
  tlsHandshake,
  mailDmarc,
  mailSpf,
  mailDkim,
  mailMtaSts,
  mailMx,
  mailOwnDomains,
  crossOrigin,
  personalCache,
  cookies,
  csp,
  framing,
  hsts,
  hstsPreload,
  mixedContent,
  nosniff,
  referrerPolicy,
  referrerLeak,
  integrity,
  versionDisclosure,
  caa,
  httpVersions,
  mailTlsRpt,
  mailBimi,
  adminPanels,
  graphqlIntrospection,
  isolation,
  sourceMaps,
  securityTxt,
  trustImprint,
  trustPages,
  trustContact,
  trustCompany,
  trustPayment,
  trustAge,
];
