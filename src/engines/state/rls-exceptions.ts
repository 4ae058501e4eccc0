interface Exception {
  readonly reason: string;
  /** Readable only by the machine's own transactions (`shopbell.org` = `*`), never inside a tenant's. */
  readonly machineOnly: boolean;
}

const identity = 'A person may belong to several organisations; only the identity engine reads it.';

/** Tables without a tenant column, each with its reason. A table that is neither here nor has org_id stops the start. */
export const rlsExceptions: Readonly<Record<string, Exception>> = {
  migrations: { reason: 'What was applied to this database; no tenant data.', machineOnly: false },
  identity_people: { reason: identity, machineOnly: true },
  identity_sessions: { reason: identity, machineOnly: true },
  identity_accounts: { reason: identity, machineOnly: true },
  identity_verifications: { reason: identity, machineOnly: true },
  identity_two_factors: { reason: identity, machineOnly: true },
  identity_passkeys: { reason: identity, machineOnly: true },
  identity_attempts: { reason: 'Counters of sign-in attempts; no tenant exists before the sign-in.', machineOnly: true },
  identity_setup: { reason: 'The one-time link of the first run; no tenant exists before it.', machineOnly: true },
};
