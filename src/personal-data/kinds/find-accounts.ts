import { hasContext } from '../has-context.ts';
import type { Found } from '../kinds.ts';
import type { NumberRun } from '../number-run.ts';
import { findIbans, isIban } from './find-ibans.ts';

/** How long each country's numbers are (the registry that SWIFT keeps under ISO 13616; from memory). */
const COUNTRIES: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 ' +
    'GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 ' +
    'TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Dashes stand between groups of four, as in no UUID. */
const DASHED = /^(?:\w{4}-)+\w{1,4}$/;

/** Account numbers whose country has them, and of that country's length. One in 97 of all other codes would pass the check alone. */
export function findAccounts(text: string): Found[] {
  return findIbans(text, isAccount)
    .filter(({ from }) => text.charAt(from - 1) !== '-')
    .map((place) => ({ kind: 'iban', ...place, confidence: 3 }));
}

function isAccount(written: string): boolean {
  const bare = written.replace(/[ +-]/g, '');
  if (bare.length !== COUNTRIES.get(bare.slice(0, 2).toUpperCase())) return false;
  return (!written.includes('-') || DASHED.test(written)) && isIban(written);
}

const POLISH = /^\d{2}(?: ?\d{4}){6}$/;
const POLISH_DIGITS = 26;
const BANK = /rachun|konto|kont[ae](?!\p{L})|przelew|bankow|\bnrb\b/iu;

/** Polish account numbers as they are written at home: without the country, so only among words that speak of accounts. */
export function findPolishAccounts(text: string, numbers: readonly NumberRun[]): Found[] {
  return numbers
    .filter(({ from, to, digits }) => {
      if (digits !== POLISH_DIGITS || !POLISH.test(text.slice(from, to))) return false;
      return isIban(`PL${text.slice(from, to)}`) && hasContext(text, from, to, BANK);
    })
    .map(({ from, to }) => ({ kind: 'iban', from, to, confidence: 3 }));
}
