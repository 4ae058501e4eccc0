import type { SbomReport } from './sbom-shape.ts';

const MOST_UNKNOWN = 20;

/** The report for a terminal. Pure. */
export function sbomToText(report: SbomReport): string {
  const { holes, ends, unknown, components, compared } = report;
  const lines = [
    `${report.file}: ${components} components, ${compared} compared, ${holes.length} known holes, ${unknown.length} unknown`,
    ...dataLines(report),
  ];
  for (const hole of holes) {
    const used =
      hole.exploitedSince === null ? '' : ` · ATTACKERS USE IT since ${hole.exploitedSince}${hole.ransomware ? ', for extortion too' : ''}`;
    lines.push('', `${hole.severity.toUpperCase()}  ${hole.component} ${hole.version}: ${hole.names.join(', ')}${used}`);
    if (hole.summary !== '') lines.push(`  ${hole.summary}`);
    lines.push(
      `  ${hole.mended === null ? 'No mended version is known: replace it or ask its maker.' : `Update to ${hole.mended} or later.`}`,
    );
  }
  if (ends.length > 0) lines.push('');
  for (const { component, version, day, ended, update } of ends) {
    lines.push(`${ended ? 'ENDED' : 'ENDS'}  ${component} ${version}: its maker mends it until ${day}. Move to ${update}.`);
  }
  if (unknown.length > 0) lines.push('', 'UNKNOWN, so not fine:');
  for (const { component, reason } of unknown.slice(0, MOST_UNKNOWN)) lines.push(`  ${component}: ${reason}`);
  if (unknown.length > MOST_UNKNOWN) lines.push(`  and ${unknown.length - MOST_UNKNOWN} more (--json lists them)`);
  return `${lines.map(plain).join('\n')}\n`;
}

function dataLines({ advisories, exploited }: SbomReport): string[] {
  const aged = ({ days, isOld, isExcerpt }: SbomReport['advisories'][number] | NonNullable<SbomReport['exploited']>) => {
    const from = isExcerpt ? 'the short list that comes with Shopbell, ' : '';
    return `${from}${days === null ? 'of an unknown day' : `${days} days old`}${isOld || isExcerpt ? ': FETCH THEM with “shopbell sbom refresh”' : ''}`;
  };
  return [
    ...advisories.map((set) => `Advisories of ${set.ecosystem}: ${set.read}, ${aged(set)}`),
    exploited === null
      ? 'Whether attackers use a hole is unknown: the catalogue is not here.'
      : `Catalogue of known attacks: ${aged(exploited)}`,
  ];
}

/** Names in a document are somebody else's: no control characters reach the terminal. */
function plain(line: string): string {
  return line.replace(/\p{Cc}/gu, '�');
}
