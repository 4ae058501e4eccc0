import { type Canary, findCanaries, findInPieces } from '../../checks/payment/find-canary.ts';
import type { Leak } from '../../inspection.ts';
import { siteOf } from '../site-of.ts';

/** Typed values in an address that the page only hints at: the labels of a host name are read as one text too. */
export function hintLeaks(url: string, kind: string, canaries: readonly Canary[]): Leak[] {
  const host = URL.parse(url)?.hostname ?? '';
  const labels = host.split('.');
  const inAddress = findCanaries(url.replace(host, ''), canaries);
  // Names know no capitals: what is in base64 there is lost, what is in hex or base32 is not.
  const texts = [labels.slice(0, -2).join(''), labels.slice(0, -2).join(' ')];
  const seen = inAddress.length > 0 ? inAddress : texts.flatMap((text) => findCanaries(text, canaries));
  const all =
    seen.length > 0
      ? seen
      : findInPieces(
          [
            labels
              .slice(0, -2)
              .map((label, place) => `l${place}=${label}`)
              .join('&'),
          ],
          canaries,
        );
  const to = inAddress.length > 0 ? (URL.parse(url)?.host ?? host) : (siteOf(url) ?? host);
  return [...new Map(all.map((item) => [item.field, item])).values()].map(({ field, encoding }) => ({
    ...{ field, encoding, host: to, where: 'hint' as const, channel: kind, script: null, recording: false },
  }));
}
