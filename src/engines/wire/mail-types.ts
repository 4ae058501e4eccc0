import type { WireLimits } from './wire-limits.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `none`: in clear, spoken only to a private address. */
  readonly security: 'starttls' | 'tls' | 'none';
  /** `''`: without signing in. */
  readonly user: string;
  readonly password: string;
}

/** Where a mail server said no; `certificate`: it was us who went no further. */
export type MailStage = 'certificate' | 'encryption' | 'greeting' | 'sign-in' | 'sender' | 'recipient' | 'content' | 'folder';

export interface ProbeLetter {
  readonly from: string;
  readonly to: string;
  /** Which check sends it: letters and digits. Mails of one mark are told apart by their token. */
  readonly mark: string;
}

/** What a visit to the SMTP server brought. Milliseconds from its beginning. */
export interface SmtpVisit {
  /** Until it was ready to take a mail: connected, encrypted, signed in. */
  readonly connectMs: number;
  /** Until it had taken the mail; `null`: none was sent. */
  readonly acceptedMs: number | null;
  /** Until when its certificate is valid; `null`: in clear. */
  readonly validTo: Date | null;
  /** The token of the mail that was sent. */
  readonly token: string | null;
}

/** A mail of ours in a mailbox: it carries our header. */
export interface ProbeMail {
  readonly token: string;
  /** When it was sent, by the clock of who sent it. */
  readonly sentAt: Date;
  readonly isSpam: boolean;
  /** The headers `Authentication-Results`, unfolded, from the top. */
  readonly authentication: readonly string[];
  readonly uid: number;
}

/** A letter of others in a mailbox, as a mail program shows it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly isSpam: boolean;
}

/** What was in a mailbox at a moment: the number that the next mail of each folder gets. */
export type MailMark = ReadonlyMap<string, number>;

export interface Mailbox {
  readonly validTo: Date | null;
  /** The spam folder that is looked into too; `null`: there is none. */
  readonly spamFolder: string | null;
  /** Our mails with this mark, of both folders. No other mail is read. Throws TARGET_UNREACHABLE, MAIL_REFUSED. */
  look(mark: string): Promise<readonly ProbeMail[]>;
  /** What is there now. Throws TARGET_UNREACHABLE, MAIL_REFUSED. */
  mark(): Promise<MailMark>;
  /** Letters to this address that came between two marks, at most ten a folder; they are read in whole, and neither deleted nor marked as read. Throws as `look`. */
  lettersTo(address: string, since: MailMark, until: MailMark): Promise<readonly Letter[]>;
  /** Deletes mails that `look` brought, and no others: where the server cannot delete by number they are only marked as deleted. */
  remove(mails: readonly ProbeMail[]): Promise<void>;
  close(): Promise<void>;
}

export interface MailboxFolders {
  readonly folder: string;
  /** `''`: the one that the server calls its spam folder, or that is named like one. */
  readonly spamFolder: string;
}

/** Mail servers of others. Throws TARGET_PRIVATE, TARGET_UNREACHABLE, INPUT_INVALID, and MAIL_REFUSED with `stage` and the server's words. */
export interface MailWire {
  /** Signs in at an SMTP server and, with a letter, sends it as a mail with a token of its own. */
  visitSmtp(server: MailServer, letter: ProbeLetter | null, limits: WireLimits): Promise<SmtpVisit>;
  /** Signs in at an IMAP server and opens a folder. */
  openMailbox(server: MailServer, folders: MailboxFolders, limits: WireLimits): Promise<Mailbox>;
}
