import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { gcmsiv } from '@noble/ciphers/aes.js';
import { ShopbellError } from '#kernel/errors.ts';
import type { Sealed, SealedRef } from '#kernel/sealed.ts';
import type { Secrets } from './types.ts';

const NONCE = 12;
const KEY_BYTES = 32;
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const DETERMINISTIC = new Uint8Array(NONCE);

/**
 * Secrets under one master key. AES-256-GCM-SIV (RFC 8452): with a random nonce for values, with a fixed one for references,
 * where equal inputs must give equal outputs and the cipher stays sound (only equality shows).
 */
export function openSecrets(masterKey: Uint8Array): Secrets {
  const derived = new Map<string, Uint8Array>();
  const keyFor = (label: string): Uint8Array => {
    const known = derived.get(label);
    if (known) return known;
    const key = new Uint8Array(hkdfSync('sha256', masterKey, 'shopbell/v1', label, 32));
    derived.set(label, key);
    return key;
  };
  const caseKey = (wrapped: string): Uint8Array => {
    if (wrapped === '') throw new ShopbellError('SEAL_SHREDDED');
    return Buffer.from(openValue(keyFor('case-wrap'), wrapped), 'base64url');
  };
  return {
    seal: (org, plain) => sealValue(keyFor(`org/${org}/values`), 'o', plain),
    open: (org, sealed) => openValue(keyFor(`org/${org}/values`), sealed),
    sealRef: (org, kind, plain) => {
      const box = gcmsiv(keyFor(`org/${org}/refs`), DETERMINISTIC, Buffer.from(kind)).encrypt(Buffer.from(plain));
      return Buffer.from(box).toString('base64url') as SealedRef;
    },
    openRef: (org, kind, ref) =>
      guarded(() =>
        Buffer.from(gcmsiv(keyFor(`org/${org}/refs`), DETERMINISTIC, Buffer.from(kind)).decrypt(Buffer.from(ref, 'base64url'))).toString(),
      ),
    newCaseKey: (id) => sealValue(keyFor('case-wrap'), id.slice(-12), randomBytes(32).toString('base64url')),
    sealWith: (wrapped, plain) => sealValue(caseKey(wrapped), 'c', plain),
    openWith: (wrapped, sealed) => openValue(caseKey(wrapped), sealed),
    mac: (org, purpose, text) =>
      createHmac('sha256', keyFor(`org/${org}/mac/${purpose}`))
        .update(text)
        .digest('base64url'),
    sign: (org, purpose, text) => sign(null, Buffer.from(text), signingKey(keyFor(`org/${org}/sign/${purpose}`))).toString('base64url'),
    publicKey: (org, purpose) =>
      createPublicKey(signingKey(keyFor(`org/${org}/sign/${purpose}`)))
        .export({ format: 'der', type: 'spki' })
        .subarray(-KEY_BYTES)
        .toString('base64url'),
  };
}

/** An Ed25519 private key is any 32 random bytes; node:crypto takes them in their PKCS 8 envelope (RFC 8410). */
function signingKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

function sealValue(key: Uint8Array, keyName: string, plain: string): Sealed {
  const nonce = randomBytes(NONCE);
  const box = gcmsiv(key, nonce).encrypt(Buffer.from(plain));
  return `v1.${keyName}.${Buffer.concat([nonce, box]).toString('base64url')}` as Sealed;
}

function openValue(key: Uint8Array, sealed: string): string {
  return guarded(() => {
    const bytes = Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url');
    return Buffer.from(gcmsiv(key, bytes.subarray(0, NONCE)).decrypt(bytes.subarray(NONCE))).toString();
  });
}

function guarded(open: () => string): string {
  try {
    return open();
  } catch (error) {
    throw new ShopbellError('SEAL_BROKEN', {}, { cause: error });
  }
}
