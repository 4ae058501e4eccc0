import { uncompress } from 'snappy';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { EventContext } from '../http/make-event-rows.ts';
import { openPointRows, type PointRows } from './point-rows.ts';
import { readWriteRequest, readWriteRequest2, type WrittenCounts } from './read-remote-write.ts';

const MAX_UNPACKED = 32 * 1024 * 1024;

/** Which of the two protocols a content type names; `null`: neither. */
export function remoteWriteVersion(contentType: string): 1 | 2 | null {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  if (!/^application\/(?:x-)?protobuf$/.test(type.trim())) return null;
  const proto = parameters.map((one) => one.trim()).find((one) => one.startsWith('proto='));
  if (proto === undefined || proto === 'proto=prometheus.writerequest') return 1;
  return proto === 'proto=io.prometheus.write.v2.request' ? 2 : null;
}

interface TakenWrite {
  readonly points: PointRows;
  readonly counts: WrittenCounts;
}

/** Unpacks (snappy) and reads what a Prometheus server sent. Throws INPUT_INVALID, which it never sends again, and TOO_LARGE. */
export async function takeRemoteWrite(context: EventContext, body: Uint8Array, version: 1 | 2): Promise<TakenWrite> {
  const bytes = await unpack(body);
  const points = openPointRows(context, Math.max(256, Math.ceil(bytes.length / 100)));
  try {
    return { points, counts: (version === 1 ? readWriteRequest : readWriteRequest2)(bytes, points) };
  } catch (thrown) {
    throw new ShopbellError('INPUT_INVALID', { reason: `the body is no write request: ${messageOf(thrown).slice(0, 120)}` });
  }
}

/** The length stands in front and is looked at before memory is given to it. */
async function unpack(body: Uint8Array): Promise<Uint8Array> {
  const notSnappy = new ShopbellError('INPUT_INVALID', { reason: 'the body is not compressed with snappy (its block format)' });
  let length = 0;
  for (let nth = 0; ; nth++) {
    const byte = body[nth];
    if (byte === undefined || nth > 4) throw notSnappy;
    length += (byte & 127) * 2 ** (7 * nth);
    if (byte < 128) break;
  }
  if (length > MAX_UNPACKED) throw new ShopbellError('TOO_LARGE', { what: 'The unpacked body', limit: MAX_UNPACKED });
  try {
    const unpacked = await uncompress(Buffer.from(body), { asBuffer: true });
    return Buffer.isBuffer(unpacked) ? unpacked : Buffer.from(unpacked);
  } catch {
    throw notSnappy;
  }
}
