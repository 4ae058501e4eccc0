import type { Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { Phase } from './types.ts';

type DraftRow = {
  org_id: string;
  case_id: CaseId;
  phase: Phase;
  /** Id of the table of authorities; null: not chosen, or one that the table does not have. */
  authority: string | null;
  language: string;
  changed_by: string;
  changed_at: Date;
};

export type SubmissionRow = {
  org_id: string;
  case_id: CaseId;
  /** That of the filing. */
  number: number;
  phase: Phase;
  authority: string | null;
  channel: string;
  language: string;
  snapshot: Sealed;
  sha256: string;
  /** SHA-256 of the submission before it; null of the first. */
  previous: string | null;
  submitted_by: string;
  recorded_at: Date;
};

type Tables = {
  organisation_profiles: { org_id: string; profile: Sealed; changed_by: string; changed_at: Date };
  case_notification_drafts: DraftRow;
  case_notification_answers: {
    org_id: string;
    case_id: CaseId;
    field: string;
    answer: Sealed;
    answered_by: string;
    answered_at: Date;
  };
  case_submissions: SubmissionRow;
};

/** The tables of profile, drafts and submissions, typed, on any connection. */
export function notificationTables(db: Db): Kysely<Tables> {
  return db.withTables<Tables>();
}
