/** Who is at the other end of a connection. */
export interface SyslogPeer {
  readonly remote: string;
  /** SHA-256 of the client's certificate, 64 lower-case hexadecimal digits; `''` when it showed none. */
  readonly fingerprint: string;
}

/** One message as it came, without its framing. */
export interface SyslogFrame {
  readonly bytes: Buffer;
  /** Whether these bytes are only its beginning: the message was too long, or broke off. */
  readonly isCut: boolean;
}

/** What is done with the messages of one connection. */
export interface SyslogSession {
  /** Whether the sender has shown that it is one of ours. */
  readonly isKnown: boolean;
  /** Takes messages; nothing more is read until it resolves. Rejects with SYSLOG_SENDER_UNKNOWN to have the connection closed. */
  take(frames: readonly SyslogFrame[]): Promise<void>;
  /** The connection is over. `problem`: what was wrong with its framing, or `''`. */
  end(problem: string): void;
}
