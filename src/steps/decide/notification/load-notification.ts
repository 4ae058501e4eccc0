import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { locales } from '#web/types.ts';
import { notificationTo } from '../checks/filing-state.ts';
import { listFilings } from '../filings.ts';
import { listParties } from '../papers/parties.ts';
import { countPeopleBy, listDecisions } from '../readers.ts';
import { type CaseRow, type FilingRow, readVersion, type VersionRow } from '../store.ts';
import { readAnswers } from './answers.ts';
import { namesOf } from './authority-names.ts';
import { fillNotification } from './fill-notification.ts';
import { formWords, localeOf } from './form-words.ts';
import { type LeadAuthority, leadAuthority } from './lead-authority.ts';
import { lettersOf } from './letters-of.ts';
import { notificationFile } from './notification-file.ts';
import type { NotificationFile } from './notification-shape.ts';
import { notificationTables, type SubmissionRow } from './notification-tables.ts';
import type { Profile } from './profile.ts';
import { readProfile } from './read-profile.ts';
import { readToldRecord } from './read-told-record.ts';
import { listSubmissions } from './submissions.ts';
import { type Authority, authorityTable, templateWords } from './tables.ts';
import type { FillContext, Notification, Phase } from './types.ts';
import { withCountries } from './with-countries.ts';

/** The notification of a case as it stands, and what it was made from. */
export interface Loaded {
  readonly row: CaseRow;
  readonly version: VersionRow;
  readonly profile: Profile;
  readonly lead: LeadAuthority;
  readonly filings: readonly FilingRow[];
  /** The notification to this authority that holds; null while there is none. */
  readonly before: FilingRow | null;
  readonly phase: Phase;
  readonly authority: Authority | null;
  readonly language: string;
  readonly context: FillContext;
  readonly filled: Notification;
  /** The same as a machine reads it; not submitted. */
  readonly file: NotificationFile;
}

/** Reads everything that the notification of a case rests on and fills it, as of `at`, with times in `timeZone`. */
export async function loadNotification(
  house: Pick<House, 'secrets' | 'ports'>,
  db: Tx,
  org: OrgId,
  row: CaseRow,
  { at, timeZone }: { readonly at: Date; readonly timeZone: string },
): Promise<Loaded> {
  const stated = await readVersion(db, row.id);
  const version = { ...stated, facts: withCountries(stated.facts, await countPeopleBy(db, row.id), row.unknown_records) };
  const profile = await readProfile(house, db, org);
  const filings = await listFilings(db, row.id);
  const [decision = null] = await listDecisions(db, row.id);
  const lead = leadAuthority(version.facts, profile);
  const draft = await notificationTables(db)
    .selectFrom('case_notification_drafts')
    .selectAll()
    .where('case_id', '=', row.id)
    .executeTakeFirst();
  const suggested = lead.lead ?? (lead.concerned.length === 1 ? lead.concerned[0] : null) ?? null;
  const authority = draft === undefined ? suggested : (authorityTable().authorities.find((one) => one.id === draft.authority) ?? null);
  const language = draft?.language ?? locales.find((one) => one === authority?.language) ?? 'en';
  const before = findBefore(filings, await listSubmissions(db, row.id), authority);
  const context: FillContext = {
    phase: draft?.phase ?? 'incomplete',
    at,
    authority,
    case: { number: row.number, title: row.title, awareAt: row.aware_at, deadline: row.deadline },
    before,
    decision,
    told: await readToldRecord(db, org, row.id),
    joint: (await listParties(db, row.id)).filter((one) => one.kind === 'joint'),
    timeZone,
    words: formWords(language, timeZone),
  };
  const filled = fillNotification(version.facts, version.outcome, profile, await readAnswers(house, db, row), context);
  const locale = localeOf(language);
  const letters = lettersOf((await house.ports.noticeTexts?.(org, row.id)) ?? []);
  const about = { number: row.number, factsVersion: version.version, authority, madeAt: at, submission: null, letters };
  const file = notificationFile(filled, { ...about, words: templateWords(locale), locale, timeZone });
  return { row, version, profile, lead, filings, before, phase: context.phase, authority, language, context, filled, file };
}

/** The notification to this authority that holds: noted under one of its names, or submitted from here under another. */
function findBefore(filings: readonly FilingRow[], submissions: readonly SubmissionRow[], authority: Authority | null): FilingRow | null {
  const own = new Set(submissions.filter((one) => one.authority === (authority?.id ?? null)).map((one) => one.number));
  const names = filings.filter((one) => own.has(one.number)).map((one) => one.authority);
  return notificationTo(filings, authority === null ? names : [...namesOf(authority), ...names]);
}
