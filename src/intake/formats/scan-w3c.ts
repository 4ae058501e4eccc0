import type { LogLine } from './log-line.ts';
import { setTarget } from './scan-request-line.ts';
import { visitorAddress } from './visitor-address.ts';

/** Reads logs that name their own columns: W3C extended (IIS), CloudFront. One scanner a file: it keeps the columns. */
export interface W3cScanner {
  /** Takes a line that begins with `#`; whether it was one of the format's own. */
  header(line: string): boolean;
  /** Returns '' when it could read the line, else why not. */
  scan(line: string, into: LogLine): string;
}

const DIRECTIVE = /^#(Version|Fields|Software|Date|Start-Date|End-Date|Remark|System):/i;
const MOST_FIELDS = 120;

export function makeW3cScanner(): W3cScanner {
  let fields: readonly string[] = [];
  return {
    header(line) {
      if (!DIRECTIVE.test(line)) return false;
      if (/^#Fields:/i.test(line)) fields = line.slice(8).trim().toLowerCase().split(/\s+/, MOST_FIELDS);
      return true;
    },
    scan(line, into) {
      if (fields.length === 0) return 'no #Fields line before it';
      const isTabbed = line.includes('\t');
      const values = line.split(isTabbed ? '\t' : ' ', MOST_FIELDS + 1);
      if (values.length !== fields.length) return 'not as many columns as #Fields names';
      const row = new Map(fields.map((field, nth) => [field, values[nth] ?? '-']));
      const word = (name: string): string => {
        const value = row.get(name) ?? '-';
        return value === '-' ? '' : value;
      };
      into.at = Date.parse(`${word('date')}T${word('time')}Z`);
      if (Number.isNaN(into.at)) return 'no time in it';
      const stem = word('cs-uri-stem') || word('cs-uri');
      if (stem === '') return 'no request in it';
      into.address = visitorAddress(word('c-ip'), word('x-forwarded-for') || word('cs(x-forwarded-for)'));
      into.user = word('cs-username');
      into.method = word('cs-method');
      const query = word('cs-uri-query');
      setTarget(query === '' ? stem : `${stem}?${query}`, into);
      into.host = word('x-host-header') || word('cs-host') || word('cs(host)') || into.host;
      into.status = Number(word('sc-status')) || 0;
      into.bytes = Number(word('sc-bytes')) || 0;
      into.agent = plain(word('cs(user-agent)'), isTabbed);
      into.referrer = plain(word('cs(referer)'), isTabbed);
      into.cookies = plain(word('cs(cookie)'), isTabbed);
      into.durationMs = durationOf(word('time-taken'));
      into.tls = [word('ssl-protocol'), word('ssl-cipher')].filter((one) => one !== '').join(' ');
      return '';
    },
  };
}

/** IIS writes blanks as plus signs; CloudFront percent-encodes, once or twice. */
function plain(text: string, isTabbed: boolean): string {
  if (!isTabbed) return text.replaceAll('+', ' ');
  let now = text;
  for (let nth = 0; nth < 2 && now.includes('%'); nth++) {
    try {
      now = decodeURIComponent(now);
    } catch {
      return now;
    }
  }
  return now;
}

/** IIS counts milliseconds, CloudFront seconds with a fraction. */
function durationOf(text: string): number | null {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  return text.includes('.') ? Number(text) * 1000 : Number(text);
}
