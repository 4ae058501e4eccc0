import { useView } from '#web/view-context.ts';
import { sayReason } from '../say-reason.ts';

/** Why a check stands as it does, as a person reads it. */
export function Reason({ text }: { readonly text: string }) {
  return <>{sayReason(text, useView())}</>;
}
