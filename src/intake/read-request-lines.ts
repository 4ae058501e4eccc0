import type { RowsByColumn } from '#engines/telemetry/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { DAY, type Span } from '#kernel/time.ts';
import type { DataMap } from './data-map/compile-data-map.ts';
import { type AuditReader, makeAuditReader } from './database/read-audits.ts';
import type { EventRow } from './database/sum-reads.ts';
import { clearLogLine, emptyLogLine } from './formats/log-line.ts';
import { makeCombinedScanner } from './formats/scan-combined.ts';
import { makeJsonScanner } from './formats/scan-json.ts';
import { makeOtherScanner, type OtherScanner } from './formats/scan-others.ts';
import { unwrapLine } from './formats/unwrap-line.ts';
import { splitLines } from './lines/split-lines.ts';
import { makeRows, type RowMaker } from './make-rows.ts';
import { sampleOf } from './redact/sample-of.ts';
import type { SealKeys } from './seal-keys.ts';
import { type Gathered, gatherSightings, type SightingRow } from './sightings/gather-sightings.ts';

/** A line that was not stored, with why and its beginning, redacted. */
export interface RejectedLine {
  readonly offset: number;
  readonly reason: string;
  readonly sample: string;
}

export interface ParsedBatch {
  readonly requests: RowsByColumn;
  /** From the first to the last time of the requests; `null` when there are none. */
  readonly span: Span | null;
  /** Lines of requests that were read, and not wanted by their time. */
  readonly skipped: number;
  readonly rejected: RejectedLine[];
  /** What statements of a database's audit log read, summed up: rows of `application_events`. */
  readonly events: readonly EventRow[];
  /** Statements of an audit log that were read. */
  readonly statements: number;
  /** Tables that such statements took whole and that the data map does not describe, and how often. */
  readonly undescribed: ReadonlyMap<string, number>;
  /** Personal data that stood in addresses, the value only as a keyed hash. */
  readonly sightings: readonly SightingRow[];
  /** Offset behind the last line that these rows and rejections cover. */
  readonly endOffset: number;
}

export interface ReadOptions {
  readonly shop: string;
  readonly source: string;
  readonly map: DataMap;
  readonly keys: SealKeys;
  readonly now: () => Date;
  /** Of times that name no zone, an IANA name (default `UTC`). */
  readonly zone?: string;
  /** Identity of the file, stored with each row (default ''). */
  readonly fileId?: string;
  /** What a person calls it, for LOG_FORMAT_UNKNOWN (default `the input`). */
  readonly name?: string;
  /** Offset of the first byte of the stream in its file (default 0). */
  readonly startOffset?: number;
  /** Older lines are rejected; `null` (the default) keeps every age. */
  readonly maxAgeMs?: number | null;
  /** Lines from before this are rejected as too old, whatever their age. */
  readonly notBefore?: Date;
  /** Rows and rejections a batch (default 8192). */
  readonly batchLines?: number;
  /** Whether rows of this time are wanted, ms since 1970 (default: all are). What is not is counted as skipped. */
  readonly isWanted?: (at: number) => boolean;
  /** What says where a row's line stands: its first byte, or its number from 1 (default `byte`). */
  readonly place?: 'byte' | 'line';
  /** How many lines may all be unreadable before LOG_FORMAT_UNKNOWN; `null` never gives up (default 100). */
  readonly giveUpAfter?: number | null;
}

/** A reader that is fed with bytes and gives batches: no I/O, no waiting. */
export interface RequestReader {
  push(chunk: Uint8Array): void;
  /** Tells the beginning of a file that is read on from further behind: it may name the columns. */
  learn(head: string): void;
  /** Ends the stream; an unfinished last line counts. */
  end(): void;
  /** Rows, rejections and skipped lines that wait. */
  readonly waiting: number;
  /** Everything since the last call. */
  take(): ParsedBatch;
  /** Offset behind the last finished line. */
  readonly consumed: number;
  /** Lines read so far by format; blank ones are in none. */
  readonly formats: Readonly<FormatCounts>;
}

/** Lines by format; `others`: W3C, load balancers and proxies; `audits`: audit logs of databases. */
interface FormatCounts {
  combined: number;
  json: number;
  others: number;
  audits: number;
  none: number;
}

/** A line dated later than this from now is rejected. */
const MAX_AHEAD = DAY;

/**
 * Reads access-log lines (combined, common, JSON; told apart line by line, so a mixed file works) into rows that may be stored.
 * Throws LOG_FORMAT_UNKNOWN when the first lines are all unreadable.
 */
