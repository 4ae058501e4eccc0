/** One answered request as an access log tells it. */
export interface CombinedEntry {
  readonly address: string;
  readonly at: Date;
  readonly method: string;
  /** Path with query, as it was asked for. */
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly referer: string;
  readonly agent: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
let lastSecond = -1;
let lastStamp = '';

function stamp(at: Date): string {
  const second = Math.floor(at.getTime() / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastStamp = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
  }
  return lastStamp;
}

/** Escapes as nginx does by default: `"`, `\` and everything outside printable ASCII become `\xHH`. */
function escaped(text: string): string {
  if (!/["\\]|[^ -~]/.test(text)) return text;
  let out = '';
  for (const byte of Buffer.from(text)) {
    const odd = byte < 32 || byte > 126 || byte === 34 || byte === 92;
    out += odd ? `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte);
  }
  return out;
}

/**
 * Writes one line of nginx's predefined `combined` format (with the line end):
 * `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"`
 * (nginx.org, ngx_http_log_module).
 */
export function combinedLine(entry: CombinedEntry): string {
  const request = escaped(`${entry.method} ${entry.target} HTTP/1.1`);
  return `${entry.address} - - [${stamp(entry.at)}] "${request}" ${entry.status} ${entry.bytes} "${escaped(entry.referer || '-')}" "${escaped(entry.agent || '-')}"\n`;
}
