import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { SECOND } from '#kernel/time.ts';
import { listEveryShop } from '#registry/index.ts';
import { type RefusedFiles, takeRuleFolder } from './own/take-rule-folder.ts';
import { freshMemory, type PassMemory, runDetection } from './run-detection.ts';

/** How often the folder of rules is looked at. */
const RULES_EVERY = 30 * SECOND;

export interface DetectionLoop {
  /** Lets the running pass finish, then stops. */
  stop(): Promise<void>;
}

interface Watched {
  readonly org: OrgId;
  readonly shop: ShopId;
}

/**
 * Looks at every shop about once a second. A second without new rows costs one small query a shop; new shops are noticed
 * within two seconds. May run in many processes: a lease lets one of them look at a shop at a time.
 */
export function startDetectionLoop(
  house: House,
  options: { readonly everyMs?: number; readonly ruleFolder?: string | null } = {},
): DetectionLoop {
  const stopping = new AbortController();
  const holder = makeId('pass', house.clock.now().getTime(), house.random.bytes(16));
  const memories = new Map<string, PassMemory>();
  const every = options.everyMs ?? SECOND;
  const refused: RefusedFiles = new Map();
  let foldersAt = Number.NEGATIVE_INFINITY;
  const run = async (): Promise<void> => {
    let shops: readonly Watched[] = [];
    let listed = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      const began = house.clock.ticks();
      if (began - listed > 2 * SECOND || shops.length === 0) {
        shops = await attempt(house, 'the list of shops could not be read', () => listEveryShop(house), shops);
        listed = began;
      }
      const { ruleFolder } = options;
      if (ruleFolder && began - foldersAt > RULES_EVERY) {
        foldersAt = began;
        for (const { org, shop } of shops)
          await attempt(
            house,
            'the folder of rules could not be taken',
            () => takeRuleFolder(house, org, shop, ruleFolder, refused),
            undefined,
          );
      }
      for (const { org, shop } of shops) {
        if (stopping.signal.aborted) break;
        const memory = memories.get(shop) ?? freshMemory();
        memories.set(shop, memory);
        await attempt(house, 'a detection pass failed and will be repeated', () => runDetection(house, org, shop, holder, memory), null);
      }
      // Where rules take turns, the others do not wait a whole second for theirs.
      const isLoaded = shops.some(({ shop }) => memories.get(shop)?.open === true);
      await house.clock.sleep(Math.max(50, (isLoaded ? every / 2 : every) - (house.clock.ticks() - began)), stopping.signal);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** One failure must not end the loop: it is logged, and the next round tries again. */
async function attempt<T>(house: House, problem: string, work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    house.log.error(problem, { reason: messageOf(thrown) });
    return otherwise;
  }
}
