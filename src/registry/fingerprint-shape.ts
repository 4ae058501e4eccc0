import { z } from 'zod';

/** A SHA-256 fingerprint, as OpenSSL prints it, with colons or without. */
export const fingerprintShape = z
  .string()
  .transform((text) => text.replace(/^.*=/, '').replace(/[\s:]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 fingerprint: 64 hexadecimal digits'));
