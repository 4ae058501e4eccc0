import { readCertificates } from './read-certificates.ts';
import { type TlsReply, type TlsVersion, tlsVersions } from './types.ts';

const ALERT = 21;
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const KEY_EXCHANGE = 12;
const HELLO_DONE = 14;
const CERTIFICATE_STATUS = 22;
const WARNING = 1;
const CLOSE_NOTIFY = 0;

interface Message {
  readonly type: number;
  readonly body: Buffer;
}

/**
 * Reads what a server sent so far after a first message. `null`: more is to come. With `isOver` (it hung up) what is there must do.
 * Throws when it does not speak TLS.
 */
export function readServerFlight(bytes: Buffer, isOver: boolean): TlsReply | null {
  const { handshake, alert, rest } = readRecords(bytes);
  const messages = readMessages(handshake);
  const hello = messages.find(({ type }) => type === SERVER_HELLO);
  if (hello) {
    const isNew = helloOf(hello.body).version === 'TLSv1.3';
    if (isNew || isOver || alert !== null || messages.some(({ type }) => type === HELLO_DONE)) return replyOf(hello.body, messages);
    return null;
  }
  if (alert !== null) return { kind: 'refused', alert };
  if (isOver && rest > 0) throw new Error('the server broke off in the middle of its answer');
  return isOver ? { kind: 'refused', alert: null } : null;
}

function readRecords(bytes: Buffer): { readonly handshake: Buffer; readonly alert: number | null; readonly rest: number } {
  const parts: Buffer[] = [];
  let alert: number | null = null;
  let at = 0;
  while (at < bytes.length) {
    const type = bytes[at];
    if (type === undefined || type < 20 || type > 24 || (at + 1 < bytes.length && bytes[at + 1] !== 3)) {
      throw new Error('the server does not speak TLS');
    }
    if (at + 5 > bytes.length) break;
    const length = bytes.readUInt16BE(at + 3);
    if (at + 5 + length > bytes.length) break;
    const content = bytes.subarray(at + 5, at + 5 + length);
    if (type === HANDSHAKE) parts.push(content);
    // A warning is not a refusal, unless it is the goodbye.
    if (type === ALERT && length >= 2 && (content[0] !== WARNING || content[1] === CLOSE_NOTIFY)) alert ??= content[1] ?? 0;
    at += 5 + length;
  }
  return { handshake: Buffer.concat(parts), alert, rest: bytes.length - at };
}

function readMessages(handshake: Buffer): Message[] {
  const messages: Message[] = [];
  let at = 0;
  while (at + 4 <= handshake.length) {
    const length = handshake.readUIntBE(at + 1, 3);
    if (at + 4 + length > handshake.length) break;
    messages.push({ type: handshake[at] ?? 0, body: handshake.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return messages;
}

function helloOf(body: Buffer) {
  const session = body[34] ?? 0;
  const suite = body.readUInt16BE(35 + session);
  const compression = body[37 + session] ?? 0;
  const extensions = new Map<number, Buffer>();
  let at = 40 + session;
  while (at + 4 <= body.length) {
    const length = body.readUInt16BE(at + 2);
    extensions.set(body.readUInt16BE(at), body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const chosen = extensions.get(43);
  const number = chosen && chosen.length >= 2 ? chosen.readUInt16BE(0) : body.readUInt16BE(0);
  const version: TlsVersion | undefined = tlsVersions[number - 0x0300];
  if (version === undefined) throw new Error('the server chose a version that does not exist');
  return { version, suite, compression, extensions };
}

function replyOf(hello: Buffer, messages: readonly Message[]): TlsReply {
  const { version, suite, compression, extensions } = helloOf(hello);
  const find = (wanted: number) => messages.find(({ type }) => type === wanted)?.body;
  const isNew = version === 'TLSv1.3';
  return {
    kind: 'accepted',
    version,
    suite,
    certificates: readCertificates(splitCertificates(find(CERTIFICATE))),
    isStapled: (find(CERTIFICATE_STATUS)?.length ?? 0) > 4,
    dhBits: dhBitsOf(suite, find(KEY_EXCHANGE)),
    isRenegotiationSafe: isNew || version === 'SSLv3' ? null : extensions.has(0xff01),
    isCompressed: compression !== 0,
  };
}

function splitCertificates(body: Buffer | undefined): Buffer[] {
  const certificates: Buffer[] = [];
  let at = 3;
  while (body && at + 3 <= body.length) {
    const length = body.readUIntBE(at, 3);
    certificates.push(body.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return certificates;
}

/** Only suites with an exchange over finite fields carry a prime; a curve begins with the byte 3 and a known number. */
function dhBitsOf(suite: number, body: Buffer | undefined): number | null {
  if (body === undefined || body.length < 4 || (suite >= 0xc001 && suite <= 0xc03b)) return null;
  if (body[0] === 3 && body.readUInt16BE(1) < 0x0100) return null;
  const length = body.readUInt16BE(0);
  if (2 + length > body.length) return null;
  const prime = body.subarray(2, 2 + length);
  const lead = prime.findIndex((byte) => byte !== 0);
  return lead < 0 ? null : (length - lead) * 8 - Math.clz32(prime[lead] ?? 0) + 24;
}
