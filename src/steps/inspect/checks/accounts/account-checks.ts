import type { Check } from '../check.ts';
import { accountCaching } from './account-caching.ts';
import { accountLock } from './account-lock.ts';
import { orderNumbers } from './order-numbers.ts';
import { orderPagesOpen } from './order-pages-open.ts';
import { orderPagesOwner } from './order-pages-owner.ts';
import { orderTracking } from './order-tracking.ts';
import { passwordChange } from './password-change.ts';
import { passwordFields } from './password-fields.ts';
import { passwordRules } from './password-rules.ts';
import { resetLetter } from './reset-letter.ts';
import { resetLetterHost } from './reset-letter-host.ts';
import { resetLetterLife } from './reset-letter-life.ts';
import { resetMessages } from './reset-messages.ts';
import { resetPageLeak } from './reset-page-leak.ts';
import { secondFactor } from './second-factor.ts';
import { sessionCookies } from './session-cookies.ts';
import { sessionFixation } from './session-fixation.ts';
import { signInForm } from './sign-in-form.ts';
import { signInLimits } from './sign-in-limits.ts';
import { signInMessages } from './sign-in-messages.ts';
import { signInTiming } from './sign-in-timing.ts';
import { signInToken } from './sign-in-token.ts';
import { signOutEnds } from './sign-out.ts';

/** Every check of accounts, the gravest first. */
export const accountChecks: readonly Check[] = [
  orderPagesOwner,
  orderPagesOpen,
  sessionFixation,
  signInForm,
  signOutEnds,
  signInMessages,
  signInTiming,
  resetLetter,
  resetLetterHost,
  resetMessages,
  resetPageLeak,
  resetLetterLife,
  passwordChange,
  sessionCookies,
  accountCaching,
  orderTracking,
  passwordRules,
  passwordFields,
  signInLimits,
  signInToken,
  secondFactor,
  orderNumbers,
  accountLock,
];
