import { createHash } from 'node:crypto';
import type { Mailbox, MailServer, ProbeMail } from '#engines/wire/mail-types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { judgeCertificates, judgeMail, type MailDemand, type MailTrip } from '../checks/judge-mail.ts';
import { down, type Judged, unknown, up } from '../checks/judged.ts';
import { readAuthentication } from '../checks/read-authentication.ts';
import type { Looked, Outside, Situation } from '../kinds/kind.ts';

type Security = MailServer['security'];

export interface MailTarget extends MailDemand {
  readonly way: 'trip' | 'smtp' | 'imap';
  readonly smtpHost: string;
  readonly smtpPort: number;
  readonly smtpSecurity: Security;
  readonly smtpUser: string;
  readonly smtpPassword: string;
  readonly from: string;
  readonly to: string;
  readonly imapHost: string;
  readonly imapPort: number;
  readonly imapSecurity: Security;
  readonly imapUser: string;
  readonly imapPassword: string;
  readonly folder: string;
  readonly spamFolder: string;
  readonly maxMs: number;
}

type Ways = Pick<Outside, 'wire' | 'clock'>;

const SMTP_PORTS = { tls: 465, starttls: 587, none: 25 } as const;
const IMAP_PORTS = { tls: 993, starttls: 143, none: 143 } as const;
/** A mail of a look that is over for so long is nobody's any more. */
const OVER_MS = 60_000;
const FIRST_POLL_MS = 500;
const SLOWEST_POLL_MS = 3_000;
const AGAIN_MS = 2_000;

const smtpOf = (target: MailTarget): MailServer => ({
  host: target.smtpHost,
  port: target.smtpPort || SMTP_PORTS[target.smtpSecurity],
  security: target.smtpSecurity,
  user: target.smtpUser,
  password: target.smtpPassword,
});
const imapOf = (target: MailTarget): MailServer => ({
  host: target.imapHost,
  port: target.imapPort || IMAP_PORTS[target.imapSecurity],
  security: target.imapSecurity,
  user: target.imapUser,
  password: target.imapPassword,
});

/** The servers that are spoken to, in their order. */
export function serversOf(target: MailTarget): MailServer[] {
  const all = { trip: [smtpOf(target), imapOf(target)], smtp: [smtpOf(target)], imap: [imapOf(target)] };
  return all[target.way];
}

/** One look of the kind `mail`. Throws TARGET_UNREACHABLE, TARGET_PRIVATE, INPUT_INVALID, and what `stopping` says when it ends meanwhile. */
export function lookAtMail(outside: Ways, target: MailTarget, situation: Situation): Promise<Looked> {
  if (target.way === 'smtp') return visit(outside, target, situation);
  return target.way === 'imap' ? signIn(outside, target, situation) : travel(outside, target, situation);
}

const limitsOf = ({ maxMs }: MailTarget, { allowPrivate }: Situation) => ({ timeoutMs: maxMs, allowPrivate });

async function visit({ wire, clock }: Ways, target: MailTarget, situation: Situation): Promise<Looked> {
  return orRefused('SMTP', async () => {
    const { connectMs, validTo } = await wire.visitSmtp(smtpOf(target), null, limitsOf(target, situation));
    const certificate = judgeCertificates({ SMTP: validTo }, target.days, clock.now());
    const fine = target.smtpUser === '' ? 'greeted' : 'signed in';
    const judged = certificate.saw === 'up' ? up(`${fine} in ${Math.round(connectMs)} ms`) : certificate;
    return { judged, reach: 'answered', ms: connectMs, phases: {} };
  });
}

async function signIn({ wire, clock }: Ways, target: MailTarget, situation: Situation): Promise<Looked> {
  return orRefused('IMAP', async () => {
    const started = clock.ticks();
    const mailbox = await wire.openMailbox(imapOf(target), target, limitsOf(target, situation));
    const ms = clock.ticks() - started;
    await mailbox.close();
    const certificate = judgeCertificates({ IMAP: mailbox.validTo }, target.days, clock.now());
    const judged = certificate.saw === 'up' ? up(`signed in and opened ${target.folder} in ${Math.round(ms)} ms`) : certificate;
    return { judged, reach: 'answered', ms, phases: {} };
  });
}

/** What a server says no to, as a look that was answered. */
async function orRefused(server: 'SMTP' | 'IMAP', look: () => Promise<Looked>): Promise<Looked> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'MAIL_REFUSED') throw thrown;
    return { judged: down(wordsOf(server, thrown)), reach: 'answered', ms: null, phases: {} };
  }
}

function wordsOf(server: 'SMTP' | 'IMAP', { details }: ShopbellError): string {
  if (details.stage === 'certificate') return `${server} server: ${details.reason}`;
  return `the ${server} server refused (${String(details.stage)}): ${String(details.reason)}`;
}

/**
 * A mail's whole way. The mailbox is opened first: what could not be looked for is not sent, and so cannot pile up. A mailbox that cannot be
 * looked into says nothing of whether mail arrives; only its certificate is judged all the same.
 */
