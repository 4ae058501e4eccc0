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
