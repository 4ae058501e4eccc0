import { DAY } from '#kernel/time.ts';
import { down, type Judged, unknown, up } from './judged.ts';
import { type Authentication, type AuthenticationMethod, authenticationMethods } from './read-authentication.ts';

export interface MailDemand {
  /** Seconds that are waited. */
  readonly within: number;
  /** Seconds after which it is late; 0: never. */
  readonly late: number;
  /** What the receiving server must have found to pass. */
  readonly mustPass: readonly AuthenticationMethod[];
  /** Fewest days that the certificates are still valid. */
  readonly days: number;
}

/** A mail that an SMTP server took, and what became of it. */
export interface MailTrip {
  /** `null`: it was not seen in the time that was waited. */
  readonly arrived: { readonly afterMs: number; readonly isSpam: boolean; readonly authentication: Authentication } | null;
  readonly hasSpamFolder: boolean;
  /** Mails of earlier looks that came after all. */
  readonly leftOver: number;
}

export interface Certificates {
  /** Until when, by the server's name in a sentence; `null`: it was spoken to in clear. */
  readonly [server: string]: Date | null;
}

/** Judges the way of a mail from the shop's server into a mailbox. */
export function judgeMail(demand: MailDemand, trip: MailTrip, certificates: Certificates, now: Date): Judged {
  const { arrived } = trip;
  const more =
    trip.leftOver === 0 ? '' : `; ${trip.leftOver} of earlier looks came too late and ${trip.leftOver === 1 ? 'was' : 'were'} deleted`;
  if (arrived === null) {
    const where = trip.hasSpamFolder ? 'neither in the folder nor in spam' : 'and there is no spam folder to look into';
    return down(`taken by the server, but not arrived within ${demand.within} s, ${where}${more}`);
  }
  const after = `arrived after ${secondsOf(arrived.afterMs)} s`;
  const found = tellAuthentication(arrived.authentication);
  if (arrived.isSpam) return down(`${after}, but as spam; ${found}`);
  const failing = demand.mustPass.find((method) => isFailing(arrived.authentication[method]));
  if (failing !== undefined) return down(`${after}, but ${found}`);
  if (demand.late > 0 && arrived.afterMs > demand.late * 1_000) return down(`${after}, later than ${demand.late} s${more}`);
  const certificate = judgeCertificates(certificates, demand.days, now);
  if (certificate.saw !== 'up') return certificate;
  const unsaid = demand.mustPass.find((method) => arrived.authentication[method] !== 'pass');
  if (unsaid !== undefined) return unknown(`${after}; whether ${unsaid.toUpperCase()} passes is not known: ${found}`);
  return up(`${after}; ${found}${more}`);
}

/** Whether the certificates last. What could not be trusted was never spoken to. */
export function judgeCertificates(certificates: Certificates, days: number, now: Date): Judged {
  for (const [server, validTo] of Object.entries(certificates)) {
    if (validTo === null) continue;
    const left = Math.floor((validTo.getTime() - now.getTime()) / DAY);
    if (left < days) return down(`the certificate of the ${server} server expires in ${left} days`);
  }
  return up('certificates valid');
}

/** What could not be checked (`temperror`) or was not said is not known. */
function isFailing(result: string | undefined): boolean {
  return result !== undefined && result !== 'pass' && result !== 'temperror';
}

function tellAuthentication(authentication: Authentication): string {
  const told = authenticationMethods.flatMap((method) =>
    authentication[method] === undefined ? [] : [`${method.toUpperCase()} ${authentication[method]}`],
  );
  return told.length === 0 ? 'its server says nothing of SPF, DKIM and DMARC' : told.join(', ');
}

function secondsOf(ms: number): string {
  return ms < 10_000 ? (ms / 1_000).toFixed(1) : String(Math.round(ms / 1_000));
}
