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
}
