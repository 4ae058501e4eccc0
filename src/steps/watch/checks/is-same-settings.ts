import { isDeepStrictEqual } from 'node:util';
import type { CheckId } from '#kernel/ids.ts';
import type { Target } from '../kinds/kinds.ts';
import type { PlaceId } from '../store.ts';
import type { CheckSeverity } from './check-severity.ts';

/** What a check is told, its secrets apart. */
export interface CheckSettings {
  readonly name: string;
  readonly target: Target;
  readonly everyMs: number;
  readonly failures: number;
  readonly severity: CheckSeverity;
  readonly dependsOn: readonly CheckId[];
  readonly place: PlaceId | null;
}

/** Whether two checks are told the same; the order of parents does not matter. */
export function isSameSettings(one: CheckSettings, other: CheckSettings): boolean {
  return isDeepStrictEqual(settingsOf(one), settingsOf(other));
}

/** Only the settings, in one order. */
function settingsOf({ name, target, everyMs, failures, severity, dependsOn, place }: CheckSettings): CheckSettings {
  return { name, target, everyMs, failures, severity, dependsOn: [...dependsOn].sort(), place };
}
