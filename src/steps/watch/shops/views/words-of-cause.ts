import type { Translate } from '#web/types.ts';
import type { ShopCause } from '../judge-shop.ts';

/** Why a shop stands as it does, in one sentence. */
export function wordsOfCause(cause: ShopCause, t: Translate): string {
  if (cause.kind === 'incident') return cause.title;
  if (cause.kind === 'silent' || cause.kind === 'low')
    return t(`watch.shops.cause.${cause.kind}`, { stage: t(`watch.shops.stage.${cause.stage}`) });
  const { name, count } = { name: '', count: 0, ...cause };
  return t(`watch.shops.cause.${cause.kind}`, { name, others: Math.max(0, count - 1) });
}
