import { makeAuditScanner } from './scan-audit.ts';
import { type EventRow, type SumContext, sumReads } from './sum-reads.ts';

/** Reads the audit logs of databases among the lines of a file, and sums up what they say. */
export interface AuditReader {
  /** Whether the line belongs to an audit log; only lines that are nothing else should come here. */
  take(line: string, now: Date, offset: number): boolean;
  /** Something else followed, or nothing more comes. */
  end(): void;
  /** Where a record began that is not whole yet: what is read before it is all that is finished. */
  readonly openSince: number | null;
  /** Statements since the last call of `gather`. */
  readonly waiting: number;
  /** Everything since the last call. */
  gather(now: Date): { readonly events: EventRow[]; readonly statements: number; readonly undescribed: ReadonlyMap<string, number> };
}

/** `reject` is told of records that are not used: no record of theirs, from the future, too old. `tooFar` says why a time (ms) is not taken. */
export function makeAuditReader(
  context: SumContext & { readonly now: () => Date; readonly zone?: string },
  reject: (reason: string, line: string, offset: number) => void,
  tooFar: (at: number, now: Date) => string,
): AuditReader {
  const sums = sumReads(context);
  let statements = 0;
  let today = context.now();
  const scanner = makeAuditScanner(
    {
      statement(statement, offset) {
        const reason = tooFar(statement.at, today);
        // The statement may hold anything: of what is refused, nothing is shown.
        if (reason !== '') return reject(reason, '', offset);
        statements++;
        sums.add(statement);
      },
      reject: (reason, line, offset) => reject(reason, line.slice(0, 30), offset),
    },
    context.zone ?? 'UTC',
    () => today,
  );
  return {
    take(line, now, offset) {
      today = now;
      return scanner.take(line, offset);
    },
    end: () => scanner.end(),
    get openSince() {
      return scanner.openSince;
    },
    get waiting() {
      return statements;
    },
    gather(now) {
      const gathered = { events: sums.take(now), statements, undescribed: sums.takeUndescribed() };
      statements = 0;
      return gathered;
    },
  };
}