async function travel(ways: Ways, target: MailTarget, situation: Situation): Promise<Looked> {
  const limits = limitsOf(target, situation);
  const mark = markOf(target);
  const post = openPost(ways, target, situation);
  try {
    const before = await post.look(mark, null);
    if ('unseen' in before) return { judged: before.unseen, reach: before.reach, ms: null, phases: {} };
    return await orRefused('SMTP', async () => {
      const sent = await ways.wire.visitSmtp(smtpOf(target), { from: target.from, to: target.to, mark }, limits);
      const { connectMs, acceptedMs: taken } = sent;
      const acceptedMs = taken ?? connectMs;
      const waited = await waitFor(ways, target, situation, () => post.look(mark, sent.token), sent.token);
      const phases = { connect: connectMs, accepted: acceptedMs - connectMs, arrived: waited.mail === null ? null : waited.afterMs };
      if (waited.unseen !== null) return { judged: waited.unseen, reach: 'answered', ms: null, phases };
      const { mail, afterMs } = waited;
      const trip: MailTrip = {
        arrived: mail === null ? null : { afterMs, isSpam: mail.isSpam, authentication: readAuthentication(mail.authentication) },
        hasSpamFolder: post.hasSpamFolder(),
        leftOver: post.leftOver(),
      };
      const certificates = { SMTP: sent.validTo, IMAP: post.validTo() };
      const judged = judgeMail(target, trip, certificates, ways.clock.now());
      return { judged, reach: 'answered', ms: mail === null ? null : acceptedMs + afterMs, phases };
    });
  } finally {
    await post.close();
  }
}

type Looking = { readonly mails: readonly ProbeMail[] } | { readonly unseen: Judged; readonly reach: Looked['reach'] };

interface Waited {
  readonly mail: ProbeMail | null;
  readonly afterMs: number;
  /** Why the mailbox could not be looked into at the end. */
  readonly unseen: Judged | null;
}

/** Looks again and again, ever more slowly, until the mail is there or the time is over. */
async function waitFor(
  { clock }: Ways,
  { within }: MailTarget,
  { stopping }: Situation,
  look: () => Promise<Looking>,
  token: string | null,
): Promise<Waited> {
  const started = clock.ticks();
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(SLOWEST_POLL_MS, pause * 1.3)) {
    const seen = await look();
    const afterMs = clock.ticks() - started;
    const mail = 'mails' in seen ? seen.mails.find((one) => one.token === token) : undefined;
    if (mail !== undefined) return { mail, afterMs, unseen: null };
    if (afterMs >= within * 1_000) return { mail: null, afterMs, unseen: 'unseen' in seen ? seen.unseen : null };
    const left = within * 1_000 - afterMs;
    await clock.sleep(Math.min(left, 'unseen' in seen ? AGAIN_MS : pause), stopping);
    stopping?.throwIfAborted();
  }
}

/** The mailbox, opened again when its connection broke. Every mail of ours that nobody waits for any more is deleted when it is seen. */
function openPost({ wire, clock }: Ways, target: MailTarget, situation: Situation) {
  const limits = limitsOf(target, situation);
  let mailbox: Mailbox | null = null;
  let last: Pick<Mailbox, 'validTo' | 'spamFolder'> = { validTo: null, spamFolder: null };
  let leftOver = 0;
  const started = clock.now().getTime();
  const read = async (mark: string, token: string | null): Promise<Looking> => {
    mailbox ??= await wire.openMailbox(imapOf(target), target, limits);
    last = mailbox;
    const mails = await mailbox.look(mark);
    const over = mails.filter((mail) => started - mail.sentAt.getTime() > target.within * 1_000 + OVER_MS);
    // What cannot be deleted now is left over for the next look.
    const isDone = await mailbox.remove([...over, ...mails.filter((mail) => mail.token === token)]).then(
      () => true,
      () => false,
    );
    if (isDone) leftOver += over.length;
    return { mails };
  };
  const drop = async () => {
    const open = mailbox;
    mailbox = null;
    await open?.close();
  };
  return {
    look: async (mark: string, token: string | null): Promise<Looking> => {
      try {
        return await read(mark, token);
      } catch (thrown) {
        if (!(thrown instanceof ShopbellError)) throw thrown;
        await drop();
        return { unseen: unseenBy(thrown), reach: thrown.code === 'MAIL_REFUSED' ? 'answered' : 'unreachable' };
      }
    },
    close: drop,
    validTo: () => last.validTo,
    hasSpamFolder: () => last.spamFolder !== null,
    leftOver: () => leftOver,
  };
}

function unseenBy(thrown: ShopbellError): Judged {
  if (thrown.code === 'MAIL_REFUSED' && thrown.details.stage === 'certificate') return down(wordsOf('IMAP', thrown));
  const why = thrown.code === 'MAIL_REFUSED' ? wordsOf('IMAP', thrown) : String(thrown.details.reason ?? thrown.message);
  return unknown(`whether mail arrives is not known, the mailbox cannot be looked into: ${why}`);
}

/** The same settings have the same mark, so that what an earlier look left behind is known again. */
function markOf({ smtpHost, smtpUser, from, to, folder }: MailTarget): string {
  return createHash('sha256')
    .update(JSON.stringify([smtpHost, smtpUser, from, to, folder]))
    .digest('hex')
    .slice(0, 12);
}
