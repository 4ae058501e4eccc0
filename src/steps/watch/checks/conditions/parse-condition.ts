import { compile } from 'json-p3';
import { messageOf } from '#kernel/errors.ts';
import type { Condition, ConditionAbout, Subject } from './condition.ts';
import { demandOf, unquoted } from './parse-demand.ts';
import { metricCondition } from './parse-metric-condition.ts';

/** What a line may look like, for whoever wrote another. */
const conditionHelp =
  'such as: status is 200 or 204; body contains "In stock"; json $.state is "open"; header content-type begins with text/html; time below 800 ms; size below 2 MB; certificate valid for 14 days';

const LONGEST = 500;

const tableHelp = 'such as: value below 5; rows is 0; column late at most 3';

/**
 * Reads one line about a web answer or about a table that a database returned. What is no condition comes back as a text that says why. Pure.
 */
export function parseCondition(line: string, about: ConditionAbout = 'answer'): Condition | string {
  const text = line.trim();
  if (text.length > LONGEST) return `a condition has at most ${LONGEST} characters`;
  if (about === 'table') return tableCondition(text);
  if (about === 'metrics') return metricCondition(text);
  const certificate = /^certificate (?:is )?valid for (?:at least )?(\d{1,4}) days?$/i.exec(text);
  if (certificate) return { text, subject: { of: 'certificate' }, demand: { must: 'at-least', than: Number(certificate[1]) } };
  const found = subjectOf(text);
  if (typeof found === 'string') return found;
  const demand = demandOf(found.rest, found.subject);
  return typeof demand === 'string' ? `“${text}”: ${demand}` : { text, subject: found.subject, demand };
}

function tableCondition(text: string): Condition | string {
  const [, name, ofColumn] = /^column\s+("[^"]{1,100}"|[^\s"]{1,100})\s+(.+)$/is.exec(text) ?? [];
  const [, of, ofTable] = /^(value|rows)\s+(.+)$/is.exec(text) ?? [];
  const rest = ofColumn ?? ofTable;
  if (rest === undefined) return `“${text}” is no condition; ${tableHelp}`;
  const subject: Subject =
    name === undefined ? { of: (of ?? '').toLowerCase() === 'rows' ? 'rows' : 'value' } : { of: 'column', name: unquoted(name) };
  const demand = demandOf(rest, subject);
  return typeof demand === 'string' ? `“${text}”: ${demand}` : { text, subject, demand };
}

function subjectOf(text: string): { readonly subject: Subject; readonly rest: string } | string {
  const plain = /^(status|body|time|size)\s+(.+)$/is.exec(text);
  if (plain) return { subject: { of: (plain[1] ?? '').toLowerCase() as 'status' }, rest: plain[2] ?? '' };
  const header = /^header\s+([!#$%&'*+.^_`|~0-9a-z-]{1,100})\s+(.+)$/is.exec(text);
  if (header) return { subject: { of: 'header', name: (header[1] ?? '').toLowerCase() }, rest: header[2] ?? '' };
  const json = /^json\s+(\$(?:[^\s[]|\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*)\s+(.+)$/is.exec(text);
  if (!json && /^json\s+\$/i.test(text)) return `“${text}” holds no JSONPath, such as $.state or $.orders[0].sum`;
  if (!json) return `“${text}” is no condition; ${conditionHelp}`;
  const path = json[1] ?? '';
  try {
    compile(path);
  } catch (thrown) {
    return `“${path}” is no JSONPath: ${messageOf(thrown).split('\n', 1)[0]}`;
  }
  return { subject: { of: 'json', path }, rest: json[2] ?? '' };
}
