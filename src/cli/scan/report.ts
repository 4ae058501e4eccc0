import { inEnglish, relianceOn } from '#steps/detect/index.ts';
import type { ScannedSignal, ScanResult } from './run-scan.ts';

/** The document that `--json` prints: schema `shopbell.scan/1`. */
export function toDocument(result: ScanResult): object {
  const { stored, signals, cpuSeconds, elapsedMs } = result;
  return {
    schema: 'shopbell.scan/1',
    events: {
      read: stored.read,
      parsed: stored.parsed,
      rejected: stored.rejected,
      skipped: stored.skipped,
      reasons: Object.fromEntries(stored.reasons),
      broken: stored.broken,
      from: stored.span?.from.toISOString() ?? null,
      to: stored.span?.to.toISOString() ?? null,
    },
    ...(result.rules === null ? {} : { rules: { used: usedOf(result.rules), problems: result.rules.problems } }),
    signals: signals.map((signal) => ({
      id: signal.id,
      rule: signal.rule,
      subject: signal.subject,
      title: signal.title,
      level: signal.level,
      reliance: relianceOn(signal.rule, signal.facts),
      succeeded: signal.succeeded,
      attack: signal.attack,
      actor: signal.actor,
      firstSeen: signal.firstSeen,
      lastSeen: signal.lastSeen,
      count: signal.count,
      touched: signal.touched,
      categories: signal.categories,
      facts: signal.facts,
      evidence: signal.evidence.map((line) => ({ file: line.file, line: line.offset, at: line.at, text: line.text })),
    })),
    affected: affectedOf(result),
    cpuSeconds: round(cpuSeconds.total),
    elapsedMs,
  };
}

/** The report for people: leaks first, each with who, when, how often, what the answers say, and where to look. */
export function toText(result: ScanResult): string {
  const { stored, signals } = result;
  const out: string[] = [];
  const leaks = signals.filter((signal) => signal.categories.length > 0);
  const serious = signals.filter((signal) => signal.categories.length === 0 && !isMinor(signal));
  const minor = signals.filter((signal) => signal.categories.length === 0 && isMinor(signal));
  if (stored.parsed === 0) out.push('There was no line to look at: nothing can be said.', '');
  else if (signals.length === 0 && stored.undescribed.size > 0)
    out.push('Nothing was found in what the data map describes; tables that it does not describe were taken whole.', '');
  else if (signals.length === 0) out.push(`Nothing conspicuous was found${stored.broken.length > 0 ? ' in what could be read' : ''}.`, '');
  section(out, `LEAKS: ${count(leaks.length, 'signal')} with data of people`, leaks);
  section(out, `ATTACKS that matter: ${count(serious.length, 'signal')}`, serious);
  if (minor.length > 0) {
    out.push(`TRIES without success, as every site on the Internet sees them: ${count(minor.length, 'signal')}`, '');
    for (const signal of minor.slice(0, 40))
      out.push(`  ${signal.lastSeen.slice(0, 19)}Z  ${who(signal)}  ${signal.title} (${signal.count}×)  ${placeOf(signal)}`);
    if (minor.length > 40) out.push(`  … and ${minor.length - 40} more; --json lists all.`);
    out.push('');
  }
  out.push(...peopleLines(result), ...ruleLines(result));
  for (const { file, reason } of stored.broken)
    out.push(`NOT READ TO ITS END: ${file} (${reason}). What stands behind is not known: copy the file again, and scan it again.`, '');
  out.push(
    `${stored.read.toLocaleString('en')} lines read, ${stored.parsed.toLocaleString('en')} understood, ${stored.rejected.toLocaleString('en')} not${reasons(result)}.`,
    `From ${stored.span?.from.toISOString() ?? '–'} to ${stored.span?.to.toISOString() ?? '–'}. ${round(result.cpuSeconds.total)} CPU-seconds, ${(result.elapsedMs / 1000).toFixed(1)} s.`,
  );
  return `${out.join('\n')}\n`;
}

const SAMPLE = 20;

