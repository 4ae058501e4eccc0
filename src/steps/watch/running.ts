import type { Standing } from './checks/follow-state.ts';
import type { WatchCheck } from './store.ts';

/** A check that this process looks at. */
export interface Running {
  check: WatchCheck;
  standing: Standing;
  /** By `clock.ticks()`. */
  due: number;
  busy: boolean;
}
