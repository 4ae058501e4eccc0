import { hasContext, isCalled } from '../has-context.ts';
import type { Found } from '../kinds.ts';
import type { NumberRun } from '../number-run.ts';
import { findCardNumbers } from './find-cards.ts';

const CARD = /card|karte|karta|karty|carte|tarjeta|credit|kredit|debit|\bcc\b|cc_?num|\bpan\b|visa|master|amex|maestro|diners|jcb|カード/i;
/** Numbers that are called something else. */
const OTHER =
  /(?:^|[_.[-])(?:id|ids|ref|sku|ean|gtin|isbn|order|invoice|ts|time|timestamp|hash|session|sid|visitor|click|gclid|fbclid|device|tracking|trace|request|version|lat|lng|lon|phone|tel|v|_|t)\]?$|id$/i;
const MAJOR =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|4[4-9]|5)\d{12,13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14})$/;

/** Payment cards. Ten of a hundred random numbers pass the check digit, so a number without words around it must be of a big issuer. */
export function findCards(text: string, numbers: readonly NumberRun[]): Found[] {
  return numbers.flatMap((run) => (run.digits < 12 ? [] : findInRun(text, run)));
}

function findInRun(text: string, run: NumberRun): Found[] {
  return findCardNumbers(text.slice(run.from, run.to)).flatMap((place): Found[] => {
    const { digits, what } = place;
    const [from, to] = [run.from + place.from, run.from + place.to];
    if (what === 'long' || !standsAlone(text, from, to) || /^(\d)\1+$/.test(digits)) return [];
    if (hasContext(text, from, to, CARD)) return [{ kind: 'card', from, to, confidence: 3 }];
    const likely = MAJOR.test(digits) && !isCalled(text, from, OTHER);
    return [{ kind: 'card', from, to, confidence: likely ? 2 : 1 }];
  });
}

/** No part of a longer word, number, path or decimal. */
function standsAlone(text: string, from: number, to: number): boolean {
  return (
    !/[\p{L}\p{N}_/.,+-]$/u.test(text.slice(Math.max(0, from - 2), from)) && !/^(?:[\p{L}\p{N}_/+-]|[.,]\d)/u.test(text.slice(to, to + 2))
  );
}
