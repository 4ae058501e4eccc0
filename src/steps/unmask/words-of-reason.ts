import { IntlMessageFormat } from 'intl-messageformat';
import type { Reason } from './checks/judge-name.ts';
import en from './messages/en.json' with { type: 'json' };

const words: Readonly<Record<string, string>> = en;

/** A reason as an English sentence, for the ledger and the command line. */
export function wordsOfReason(reason: Reason): string {
  const text = words[`unmask.reason.${reason.code}`];
  return text === undefined
    ? `${reason.code}: ${reason.detail}`
    : String(new IntlMessageFormat(text, 'en').format({ detail: reason.detail }));
}
