import { findAccounts } from './kinds/find-accounts.ts';
import { findCards } from './kinds/find-cards-in-context.ts';
import { findEmails } from './kinds/find-emails.ts';
import { findNationalIds } from './kinds/find-national-ids.ts';
import { findPhones } from './kinds/find-phones.ts';
import { findSecrets } from './kinds/find-secrets.ts';
import type { Found } from './kinds.ts';

const DIGITS = /\d[\d .()+_-]{5}/;
const SECRETS =
  /eyJ|[Bb]earer|[Bb]asic |_live_|whsec_|gh[pousr]_|github_pat_|glpat-|xox|SG\.|AIza|shp[acps]|ya29|AKIA|ASIA|PRIVATE KEY|pass|PASS|Pass|pwd|PWD|has[łl]o|ennwort|パスワード/;
const MOST = 100_000;

/**
 * Personal data and secrets in a text, decoded before, from left to right and not overlapping: what has the stronger proof wins.
 * At least `atLeast` sure (default 2). Of a text longer than 100,000 characters only the beginning is looked at.
 */
export function findPersonalData(text: string, atLeast: Found['confidence'] = 2): Found[] {
  const cut = text.length > MOST ? text.slice(0, MOST) : text;
  const hasDigits = DIGITS.test(cut);
  const hasMail = cut.includes('@');
  const hasSecrets = SECRETS.test(cut);
  if (!hasDigits && !hasMail && !hasSecrets) return [];
  const found: Found[] = [];
  const take = (more: readonly Found[]): void => {
    for (const one of more) {
      if (one.confidence >= atLeast && !found.some((other) => other.from < one.to && one.from < other.to)) found.push(one);
    }
  };
  if (hasSecrets) take(findSecrets(cut));
  if (hasMail) take(findEmails(cut));
  if (hasDigits) {
    take(findAccounts(cut));
    take(findNationalIds(cut).filter((one) => one.confidence === 3));
    take(findCards(cut));
    take(findPhones(cut));
    take(findNationalIds(cut));
  }
  return found.sort((a, b) => a.from - b.from);
}
