import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { leaveRoutes, publicRoutes } from '../../public-routes.tsx';
import { routes } from '../../routes.tsx';
import { watchTables } from '../../store.ts';
import { addCheck } from '../../verbs/add-check.ts';
import { followStatus } from '../../verbs/follow-status.ts';
import { noteStates } from '../../verbs/note-states.ts';
import { setStatusPage } from '../../verbs/set-status-page.ts';
import { readSnapshot } from '../read-snapshot.ts';
import { sendDueStatusMails } from '../send-status-mails.ts';
import { takeStatusPage } from '../store.ts';

export const SECRET_NAME = 'gateway-07.internal:8443';
export const SECRET_REASON = 'connection refused by 10.20.30.40';
let shops = 0;

/** For tests: a house with a mailbox, and shops whose page stands for checks that a test sets up and down. */
export async function openStatusHouse(): Promise<TestHouse> {
  return openTestHouse(async (folder) => ({ mailer: await openMailer({ folder: `${folder}/mailbox` }), mailFrom: 'bell@lantern.example' }));
}

export type StatusShop = Awaited<ReturnType<typeof openStatusShop>>;

/** A shop with a published page: `paying` and `account` stand for one check each, `ordering` for both, `delivery` for none. */
export async function openStatusShop(house: TestHouse, { publish = true } = {}) {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  shops += 1;
  const slug = `paper-lantern-${shops}`;
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Paper Lantern', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@lantern.example' } },
    privacyContact: { name: 'P', address: 'privacy@lantern.example' },
  });
  const add = async (name: string): Promise<CheckId> =>
    (await addCheck(owner, { shop, name, target: { kind: 'tcp', host: 'shop.example', port: 443 } })).check;
  const [pay, account] = [await add(SECRET_NAME), await add('accounts database')];
  const checks = [
    { part: 'ordering' as const, check: pay },
    { part: 'ordering' as const, check: account },
    { part: 'paying' as const, check: pay },
    { part: 'account' as const, check: account },
  ];
  const set = (more: Partial<Parameters<typeof setStatusPage>[1]> = {}) =>
    setStatusPage(owner, { shop, slug, language: 'pl', published: true, useOrders: false, checks, ...more });
  if (publish) await set();
  const note = async (check: CheckId, to: 'up' | 'down'): Promise<void> => {
    const at = house.clock.now();
    const reason = to === 'down' ? SECRET_REASON : 'fine';
    await noteStates(house.scope(org), { notes: [{ check, to, since: at, reason, lastAt: at, lastMs: 1 }] });
  };
  /** As the watching loop keeps the last look of each check. */
  const look = () =>
    house.state.inOrg(org, (db) => watchTables(db).updateTable('watch_checks').set({ last_at: house.clock.now() }).execute());
  const follow = async () => {
    await followStatus(house.scope(org), { shop });
    return snapshot();
  };
  const snapshot = async () => {
    const page = await house.state.inOrg(org, (db) => takeStatusPage(db, shop));
    if (page === null) throw new Error('there is no page');
    return readSnapshot(house, page);
  };
  return {
    org,
    owner,
    shop,
    slug,
    pay,
    account,
    set,
    note,
    look,
    follow,
    snapshot,
    ...doorsOf(house, org, slug),
    kinds: () => kindsOf(house, org),
  };
}

function doorsOf(house: TestHouse, org: OrgId, slug: string) {
  const rooms = serveRooms(productFiles, () => house.scope(org, 'owner'), {
    '/status': publicRoutes().route('/', leaveRoutes()),
    '/watch': routes(),
  });
  const read = async (path: string, init: RequestInit = {}) => {
    const answer = await rooms.request(path.startsWith('/') ? path : `/status/${slug}${path === '' ? '' : `/${path}`}`, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const send = (path: string, fields: Record<string, string>) => read(path, { method: 'POST', body: new URLSearchParams(fields) });
  /** Sends what is queued, and gives every mail to an address, the oldest first. */
  const mailsTo = async (address: string) => {
    while ((await sendDueStatusMails(house, { batch: 50, concurrency: 2 })) > 0);
    return (await house.mailer.caught({ to: address, limit: 1_000 })).reverse();
  };
  const subscribe = async (address: string, language = 'en') => {
    await send(`subscribe?lang=${language}`, { address });
    const [mail] = (await mailsTo(address)).slice(-1);
    await send(linkIn(mail?.text ?? '', 'confirm'), {});
  };
  return { read, send, mailsTo, subscribe };
}

/** The path of a link that a mail holds. */
export function linkIn(text: string, use: 'confirm' | 'leave'): string {
  const found = new RegExp(`https?://[^/\\s]+(/status/[^/\\s]+/${use}/\\S+)`).exec(text);
  return found?.[1] ?? '/no-link';
}

async function kindsOf(house: TestHouse, org: OrgId): Promise<string[]> {
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 10_000));
  return entries.map((entry) => entry.kind).filter((kind) => /status|announcement/.test(kind));
}