export async function* readRequestLines(stream: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<ParsedBatch> {
  const reader = makeRequestReader(options);
  const size = options.batchLines ?? 8192;
  for await (const chunk of stream) {
    for (let from = 0; from < chunk.length; from += 65_536) {
      reader.push(chunk.subarray(from, from + 65_536));
      if (reader.waiting >= size) yield reader.take();
    }
  }
  reader.end();
  if (reader.waiting > 0) yield reader.take();
}

/** Makes a reader that can be fed piece by piece. `push` and `end` throw LOG_FORMAT_UNKNOWN like readRequestLines. */
export function makeRequestReader(options: ReadOptions): RequestReader {
  const formats: FormatCounts = { combined: 0, json: 0, others: 0, audits: 0, none: 0 };
  const giveUpAfter = options.giveUpAfter === undefined ? 100 : options.giveUpAfter;
  let rejected: RejectedLine[] = [];
  let skipped = 0;
  let lines = 0;
  let now = options.now();
  const sightings = gatherSightings();
  const others = makeOtherScanner(options.zone);
  const reject = (reason: string, line: string, offset: number): void => {
    rejected.push({ offset, reason, sample: sampleOf(line) });
  };
  const tooFar = makeAgeJudge(options);
  const audits = makeAuditReader(options, reject, tooFar);
  const rows = rowMaker(options, sightings);
  const judge = makeLineJudge(options, { formats, rows, others, audits, tooFar });
  const giveUpAt = (least: number): void => {
    if (giveUpAfter === null || readable(formats) > 0 || formats.none < least || formats.none === 0) return;
    throw new ShopbellError('LOG_FORMAT_UNKNOWN', { lines: formats.none, path: options.name ?? 'the input' });
  };
  const splitter = splitLines(
    {
      line(text, offset, length) {
        lines++;
        const line = trim(text, offset);
        if (line === '') return;
        const reason = judge(line, { now, offset, length, nth: lines });
        if (reason === SKIPPED) skipped++;
        else if (reason !== '') {
          reject(reason, line, offset);
          giveUpAt(giveUpAfter ?? 0);
        }
      },
      tooLong(head, offset) {
        lines++;
        formats.none++;
        reject('line too long', head, offset);
      },
    },
    options.startOffset ?? 0,
  );
  return {
    learn(head) {
      for (const line of head.split(/\r?\n/)) if (line.startsWith('#')) others.header(line);
    },
    push(chunk) {
      now = options.now();
      splitter.push(chunk);
    },
    end() {
      splitter.end();
      audits.end();
      giveUpAt(1);
    },
    get waiting() {
      return rows.length + rejected.length + skipped + audits.waiting;
    },
    get consumed() {
      return audits.openSince ?? splitter.consumed;
    },
    take() {
      const endOffset = audits.openSince ?? splitter.consumed;
      const batch = { ...rows.take(), rejected, skipped, ...audits.gather(now), sightings: sightings.take(), endOffset };
      rejected = [];
      skipped = 0;
      return batch;
    },
    formats,
  };
}

/** Said of a line whose time is not wanted. */
const SKIPPED = 'skipped';

interface Place {
  readonly now: Date;
  readonly offset: number;
  readonly length: number;
  /** Number of the line, from 1. */
  readonly nth: number;
}

type LineJudge = (line: string, place: Place) => string;

interface Judging {
  readonly formats: FormatCounts;
  readonly rows: RowMaker;
  readonly others: OtherScanner;
  readonly audits: AuditReader;
  readonly tooFar: AgeJudge;
}

function rowMaker({ shop, source, map, keys, fileId = '' }: ReadOptions, sightings: Gathered): RowMaker {
  return makeRows({
    ...{ shop, source, fileId, map, keys },
    sighted: (sighted, row) =>
      sightings.add(sighted, { shop, source, at: row.at, receivedAt: row.received_at, route: row.route, fileId, offset: row.file_offset }),
  });
}

/** Makes rows of lines. Says why there is none; '' when there is one, or the line only says how others are to be read. */
function makeLineJudge(options: ReadOptions, { formats, rows, others, audits, tooFar }: Judging): LineJudge {
  const { map, isWanted } = options;
  const byLine = options.place === 'line';
  const combined = makeCombinedScanner();
  const json = makeJsonScanner(map.fields);
  const scratch = emptyLogLine();
  const scan = (line: string): string => {
    clearLogLine(scratch);
    const isJson = line.charCodeAt(0) === 123;
    const problem = isJson ? json(line, scratch) : combined(line, scratch);
    if (problem === '') formats[isJson ? 'json' : 'combined']++;
    if (problem === '' || isJson) return problem;
    clearLogLine(scratch);
    const other = others.scan(line, scratch);
    if (other === '') formats.others++;
    return other;
  };
  return (line, { now, offset, length, nth }) => {
    if (line.charCodeAt(0) === 35 && others.header(line)) return '';
    const problem = scan(line);
    if (problem !== '') {
      const inner = unwrapLine(line);
      if (inner === '' || scan(inner) !== '') {
        if (audits.take(inner === '' ? line : inner, now, offset)) {
          formats.audits++;
          return '';
        }
        formats.none++;
        return line.includes('\0') ? 'binary' : problem;
      }
    }
    if (audits.openSince !== null) audits.end();
    if (isWanted !== undefined && !isWanted(scratch.at)) return SKIPPED;
    const reason = tooFar(scratch.at, now);
    if (reason === '') rows.add(scratch, now, byLine ? nth : offset, length);
    return reason;
  };
}

type AgeJudge = (at: number, now: Date) => string;

/** Why something of that time is not stored, or ''. */
function makeAgeJudge(options: ReadOptions): AgeJudge {
  const notBefore = options.notBefore?.getTime() ?? Number.NEGATIVE_INFINITY;
  const maxAge = options.maxAgeMs ?? Number.POSITIVE_INFINITY;
  return (at, now) => {
    const age = now.getTime() - at;
    if (age < -MAX_AHEAD) return 'from the future';
    return at < notBefore || age > maxAge ? 'too old' : '';
  };
}

/** Lines of a known format. */
export function readable(formats: Readonly<FormatCounts>): number {
  return formats.combined + formats.json + formats.others + formats.audits;
}

function trim(text: string, offset: number): string {
  const start = offset === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const last = text.charCodeAt(text.length - 1);
  if (start === 0 && last > 32 && text.charCodeAt(0) > 32) return text;
  return text.slice(start).trim();
}
