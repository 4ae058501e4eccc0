import { sql } from 'kysely';
import { z } from 'zod';
import type { House } from '#engines/house.ts';
import { orgHeader } from '#engines/mail/org-header.ts';
import type { OutgoingMail } from '#engines/mail/types.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import type { Notice } from './checks/notice.ts';
import { renderLetter } from './checks/render-letter.ts';
import { codeOfLetter } from './letter-secrets.ts';
import { type LetterRow, readNoticeVersion, tellTables } from './store.ts';
import { noticeTables } from './tables.ts';
import { type Delivery, recordDeliveries } from './verbs/record-deliveries.ts';

export interface SenderPace {
  /** Letters claimed at once; all of them are in flight together at most. */
  readonly batch: number;
  readonly concurrency: number;
}

/** A claimed letter is nobody else's for so long: more than the mail server may take for one batch. */
export const LEASE_MS = 6 * MINUTE;
/** Over four days, as RFC 5321 (4.5.4.1) asks: a mail server may be down over a weekend. */
const MAX_ATTEMPTS = 55;
const FIRST_PAUSE_MS = 30 * SECOND;
const LONGEST_PAUSE_MS = 2 * HOUR;
const RECORD_AT_ONCE = 50;

const cardShape = z.object({ name: z.string(), email: z.string() });

interface Context {
  readonly notice: Notice;
  readonly shop: Shop;
  readonly key: string;
}

/** Sends the letters that are due, one batch. Returns how many were tried. */
export async function sendDueLetters(house: House, pace: SenderPace): Promise<number> {
  const claimed = await claim(house, pace.batch);
  const byOrg = Map.groupBy(claimed, (letter) => letter.org_id as OrgId);
  for (const [org, letters] of byOrg) await sendAll(house, org, letters, pace);
  return claimed.length;
}

/** Marks rows as being sent before the server hears of them, so that a crash leaves a trace. */
function claim(house: House, batch: number): Promise<LetterRow[]> {
  const now = house.clock.now();
  return house.state.everywhere(async (db) => {
    const due = await tellTables(db)
      .selectFrom('letters')
      .select(['org_id', 'id'])
      .where((eb) => eb.or([eb('state', '=', 'queued'), eb.and([eb('state', '=', 'unknown'), eb('interruptions', '<', 2)])]))
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute();
    if (due.length === 0) return [];
    return tellTables(db)
      .updateTable('letters')
      .set((eb) => ({ state: 'sending', leased_until: addMs(now, LEASE_MS), attempts: eb('attempts', '+', 1) }))
      .where(sql<boolean>`(org_id, id) in (${sql.join(due.map((row) => sql`(${row.org_id}, ${row.id})`))})`)
      .returningAll()
      .execute();
  });
}

async function sendAll(house: House, org: OrgId, letters: readonly LetterRow[], pace: SenderPace): Promise<void> {
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'tell.sender', role: 'system' } };
  const contexts = new Map<string, Promise<Context>>();
  const contextOf = (letter: LetterRow): Promise<Context> => {
    const name = `${letter.notice_id} ${letter.version}`;
    const known = contexts.get(name) ?? readContext(house, org, letter);
    contexts.set(name, known);
    return known;
  };
  const waiting = [...letters];
  let done: Delivery[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const flush = (): void => {
    const deliveries = done;
    done = [];
    if (deliveries.length > 0) writing = writing.then(() => recordDeliveries(scope, { deliveries }));
  };
  const work = async (): Promise<void> => {
    for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) {
      const delivery = await sendOne(house, letter, contextOf);
      done.push(delivery);
      if (done.length >= RECORD_AT_ONCE) flush();
    }
  };
  await Promise.all(Array.from({ length: pace.concurrency }, work));
  flush();
  await writing;
}

async function readContext(house: House, org: OrgId, letter: LetterRow): Promise<Context> {
  const { content, shop, caseId } = await house.state.inOrg(org, async (db) => {
    const row = await tellTables(db).selectFrom('notices').select('case_id').where('id', '=', letter.notice_id).executeTakeFirstOrThrow();
    const version = await readNoticeVersion(db, letter.notice_id, letter.version);
    return { content: version.content, shop: await findShop(db, letter.shop_id), caseId: row.case_id };
  });
  const { key } = await house.ports.caseBrief(org, caseId);
  if (key === null) throw new ShopbellError('SEAL_SHREDDED');
  return { notice: content, shop, key };
}

async function sendOne(house: House, letter: LetterRow, contextOf: (letter: LetterRow) => Promise<Context>): Promise<Delivery> {
  const about = { letter: letter.id, notice: letter.notice_id };
  try {
    const { response } = await house.mailer.send(mailOf(house, letter, await contextOf(letter)));
    return { ...about, outcome: 'sent', response, at: house.clock.now(), dueAt: null };
  } catch (error) {
    const now = house.clock.now();
    const permanent =
      error instanceof ShopbellError &&
      (error.details.permanent === true || error.code === 'SEAL_SHREDDED' || error.code === 'INPUT_INVALID');
    if (permanent || letter.attempts >= MAX_ATTEMPTS)
      return { ...about, outcome: 'failed', response: messageOf(error), at: now, dueAt: null };
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 3 ** (letter.attempts - 1));
    return {
      ...about,
      outcome: 'again',
      response: messageOf(error),
      at: now,
      dueAt: addMs(now, pause * (1 + house.random.fraction() / 4)),
    };
  }
}

/** The mail of one letter. Its Message-ID is the letter's id: the same letter sent twice is recognisable as one. */
function mailOf(house: House, letter: LetterRow, { notice, shop, key }: Context): OutgoingMail {
  const card = cardShape.parse(JSON.parse(house.secrets.openWith(key, letter.card, 'tell-affected')));
  const code = codeOfLetter(house.secrets, letter.org_id as OrgId, letter.id);
  const rendered = renderLetter(notice, { name: card.name, categories: letter.categories, code }, noticeTables());
  return {
    to: card.email,
    from: { name: notice.brand, address: shop.contact.address },
    replyTo: notice.contactPoint.address,
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    id: letter.id,
    headers: { 'Auto-Submitted': 'auto-generated', ...orgHeader(house.mailer.mode, letter.org_id) },
  };
}
