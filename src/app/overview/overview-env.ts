import type { Glance } from '#web/glance.ts';
import type { StepName, WebEnv } from '#web/types.ts';

/** The console's environment with how each step stands. */
export interface OverviewEnv {
  Bindings: WebEnv['Bindings'];
  Variables: WebEnv['Variables'] & { glances?: ReadonlyMap<StepName, Glance> };
}
