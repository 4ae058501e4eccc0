import type { NoticeText } from '#engines/house.ts';
import type { NotificationFile } from './notification-shape.ts';

/** Of each notice the version that was released, else the latest one, in the order of their languages: what an authority asks to see. Pure. */
export function lettersOf(texts: readonly NoticeText[]): NotificationFile['letters'] {
  const chosen = [...Map.groupBy(texts, ({ notice }) => notice).values()].flatMap((versions) => {
    const one = versions.find(({ released }) => released) ?? versions.toSorted((a, b) => b.version - a.version)[0];
    return one === undefined ? [] : [one];
  });
  return chosen
    .map(({ language, released, version, hash, subject, text }) => ({ language, released, version, sha256: hash, subject, text }))
    .sort((a, b) => (a.language < b.language ? -1 : 1));
}
