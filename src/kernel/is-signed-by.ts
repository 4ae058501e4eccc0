import { createPublicKey, verify } from 'node:crypto';

const KEY_BYTES = 32;
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether an Ed25519 signature over a text fits a public key; both in base64url, the key as its 32 bytes. What is no key or no signature does not fit. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(publicKey, 'base64url');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64url') !== publicKey) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
