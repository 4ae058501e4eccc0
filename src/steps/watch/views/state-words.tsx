import { Pill } from '#web/components/pill.tsx';
import type { Tone } from '#web/types.ts';
import { Reason } from './reason.tsx';

/** A state in a word, and under it the whole reason: a sentence is no pill. */
export function StateWords({ tone, word, reason }: { readonly tone: Tone; readonly word: string; readonly reason: string }) {
  return (
    <>
      <Pill tone={tone}>{word}</Pill>
      <small class="block soft">{<Reason text={reason} />}</small>
    </>
  );
}
