/** What a syslog message says of itself. Texts are as they came, undecoded. */
export interface SyslogMessage {
  /** 0 (emergency) to 7 (debug). */
  readonly severity: number;
  /** Ms since 1970; `null` when it does not say, or not its year and zone. */
  readonly at: number | null;
  readonly host: string;
  /** The program: APP-NAME, or the BSD tag. */
  readonly app: string;
  /** Of structured data `[shopbell@… token="…"]`, or `''`. */
  readonly token: string;
  /** Other structured data, as `id.name`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where its text starts, in bytes. */
  readonly from: number;
}

const PRIORITY = /^<(\d{1,3})>/;
const HEADER = /1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /y;
const BSD_TIME = /(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))) /y;
const BSD_TAG = /(?:([^\s:[\]]{1,255}) )?([^\s:[\]]{1,128})(?:\[[^\]\s]{0,128}\])?:(?: +|$)/y;
const ELEMENT = /\[([^\s=\]"]{1,64})/y;
const PARAMETER = / ([^\s=\]"]{1,64})="([^"\\]*(?:\\.[^"\\]*)*)"/sy;
const MARK = '\u00ef\u00bb\u00bf';
const COOKIE = '@cee:';
const MOST_FIELDS = 100;

/** Reads a message of RFC 5424, or of RFC 3164 as nginx, HAProxy and relays write it. Returns why not when it is none. Never throws. */
export function readMessage(bytes: Buffer): SyslogMessage | string {
  // Each byte one character, so that places in the text are places in the bytes; all that is looked for is ASCII.
  const text = bytes.toString('latin1');
  const priority = PRIORITY.exec(text);
  const value = Number(priority?.[1] ?? 999);
  if (priority === null || value > 191) return 'no syslog message';
  const start = priority[0].length;
  HEADER.lastIndex = start;
  const header = HEADER.exec(text);
  const read = header === null ? readBsd(text, start) : readStructured(text, header);
  if (typeof read === 'string') return read;
  return { ...read, severity: value & 7, from: skipMarks(text, read.from) };
}

type Unrated = Omit<SyslogMessage, 'severity'>;

function readStructured(text: string, header: RegExpExecArray): Unrated | string {
  const [all, time = '', host = '', app = ''] = header;
  const at = Date.parse(time);
  const fields: Record<string, string> = Object.create(null);
  let token = '';
  let count = 0;
  const end = eachParameter(text, header.index + all.length, (element, name, value) => {
    const isOurs = element === 'shopbell' || element.startsWith('shopbell@');
    if (isOurs && name === 'token') token = value;
    else if (count++ < MOST_FIELDS) fields[`${element}.${name}`] = value;
  });
  if (end < 0) return 'structured data that is none';
  return { at: Number.isNaN(at) ? null : at, host: orEmpty(host), app: orEmpty(app), token, fields, from: end };
}

/** Tells each parameter of the structured data that starts there. Returns where the text starts, or -1 when it is malformed. */
function eachParameter(text: string, start: number, tell: (element: string, name: string, value: string) => void): number {
  let at = start;
  if (text[at] === '-') at++;
  else if (text[at] !== '[') return -1;
  while (text[at] === '[') {
    ELEMENT.lastIndex = at;
    const element = ELEMENT.exec(text);
    if (element === null) return -1;
    at += element[0].length;
    PARAMETER.lastIndex = at;
    for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
      tell(element[1] ?? '', found[1] ?? '', (found[2] ?? '').replace(/\\(["\\\]])/g, '$1'));
      at += found[0].length;
      PARAMETER.lastIndex = at;
    }
    if (text[at] !== ']') return -1;
    at++;
  }
  if (at === text.length) return at;
  return text[at] === ' ' ? at + 1 : -1;
}

/** A date without year and zone says less than when it came; one that relays write with both is believed. */
function readBsd(text: string, start: number): Unrated {
  BSD_TIME.lastIndex = start;
  const time = BSD_TIME.exec(text);
  const behind = start + (time?.[0].length ?? 0);
  BSD_TAG.lastIndex = behind;
  const tag = BSD_TAG.exec(text);
  const at = Date.parse(time?.[1] ?? '');
  return {
    at: Number.isNaN(at) ? null : at,
    host: time === null ? '' : (tag?.[1] ?? ''),
    app: tag?.[2] ?? '',
    token: '',
    fields: {},
    from: behind + (tag?.[0].length ?? 0),
  };
}

function orEmpty(word: string): string {
  return word === '-' ? '' : word;
}

/** The mark of UTF-8, and the cookie that says that JSON follows. */
function skipMarks(text: string, from: number): number {
  let at = from;
  if (text.startsWith(MARK, at)) at += MARK.length;
  while (text[at] === ' ') at++;
  if (text.startsWith(COOKIE, at)) at += COOKIE.length;
  while (text[at] === ' ') at++;
  return at;
}
