import type { Found } from '../kinds.ts';
import { findIbans } from './find-ibans.ts';

/** How long each country's numbers are (the registry that SWIFT keeps under ISO 13616; from memory). */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** Account numbers of a country that has such ones: a random word passes the check once in a hundred times, but seldom has the length as well. */
export function findAccounts(text: string): Found[] {
  return findIbans(text)
    .filter(({ from, to }) => {
      const bare = text.slice(from, to).replace(/[ +-]/g, '').toUpperCase();
      return bare.length === LENGTHS[bare.slice(0, 2)];
    })
    .map((place) => ({ kind: 'iban', ...place, confidence: 3 }));
}
