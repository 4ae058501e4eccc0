import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto';

/** A browser's side of a push subscription: its key pair and its secret. */
export interface PushReceiver {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
}

/** Opens a message as a browser does: RFC 8188 with one record, keys by RFC 8291. Throws on whatever does not fit. */
export function decryptPush({ ecdh, auth }: PushReceiver, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const record = body.subarray(21 + idLength);
  if (idLength !== 65 || record.length > recordSize || record.length < 18) throw new Error('this is not one record of aes128gcm');
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0 || plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('the last record has no delimiter');
  return plain.subarray(0, end).toString('utf8');
}
