import type { Severity } from '#kernel/outcome.ts';
import type { Tone, Translate } from '#web/types.ts';
import type { Reason } from '../checks/judge-name.ts';
import type { ImpostorState } from '../store.ts';

export function toneOfSeverity(severity: Severity): Tone {
  if (severity === 'critical' || severity === 'high') return 'bad';
  return severity === 'medium' ? 'warn' : 'calm';
}

export function toneOfState(state: ImpostorState): Tone {
  return state === 'open' ? 'warn' : state === 'confirmed' ? 'bad' : 'calm';
}

/** A reason in the reader's language. */
export function reasonIn(reason: Reason, t: Translate): string {
  return t(`unmask.reason.${reason.code}`, { detail: reason.detail });
}
