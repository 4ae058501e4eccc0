import type { JudgedBurn } from './judge-burn.ts';
import type { Machine } from './make-machines.ts';
import type { SystemMap } from './make-map.ts';

/** A goal as it stands. */
export interface LookSlo extends JudgedBurn {
  readonly slo: `slo_${string}`;
}

/** What a look at a shop's systems came to; pages show it as it is. */
export interface ServiceLook extends SystemMap {
  readonly slos: readonly LookSlo[];
  /** Looks of before machines were known have none. */
  readonly machines?: readonly Machine[];
}
