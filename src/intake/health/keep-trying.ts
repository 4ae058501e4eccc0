import type { House } from '#engines/house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { noteState } from './note-batch.ts';

/** For which source something is stored. */
export interface KeepContext {
  readonly house: Pick<House, 'state' | 'clock' | 'log'>;
  readonly org: OrgId;
  readonly source: string;
  readonly shop: string;
  readonly signal: AbortSignal;
  /** Throws DISK_LOW when nothing more should be written. */
  readonly checkDisk: () => Promise<void>;
}

const WAITS = new Set(['TELEMETRY_DOWN', 'STATE_DOWN', 'DISK_LOW']);

/** Tries until it worked or the signal ends it: an engine that is away makes intake wait, it loses nothing. */
export async function keepTrying(ctx: KeepContext, lagBytes: number, work: () => Promise<void>): Promise<void> {
  for (let pause = 250; !ctx.signal.aborted; pause = Math.min(pause * 2, 15_000)) {
    try {
      await ctx.checkDisk();
      await work();
      return;
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || !WAITS.has(thrown.code)) throw thrown;
      ctx.house.log.warn('intake waits', { source: ctx.source, code: thrown.code });
      await sayWaiting(ctx, thrown.message, lagBytes);
      await ctx.house.clock.sleep(pause, ctx.signal).catch(() => undefined);
    }
  }
  throw new ShopbellError('CONFLICT', { reason: 'intake is stopping' });
}

async function sayWaiting(ctx: KeepContext, reason: string, lagBytes: number): Promise<void> {
  const note = {
    org: ctx.org,
    source: ctx.source,
    shop: ctx.shop,
    now: ctx.house.clock.now(),
    state: 'waiting' as const,
    reason,
    lagBytes,
  };
  try {
    await ctx.house.state.inOrg(ctx.org, (db) => noteState(db, note));
  } catch (thrown) {
    // When state is what is away, its page cannot show it either; the log line above does.
    ctx.house.log.warn('intake could not say that it waits', { reason: messageOf(thrown) });
  }
}
