import type { Letter } from '#engines/wire/mail-types.ts';

/** One ordinary customer of the shop, made by its owner for this. */
export interface TestAccount {
  readonly address: string;
  readonly password: string;
}

export interface TestAccounts {
  readonly first: TestAccount;
  /** Another one, to see whether it can read what the first one owns. */
  readonly second: TestAccount | null;
  /** Whether several wrong passwords may be tried, which can lock the first one for a while. */
  readonly mayLock: boolean;
  /** Where the letters of the first one arrive; `null`: nobody said. */
  readonly letters?: (() => Promise<LetterBox>) | null;
}

/** The mailbox of a test account, opened. */
export interface LetterBox {
  /** Waits for the next letter to the test account that came after the last one that was taken. `null`: none came in time. Throws TARGET_UNREACHABLE, MAIL_REFUSED. */
  next(withinMs: number): Promise<Letter | null>;
  close(): Promise<void>;
}
