import { parse } from 'tldts';
import type { Brand } from './judge-name.ts';

/** A shop's brand as far as its address tells: the registered name and its first label. Empty for an address without a name. */
export function brandOfUrl(url: string): Brand {
  const { domain, domainWithoutSuffix, isIp } = parse(url);
  if (isIp || !domain || !domainWithoutSuffix) return { words: [], own: [], safe: [] };
  const word = domainWithoutSuffix.replace(/[^a-z0-9]/g, '');
  return { words: word.length >= 3 ? [word] : [], own: [domain], safe: [] };
}
