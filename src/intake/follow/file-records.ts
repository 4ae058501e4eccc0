import type { Selectable } from 'kysely';
import type { State } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type BatchNote, noteBatch } from '../health/note-batch.ts';
import { type IntakeTables, intakeTables } from '../intake-tables.ts';
import { type FoundFile, hashHead } from './log-files.ts';

/** What is known of one file of a source: who it is, and how far it is stored. */
export interface FileRecord {
  readonly fileId: string;
  path: string;
  readonly device: string;
  readonly inode: string;
  head: string;
  headBytes: number;
  /** Everything before this offset is stored. */
  committed: number;
  /** The batch from `committed` to here was about to be stored; null when none was. */
  planned: number | null;
  done: boolean;
  readonly firstSeen: Date;
}

/** The records of one source in PostgreSQL. */
export interface FileRecords {
  list(): Promise<FileRecord[]>;
  add(file: FoundFile, known: readonly FileRecord[], now: Date): Promise<FileRecord>;
  plan(record: FileRecord, to: number, now: Date): Promise<void>;
  /** Makes the planned batch count, together with its numbers. */
  commit(record: FileRecord, to: number, note: BatchNote): Promise<void>;
  finish(record: FileRecord, now: Date): Promise<void>;
}

export function openFileRecords(state: State, org: OrgId, source: string): FileRecords {
  const row = (record: Pick<FileRecord, 'fileId'>) => ({ org_id: org, source_id: source, file_id: record.fileId });
  return {
    list: () =>
      state.inOrg(org, async (db) => {
        const rows = await intakeTables(db).selectFrom('intake_files').selectAll().where('source_id', '=', source).orderBy('nth').execute();
        return rows.map(toRecord);
      }),
    add: (file, known, now) =>
      state.inOrg(org, async (db) => {
        const record = newRecord(file, known, now);
        await intakeTables(db)
          .insertInto('intake_files')
          .values({
            ...row(record),
            path: record.path,
            device: record.device,
            inode: record.inode,
            head: record.head,
            head_bytes: record.headBytes,
            committed: 0,
            planned: null,
            done: false,
            first_seen: now,
            updated_at: now,
          })
          .execute();
        return record;
      }),
    plan: async (record, to, now) => {
      await state.inOrg(org, (db) =>
        intakeTables(db)
          .updateTable('intake_files')
          .set({ planned: to, updated_at: now })
          .where((where) => where.and(row(record)))
          .execute(),
      );
      record.planned = to;
    },
    commit: async (record, to, note) => {
      await state.inOrg(org, async (db) => {
        await intakeTables(db)
          .updateTable('intake_files')
          .set({ committed: to, planned: null, done: false, head: record.head, head_bytes: record.headBytes, updated_at: note.now })
          .where((where) => where.and(row(record)))
          .execute();
        await noteBatch(db, note);
      });
      record.committed = to;
      record.planned = null;
    },
    finish: async (record, now) => {
      await state.inOrg(org, (db) =>
        intakeTables(db)
          .updateTable('intake_files')
          .set({ done: true, updated_at: now })
          .where((where) => where.and(row(record)))
          .execute(),
      );
      record.done = true;
    },
  };
}

function toRecord(row: Selectable<IntakeTables['intake_files']>): FileRecord {
  return {
    fileId: row.file_id,
    path: row.path,
    device: row.device,
    inode: row.inode,
    head: row.head,
    headBytes: row.head_bytes,
    committed: Number(row.committed),
    planned: row.planned === null ? null : Number(row.planned),
    done: row.done,
    firstSeen: row.first_seen,
  };
}

function newRecord(file: FoundFile, known: readonly FileRecord[], now: Date): FileRecord {
  const head = hashHead(file.head);
  const base = `${Number(file.device).toString(36)}-${file.inode}-${head.slice(0, 10)}`;
  const taken = known.filter((record) => record.fileId === base || record.fileId.startsWith(`${base}~`)).length;
  return {
    fileId: taken === 0 ? base : `${base}~${taken + 1}`,
    path: file.path,
    device: file.device,
    inode: file.inode,
    head,
    headBytes: file.head.length,
    committed: 0,
    planned: null,
    done: false,
    firstSeen: now,
  };
}

/** Whether a file begins with what the record remembers of its beginning. */
export function hasSameHead(record: FileRecord, file: Pick<FoundFile, 'head'>): boolean {
  return file.head.length >= record.headBytes && hashHead(file.head.subarray(0, record.headBytes)) === record.head;
}

export function hasSameInode(record: FileRecord, file: FoundFile): boolean {
  return record.device === file.device && record.inode === file.inode;
}

/** Whether the file can hold what the record has stored of it. */
export function isLongEnough(record: FileRecord, file: FoundFile): boolean {
  return file.size === null || file.size >= Math.max(record.committed, record.planned ?? 0);
}
