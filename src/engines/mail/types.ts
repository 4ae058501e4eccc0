export interface OutgoingMail {
  readonly to: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Becomes the Message-ID's left part: the same id sent twice is recognisable as one message. */
  readonly id: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly MailAttachment[];
}

/** A file that goes with a mail. */
interface MailAttachment {
  /** Its file name: letters, digits, `.`, `-` and `_`. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** What the mail server said. */
export interface MailReceipt {
  /** The server's last line, for example `250 2.0.0 Ok: queued as 4F2`. */
  readonly response: string;
}

export interface CaughtMail {
  readonly id: string;
  readonly receivedAt: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailAttachment[];
}

/** Mail out: SMTP_URL, or a local mailbox that catches every mail and never lets one leave the machine. */
export interface Mailer {
  /** Hands one mail to the server. Throws MAIL_DOWN when it was not taken. */
  send(mail: OutgoingMail): Promise<MailReceipt>;
  /** `local` when the local mailbox catches everything. */
  readonly mode: 'local' | 'smtp';
  /** The caught mails, newest first; empty when mode is `smtp`. */
  caught(options?: { readonly to?: string; readonly limit?: number }): Promise<CaughtMail[]>;
  close(): Promise<void>;
}
