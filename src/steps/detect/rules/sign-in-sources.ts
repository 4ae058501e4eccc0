import type { Selection } from '../finding.ts';

/** Who tells of sign-ins. Both have the same columns: at, shop_id, address, agent, session, account, tried, auth, reason. */
export interface SignInSource {
  readonly what: Selection['what'];
  readonly events: readonly string[];
  /** A sub-select. */
  readonly rows: string;
  /** When a row of the source's own table is a success, and its name. */
  readonly won: string;
  readonly tried: string;
  readonly table: '@requests' | '@application_events';
}

const NAMES = ['shop.customer.sign_in_failed', 'shop.customer.signed_in'] as const;
const TRIED = "JSONExtractString(attributes, 'shop.sign_in.name')";

/** The log of requests, where the data map knows the sign-in. */
export const logged: SignInSource = {
  ...{ what: 'sign-ins', events: [], table: '@requests', won: "auth = 'sign-in-ok'", tried: 'tried' },
  rows: "(select at, shop_id, address, agent, session, account, tried, auth, '' as reason from @requests where auth != '')",
};

/** The shop's own events. */
export const told: SignInSource = {
  ...{ what: 'events', events: NAMES, table: '@application_events', won: "(name = 'shop.customer.signed_in' and outcome != 'failure')" },
  tried: TRIED,
  rows: `(select at, shop_id, address, agent, session, account, ${TRIED} as tried,
    if(name = 'shop.customer.signed_in' and outcome != 'failure', 'sign-in-ok', 'sign-in-failed') as auth,
    JSONExtractString(attributes, 'shop.sign_in.reason') as reason
    from @application_events where name in ('${NAMES.join("', '")}') and address != '')`,
};
