interface Exception {
  readonly reason: string;
  /** Readable only by the machine's own transactions (`shopbell.org` = `*`), never inside a tenant's. */
  readonly machineOnly: boolean;
}

const identity = 'A person may belong to several organisations; only the identity engine reads it.';

/** Tables without a tenant column, each with its reason. A table that is neither here nor has org_id stops the start. */
export const rlsExceptions: Readonly<Record<string, Exception>> = {
  migrations: { reason: 'What was applied to this database; no tenant data.', machineOnly: false },
  user: { reason: identity, machineOnly: true },
  session: { reason: identity, machineOnly: true },
  account: { reason: identity, machineOnly: true },
  verification: { reason: identity, machineOnly: true },
  two_factor: { reason: identity, machineOnly: true },
  twoFactor: { reason: identity, machineOnly: true },
  passkey: { reason: identity, machineOnly: true },
  rate_limit: { reason: 'Counters of sign-in attempts by address; no tenant exists before the sign-in.', machineOnly: true },
  rateLimit: { reason: 'Counters of sign-in attempts by address; no tenant exists before the sign-in.', machineOnly: true },
};
