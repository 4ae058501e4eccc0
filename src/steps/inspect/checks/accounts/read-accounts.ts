import type { AccountLook } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';

/** What was seen of accounts, for checks whose `notFor` made sure of it. */
export function accountsOf({ accounts }: Inspection): AccountLook {
  if (accounts === null) throw new Error('a check of accounts judged a shop without them');
  return accounts;
}

/** Why nothing can be said of the forms, or null. */
export function noForms({ accounts }: Inspection): string | null {
  return accounts === null ? 'no page on which customers sign in was found' : null;
}

/** Why nothing can be said of what lies behind the sign-in, or null. */
export function noTestAccount(inspection: Inspection): string | null {
  const missing = noForms(inspection);
  if (missing !== null) return missing;
  if (inspection.accounts?.given !== 'none') return null;
  return inspection.depth === 'visitor' ? 'control of the shop is not proven' : 'no test account was given';
}

export function urlOf(inspection: Inspection, path: string): string {
  return new URL(path, inspection.target).href;
}
