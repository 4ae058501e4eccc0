import { stringify } from 'yaml';
import { logsourceOf, type StoredSource } from '../sigma/log-sources.ts';

/**
 * A Sigma rule of typed conditions, one a line (`cs-uri-stem|contains: /account`): all must hold, those behind a minus must not.
 * What is wrong in a line is told by whoever reads the rule. `null` when no line asks for anything.
 */
export function writeRule(title: string, lines: string, source: StoredSource = 'requests'): string | null {
  const conditions = lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const selections: Record<string, unknown> = {};
  const names: string[] = [];
  for (const [nth, line] of conditions.entries()) {
    const isNot = line.startsWith('-');
    const bare = isNot ? line.slice(1).trim() : line;
    const colon = bare.indexOf(':');
    // Without a field it is a word that stands anywhere.
    selections[`line_${nth + 1}`] = colon > 0 ? { [bare.slice(0, colon).trim()]: readValue(bare.slice(colon + 1).trim()) } : [bare];
    names.push(`${isNot ? 'not ' : ''}line_${nth + 1}`);
  }
  if (names.length === 0) return null;
  return stringify({
    title,
    logsource: logsourceOf[source],
    detection: { ...selections, condition: names.join(' and ') },
    level: 'low',
  });
}

function readValue(text: string): unknown {
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list !== undefined) return list.split(',').map((item) => readValue(item.trim()));
  if (text === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text.replace(/^(["'])(.*)\1$/, '$2');
}