function affectedOf({ affected, signals, records }: ScanResult): object {
  const { people, byCategory, kinds, reasons, first, last, times } = affected;
  // A file or list exposes categories of which nobody can count the records: named all the same.
  const named = Object.fromEntries(signals.flatMap((signal) => signal.categories).map((category) => [category, 0]));
  const counted = { people, byCategory: { ...named, ...byCategory }, kinds, first, last, times };
  return { ...counted, sample: records.slice(0, SAMPLE), records, reasons };
}

const SHOWN_PROBLEMS = 10;

/** How many rules came from the folder: those that Shopbell brings are always on. */
function usedOf({ rules, correlations }: NonNullable<ScanResult['rules']>): number {
  return [...rules, ...correlations].filter((one) => one.file !== 'findings' && !one.file.startsWith('bundled/')).length;
}

function ruleLines({ rules }: ScanResult): string[] {
  if (rules === null) return [];
  const { problems } = rules;
  const lines = [`${count(usedOf(rules), 'rule')} of yours used, ${problems.length} not valid and left out.`];
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) lines.push(`  ${problem.file}:${problem.line}  ${problem.reason}`);
  if (problems.length > SHOWN_PROBLEMS) lines.push(`  … and ${problems.length - SHOWN_PROBLEMS} more: shopbell rules check FOLDER.`);
  return [...lines, ''];
}

function peopleLines({ affected }: ScanResult): string[] {
  const { people, records, reasons } = affected;
  if (records === 0 && people.atLeast === 0 && people.atMost === 0 && reasons.length === 0) return [];
  return [
    `Records of people that were touched: ${records}. People: at least ${people.atLeast}, at most ${people.atMost ?? 'unknown'}.`,
    ...reasons.map(({ code, values }) => `  ${inEnglish(`detect.affected.reason.${code}`, values)}`),
    '',
  ];
}

function isMinor(signal: ScannedSignal): boolean {
  return signal.level === 'low' || signal.level === 'info';
}

function section(out: string[], heading: string, signals: readonly ScannedSignal[]): void {
  if (signals.length === 0) return;
  out.push(heading, '');
  for (const signal of signals) {
    out.push(
      `  [${signal.level}] ${signal.title}`,
      `      who        ${who(signal)}`,
      `      when       ${signal.firstSeen} to ${signal.lastSeen}`,
      `      how often  ${count(signal.count, signal.selection.what === 'events' ? 'event' : 'request')}; succeeded: ${signal.succeeded}`,
    );
    for (const kind of signal.touched)
      out.push(`      touched    ${count(kind.distinct, `different ${kind.kind}`)}: ${idsOf(signal, kind.kind)}`);
    if (signal.categories.length > 0) out.push(`      exposes    ${signal.categories.join(', ')}`);
    for (const line of signal.evidence)
      out.push(`      ${line.file === '' ? '' : `${line.file}:${line.offset}  `}${line.at}  ${line.text}`);
    out.push('');
  }
}

function who(signal: ScannedSignal): string {
  const more = (signal.actor.addresses ?? 1) > 1 ? ` and ${(signal.actor.addresses ?? 1) - 1} more addresses` : '';
  const agent = signal.actor.agent ? ` (${signal.actor.agent.slice(0, 60)})` : '';
  return `${signal.actor.address ?? 'unknown'}${more}${agent}`;
}

function idsOf(signal: ScannedSignal, kind: string): string {
  const ids = signal.records.filter((record) => record.kind === kind).map((record) => record.id);
  return ids.length <= 24 ? ids.join(', ') : `${ids.slice(0, 20).join(', ')} … ${ids.slice(-3).join(', ')} (all with --json)`;
}

function placeOf(signal: ScannedSignal): string {
  const [line] = signal.evidence;
  return line === undefined ? '' : `${line.file}:${line.offset}`;
}

function reasons(result: ScanResult): string {
  const parts = [...result.stored.reasons].slice(0, 4).map(([reason, times]) => `${reason}: ${times}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
