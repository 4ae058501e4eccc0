import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { PaymentPage } from '../inspection.ts';
import type { RunId } from '../store.ts';
import type { KeptSources } from './keep-sources.ts';

/** One look at the payment page, to be kept. */
export interface Look {
  readonly ctx: Ctx;
  readonly shop: ShopId;
  readonly run: RunId;
  readonly page: PaymentPage;
  readonly sources: KeptSources;
  /** Whether the page was looked at for the first time: then nothing has changed, it is only there. */
  readonly first: boolean;
}
