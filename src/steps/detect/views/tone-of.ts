import type { Severity } from '#kernel/outcome.ts';
import type { Tone } from '#web/types.ts';

const tones: Readonly<Record<Severity, Tone>> = { info: 'calm', low: 'calm', medium: 'warn', high: 'bad', critical: 'bad' };

export function toneOfLevel(level: Severity): Tone {
  return tones[level];
}

export function toneOfSuccess(succeeded: 'yes' | 'no' | 'unknown'): Tone {
  if (succeeded === 'unknown') return 'unknown';
  return succeeded === 'yes' ? 'bad' : 'ok';
}

/** A rule's state: on is fine, in shadow is worth a look, off is nobody's business. */
export function toneOfState(state: 'shadow' | 'on' | 'off'): Tone {
  if (state === 'on') return 'ok';
  return state === 'shadow' ? 'warn' : 'calm';
}
