import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { systemClock } from '#engines/clock/system-clock.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { compareFindings, type FileDifference, type FileFinding, judgeFile, type ScanFilesDocument } from '#steps/inspect/index.ts';
import { type KnownGood, openKnownGood } from './known-good.ts';
import { isReadableArchive, readArchive } from './read-archive.ts';
import { readWhole, readWindows, WINDOW } from './read-windows.ts';
import { openState, type State } from './state-file.ts';
import { type Entry, reasonOf, walkTree } from './walk-tree.ts';

export interface ScanFilesOptions {
  readonly root: string;
  readonly exclude: readonly string[];
  /** A clean copy of the same platform, or null. */
  readonly knownGood: string | null;
  /** Only files that changed at this time or later, or null. */
  readonly since: Date | null;
  /** Where it is kept which files were judged, or null. */
  readonly state: string | null;
  /** Stops the scan: what was found so far is given back. */
  readonly stop: AbortSignal;
  readonly progress: (files: number, bytes: number, found: number) => void;
}

interface Running {
  readonly options: ScanFilesOptions;
  readonly state: State;
  readonly good: KnownGood | null;
  readonly findings: FileFinding[];
  readonly unknown: { path: string; reason: string }[];
  readonly differences: FileDifference[];
  files: number;
  bytes: number;
  unchanged: number;
}

/** Reads and judges every file below a folder. Nothing is run, followed out of the folder, or changed. Throws FILE_UNREADABLE. */
export async function runScanFiles(options: ScanFilesOptions): Promise<ScanFilesDocument> {
  const started = systemClock.ticks();
  const startedAt = systemClock.now().toISOString();
  await mustBeFolder(options.root);
  const running: Running = {
    options,
    state: await openState(options.state),
    good: options.knownGood === null ? null : await openKnownGood(options.knownGood),
    findings: [],
    unknown: [],
    differences: [],
    files: 0,
    bytes: 0,
    unchanged: 0,
  };
  for await (const entry of walkTree(options.root, options.exclude)) {
    if (options.stop.aborted) break;
    if (entry.kind === 'unknown') running.unknown.push({ path: entry.path, reason: entry.reason });
    else if (options.since === null || entry.changedMs >= options.since.getTime()) await readEntry(running, entry);
    options.progress(running.files, running.bytes, running.findings.length);
  }
  const complete = !options.stop.aborted;
  if (complete && running.good !== null && options.since === null) running.differences.push(...running.good.missing());
  await running.state.save(complete);
  return {
    schema: 'shopbell.scan-files/1',
    root: options.root,
    startedAt,
    complete,
    files: running.files,
    bytes: running.bytes,
    unchanged: running.unchanged,
    findings: unique(running.findings).sort(compareFindings),
    unknown: running.unknown,
    differences: running.differences,
    elapsedMs: Math.round(systemClock.ticks() - started),
  };
}

async function mustBeFolder(root: string): Promise<void> {
  const found = await stat(root).catch((cause: unknown) => {
    throw new ShopbellError('FILE_UNREADABLE', { path: root, reason: messageOf(cause) }, { cause });
  });
  if (!found.isDirectory()) throw new ShopbellError('FILE_UNREADABLE', { path: root, reason: 'it is no folder' });
}

const ARCHIVE = /\.(?:zip|tar|tgz|tar\.(?:gz|bz2|xz|zst)|rar|7z|bz2|xz|zst)$/i;
const PACKED = /\.(?:sql|csv|tsv|dump)\.gz$/i;

async function readEntry(running: Running, entry: Entry & { kind: 'file' }): Promise<void> {
  running.files++;
  running.bytes += entry.size;
  try {
    if (isReadableArchive(entry.path)) await judgeArchive(running, entry);
    else if (ARCHIVE.test(entry.path)) running.unknown.push({ path: entry.path, reason: 'archives are not opened' });
    else if (PACKED.test(entry.path) || entry.size > WINDOW) await judgeWindows(running, entry);
    else await judgeWhole(running, entry);
  } catch (cause) {
    running.unknown.push({ path: entry.path, reason: reasonOf(cause) });
  }
}

async function judgeWhole(running: Running, entry: Entry & { kind: 'file' }): Promise<void> {
  const bytes = await readWhole(entry.full);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const before = running.state.judged(entry.path, digest);
  if (before !== null) {
    running.unchanged++;
    running.findings.push(...before);
  } else {
    const { findings, cut } = judgeFile({ path: entry.path, bytes, linesBefore: 0 });
    running.findings.push(...findings);
    if (cut !== null) running.unknown.push({ path: entry.path, reason: cut });
    else running.state.note(entry.path, digest, findings);
  }
  if (running.good === null) return;
  const { difference, finding } = await running.good.compare(entry.path, bytes, digest, entry.changedMs);
  if (difference !== null) running.differences.push(difference);
  if (finding !== null) running.findings.push(finding);
}

/** What lies in an archive is judged like what lies in the folder: whoever comes back unpacks it. */
async function judgeArchive(running: Running, entry: Entry & { kind: 'file' }): Promise<void> {
  for await (const member of readArchive(entry.full)) {
    if (running.options.stop.aborted) return;
    const path = member.path === null ? entry.path : `${entry.path}!/${member.path}`;
    if ('reason' in member) running.unknown.push({ path, reason: member.reason });
    else if (ARCHIVE.test(member.path) || PACKED.test(member.path))
      running.unknown.push({ path, reason: 'archives in archives are not opened' });
    else {
      const judged = judgeFile({ path: member.path, bytes: member.bytes, linesBefore: 0 });
      running.findings.push(...judged.findings.map((finding) => ({ ...finding, path })));
      if (judged.cut !== null) running.unknown.push({ path, reason: judged.cut });
    }
    running.options.progress(running.files, running.bytes, running.findings.length);
  }
}

async function judgeWindows(running: Running, entry: Entry & { kind: 'file' }): Promise<void> {
  const packed = PACKED.test(entry.path);
  const path = packed ? entry.path.slice(0, -3) : entry.path;
  let cut: string | null = null;
  for await (const { bytes, linesBefore } of readWindows(entry.full, packed)) {
    if (running.options.stop.aborted) return;
    const judged = judgeFile({ path, bytes, linesBefore });
    running.findings.push(...judged.findings.map((finding) => ({ ...finding, path: entry.path })));
    if (judged.kind !== 'database' && judged.kind !== 'picture' && judged.kind !== 'other')
      cut = 'it is so large that it was read in pieces';
    cut = judged.cut ?? cut;
    running.options.progress(running.files, running.bytes, running.findings.length);
  }
  if (cut !== null) running.unknown.push({ path: entry.path, reason: cut });
}

/** What two windows both saw is told once. */
function unique(findings: readonly FileFinding[]): FileFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.path}\n${finding.line}\n${finding.rule}`, finding])).values()];
}
