import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { zoneShape } from '../checks/shop-shape.ts';
import { sourceZoneSet } from '../events.ts';
import { storedId } from '../store.ts';
import { registryTables } from '../tables.ts';

/**
 * Says in which time zone (IANA; `null`: UTC) the lines of a file or syslog source are when they name none, from the next line on. What is
 * stored keeps its time. Throws NOT_FOUND, also for sources whose times always name a zone, and CONFLICT when nothing would change.
 */
export const setSourceZone = defineVerb({
  name: 'registry.set-source-zone',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ source: idShape('src'), timeZone: zoneShape.nullable() }),
  run: async (ctx, { source, timeZone }) => {
    const sources = registryTables(ctx.db);
    const before = await sources
      .selectFrom('sources')
      .select(['shop_id', 'time_zone'])
      .where('source_id', '=', source)
      .where('kind', 'in', ['file', 'syslog'])
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    const [from, to] = [before.time_zone ?? 'UTC', timeZone ?? 'UTC'];
    if (from === to) throw new ShopbellError('CONFLICT', { reason: `the source is read in ${to} already` });
    await sources.updateTable('sources').set({ time_zone: timeZone }).where('source_id', '=', source).execute();
    await ctx.record(sourceZoneSet, { source, shop: storedId('shop', before.shop_id), from, to }, source);
    return { source };
  },
});
