export interface SftpServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** One of the two, or both where the server asks for both. */
  readonly password?: string;
  /** As OpenSSH or PEM writes it. */
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** Fingerprint of the only host key that is taken, `SHA256:…` as ssh-keygen writes it; `null`: whichever it shows. */
  readonly hostKey: string | null;
}

interface SftpLimits {
  /** The whole visit, ms. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
}

/** A plain file in a folder. */
export interface SftpFile {
  /** Without a path; never with a slash or a sign that cannot be seen. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, by the server's clock, ms since 1970. */
  readonly changed: number;
}

/** A server while it is visited. It is only read: nothing is written, renamed or deleted. */
export interface SftpVisit {
  /** Fingerprint of the key that the server showed, `SHA256:…`. */
  readonly hostKey: string;
  /** The plain files of a folder whose names `wants` takes, and whether there were more than `most`. Throws SFTP_REFUSED. */
  list(
    folder: string,
    wants: (name: string) => boolean,
    most: number,
  ): Promise<{ readonly files: readonly SftpFile[]; readonly hasMore: boolean }>;
  /** The first `bytes` of a file, as they come. Throws SFTP_REFUSED when it cannot be read or is shorter. */
  read(folder: string, name: string, bytes: number): AsyncIterable<Uint8Array>;
}

/**
 * Visits other people's SFTP servers. The host key is compared before anything is said; a password goes to nobody else. Throws
 * HOST_KEY_CHANGED, SFTP_REFUSED, TARGET_UNREACHABLE, TARGET_PRIVATE, and what the work throws.
 */
export interface SftpReader {
  visit<T>(server: SftpServer, limits: SftpLimits, work: (visit: SftpVisit) => Promise<T>): Promise<T>;
}
