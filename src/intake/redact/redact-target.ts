import { readQuery, redactParameter } from './redact-query.ts';
import { redactText } from './redact-text.ts';

/** An address as it may be stored: its path redacted as a text, its parameters by their names, without what stands before an @ and after a #. */
export function redactTarget(target: string): string {
  const cut = target
    .slice(0, 2000)
    .replace(/#.*$/, '')
    .replace(/^([a-z]+:\/\/)[^/?#@]*@/i, '$1');
  const mark = cut.indexOf('?');
  if (mark < 0) return redactText(cut);
  return `${redactText(cut.slice(0, mark))}?${readQuery(cut.slice(mark + 1))
    .map(redactParameter)
    .join('&')}`;
}
