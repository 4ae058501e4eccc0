import type { Severity } from '#kernel/outcome.ts';
import { steadyEnough } from './steady-days.ts';

/** How one visitor asked a GraphQL interface. */
export interface GraphqlWalk {
  /** Most successful answers in ten minutes, and how many different lengths they had. */
  readonly most: number;
  readonly sizes: number;
  /** What 95 of 100 visitors stay below; `null`: nobody knows. */
  readonly usual: number | null;
  /** Asked for nothing else: no page, no style, no picture. */
  readonly isBare: boolean;
  /** Days on which the same one asked about as much, and days of which there is telemetry. */
  readonly steadyDays: number;
  readonly knownDays: number;
}

const FLOOR = 150;
const UNKNOWN_FLOOR = 300;
const TIMES_USUAL = 5;
/** One answer again and again is somebody who waits for something. */
const LENGTHS = 0.2;

/** Whether somebody takes records out of it one by one; `null` for a shop's own page or app, and for the program that does so day by day. */
export function judgeGraphqlWalk(walk: GraphqlWalk): { readonly level: Severity; readonly threshold: number } | null {
  const threshold = walk.usual === null ? UNKNOWN_FLOOR : Math.max(FLOOR, TIMES_USUAL * walk.usual);
  if (!walk.isBare || steadyEnough(walk) || walk.most < threshold || walk.sizes < LENGTHS * Math.min(walk.most, 200)) return null;
  return { level: walk.usual === null ? 'low' : 'medium', threshold };
}
