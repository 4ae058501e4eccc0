import { MAX_MESSAGE } from '#engines/syslog/cut-frames.ts';
import type { SyslogFrame, SyslogPeer, SyslogSession } from '#engines/syslog/types.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { SourceStream } from './open-stream.ts';
import { readMessage, type SyslogMessage } from './read-message.ts';
import type { Refusal } from './refusal-book.ts';
import type { Senders, SyslogSource } from './senders.ts';
import type { TakenMessage } from './tell-events.ts';

/** What the sessions of one listener share. */
export interface Desk {
  readonly senders: Senders;
  streamOf(source: SyslogSource): Promise<SourceStream>;
  /** Runs a question about senders until state answers. */
  ask(question: () => Promise<SyslogSource | null>): Promise<SyslogSource | null>;
  /** Notes who was turned away, and why. */
  turnedAway(refusal: Refusal): void;
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
}

interface Parcel {
  readonly messages: TakenMessage[];
  readonly rejected: { readonly reason: string; readonly head: Buffer }[];
}

/**
 * Takes the messages of one connection for the sources they belong to. A message names its source by its token; without one the certificate
 * of the connection does. A source that is registered with a certificate takes nothing from a sender that does not show it.
 */
export function openSession(desk: Desk, peer: SyslogPeer): SyslogSession {
  let last: SyslogSource | null = null;
  let isKnown = false;
  if (peer.fingerprint !== '') {
    desk
      .ask(() => desk.senders.byCertificate(peer.fingerprint))
      .then(
        (source) => {
          isKnown ||= source !== null;
        },
        (thrown: unknown) => desk.warn('a syslog sender could not be looked up', { reason: messageOf(thrown) }),
      );
  }
  const whose = async (read: SyslogMessage | string): Promise<SyslogSource> => {
    const found = await findSource(desk, peer, typeof read === 'string' ? '' : read.token);
    if (found.refused !== null) {
      // A line that is no message may be the rest of one that had a newline in it: it belongs to whom the one before did.
      if (typeof read === 'string' && last !== null) return last;
      desk.turnedAway({ ...peer, ...found.refused });
      throw refusal(peer, WHY[found.refused.reason]);
    }
    last = found.source;
    isKnown = true;
    return found.source;
  };
  return {
    get isKnown() {
      return isKnown;
    },
    async take(frames) {
      const parcels = new Map<SyslogSource, Parcel>();
      let refused: unknown = null;
      for (const frame of frames) {
        const read = readMessage(frame.bytes);
        try {
          pack(parcels, await whose(read), frame, read);
        } catch (thrown) {
          refused = thrown;
          break;
        }
      }
      for (const [source, parcel] of parcels) await deliver(await desk.streamOf(source), parcel);
      if (refused !== null) throw refused;
    },
    end(problem) {
      if (problem === '' || last === null) return;
      desk.streamOf(last).then(
        (stream) => stream.reject('malformed frame', Buffer.alloc(0)),
        (thrown: unknown) => desk.warn('a malformed frame could not be counted', { reason: messageOf(thrown) }),
      );
    },
  };
}

type Refused = Pick<Refusal, 'reason' | 'org' | 'source'> & { readonly reason: keyof typeof WHY };

const WHY = {
  'no-mark': 'neither a certificate nor a token',
  certificate: 'no token, and its certificate is of no source',
  token: 'its token is of no source',
  'other-certificate': 'the source of its token wants another certificate',
} as const;

type Found = { readonly source: SyslogSource; readonly refused: null } | { readonly source: null; readonly refused: Refused };

async function findSource(desk: Desk, peer: SyslogPeer, token: string): Promise<Found> {
  const refused = (reason: Refused['reason'], org: Refused['org'] = null, named = ''): Found => ({
    source: null,
    refused: { reason, org, source: named },
  });
  if (token === '') {
    if (peer.fingerprint === '') return refused('no-mark');
    const source = await desk.ask(() => desk.senders.byCertificate(peer.fingerprint));
    return source === null ? refused('certificate') : { source, refused: null };
  }
  const source = await desk.ask(() => desk.senders.byToken(token));
  if (source === null) return refused('token', desk.senders.orgOfToken(token));
  if (source.certificate === null || source.certificate === peer.fingerprint) return { source, refused: null };
  return refused('other-certificate', source.org, source.source);
}

function refusal(peer: SyslogPeer, reason: string): ShopbellError {
  return new ShopbellError('SYSLOG_SENDER_UNKNOWN', { remote: peer.remote, reason, fingerprint: peer.fingerprint || 'none' });
}

function pack(parcels: Map<SyslogSource, Parcel>, source: SyslogSource, frame: SyslogFrame, read: SyslogMessage | string): void {
  const parcel = parcels.get(source) ?? { messages: [], rejected: [] };
  parcels.set(source, parcel);
  const head = frame.bytes.subarray(typeof read === 'string' ? 0 : read.from);
  const isLong = frame.bytes.length >= MAX_MESSAGE;
  if (frame.isCut) parcel.rejected.push({ reason: isLong ? 'message too long' : 'message cut off', head });
  else if (typeof read === 'string') parcel.rejected.push({ reason: read, head });
  else parcel.messages.push({ ...read, text: head });
}

async function deliver(stream: SourceStream, { messages, rejected }: Parcel): Promise<void> {
  if (messages.length > 0) stream.push(messages);
  for (const { reason, head } of rejected) stream.reject(reason, head);
  await stream.room();
}
