/** What one log line says, before redaction. One object is reused for every line: a scanner must set every field. */
export interface LogLine {
  /** Milliseconds since 1970, UTC. */
  at: number;
  address: string;
  /** The account the server or the application named, or ''. */
  user: string;
  method: string;
  /** Path and query as they were sent, or the garbage itself when it was no request line. */
  target: string;
  host: string;
  status: number;
  bytes: number;
  referrer: string;
  agent: string;
  durationMs: number | null;
  /** Session or token in the clear; hashed before it is stored. */
  session: string;
  /** The account name that was tried at a sign-in. */
  tried: string;
  /** The raw Cookie header, when the log has it. */
  cookies: string;
  /** Protocol and cipher, or a fingerprint of the handshake, when the log has it. */
  tls: string;
}

/** Reads one line into `into`. Returns '' when it could, else why not. Never throws. */
export type LineScanner = (line: string, into: LogLine) => string;

export function emptyLogLine(): LogLine {
  return {
    at: 0,
    address: '',
    user: '',
    method: '',
    target: '',
    host: '',
    status: 0,
    bytes: 0,
    referrer: '',
    agent: '',
    durationMs: null,
    session: '',
    tried: '',
    cookies: '',
    tls: '',
  };
}

/** Back to empty, field by field: cheaper than a new object a line. */
export function clearLogLine(line: LogLine): void {
  line.at = 0;
  line.address = '';
  line.user = '';
  line.method = '';
  line.target = '';
  line.host = '';
  line.status = 0;
  line.bytes = 0;
  line.referrer = '';
  line.agent = '';
  line.durationMs = null;
  line.session = '';
  line.tried = '';
  line.cookies = '';
  line.tls = '';
}
