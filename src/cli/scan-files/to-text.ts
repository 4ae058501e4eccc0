import type { ScanFilesDocument } from '#steps/inspect/index.ts';

const MOST = 200;

/** For people at a terminal: the gravest first, then what is not known. */
export function toText(result: ScanFilesDocument): string {
  const bad = result.findings.filter((finding) => finding.outcome === 'malicious').length;
  const seconds = (result.elapsedMs / 1_000).toFixed(1);
  const megabytes = (result.bytes / 1e6).toFixed(1);
  const lines = [
    `${result.root}: ${bad} malicious, ${result.findings.length - bad} suspicious, ${result.unknown.length} not known, in ${result.files.toLocaleString('en')} files (${megabytes} MB, ${seconds} s)`,
    ...(result.complete ? [] : ['It was stopped before the end: nothing is known of what it did not reach.']),
    ...(result.unchanged > 0 ? [`${result.unchanged.toLocaleString('en')} files are what they were, and were not judged again.`] : []),
    '',
    ...result.findings.flatMap((finding) => [
      `${finding.outcome.toUpperCase().padEnd(10)} ${finding.severity}, ${finding.confidence} confidence: ${finding.title}`,
      `           ${finding.path}:${finding.line}  [${finding.rule}]`,
      ...finding.reasons.map((reason) => `           - ${reason}`),
      ...(finding.excerpt === '' ? [] : [`           > ${finding.excerpt}`]),
      `           → ${finding.fix}`,
      '',
    ]),
    ...listed(
      'Not known: could not be read, or not to the end',
      result.unknown.map((item) => `${item.path}: ${item.reason}`),
    ),
    ...listed(
      'Not as in the clean copy',
      result.differences.map((item) => `${item.class.padEnd(9)} ${item.path}${item.newer ? '  (newer than the clean copy)' : ''}`),
    ),
  ];
  return `${lines.map(printable).join('\n').trimEnd()}\n`;
}

function listed(heading: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MOST ? [`  and ${items.length - MOST} more (--format json lists them all)`] : [];
  return [heading, ...items.slice(0, MOST).map((item) => `  ${item}`), ...more, ''];
}

/** Names of files may hold anything, also what would steer a terminal. */
function printable(line: string): string {
  return Array.from(line, (sign) => ((sign.codePointAt(0) ?? 0) < 32 || (sign >= '\x7f' && sign <= '\x9f') ? '?' : sign)).join('');
}
