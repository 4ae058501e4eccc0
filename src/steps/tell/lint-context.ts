import type { House } from '#engines/house.ts';
import type { Shop } from '#registry/types.ts';
import type { LintContext } from './checks/lint-result.ts';
import type { NoticeRow } from './store.ts';

/** What a stored notice is checked against. Whether mail was part of the breach nobody has said: that stays unknown. */
export function lintContextOf(house: Pick<House, 'publicUrl'>, shop: Shop, row: Pick<NoticeRow, 'languages'>, now: Date): LintContext {
  const hosts = [shop.url, house.publicUrl].map((url) => new URL(url).hostname);
  return { ownHosts: [...new Set(hosts)], mailCompromised: null, languages: Object.keys(row.languages), letters: true, now };
}
