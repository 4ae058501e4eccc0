import type { Literal } from '#sigma/index.ts';
import { AGENT_FIELDS, EXTENSION_FIELDS, HOST_FIELDS, REFERRER_FIELDS, STEM_FIELDS, URI_FIELDS } from './request-event.ts';

/** Texts that stand in ordinary requests everywhere: a rule is better searched by another of its texts. */
const COMMON =
  /^(mozilla|mozilla\/[45]\.0.*|https?:\/\/|https?:\/\/www\.|http|https|\.php|\.html?|\.js|\.css|\.png|\.jsp|\.asp|\.aspx|\/index|index|index\.php|\/api\/?|\/admin\/?|\/login|login|www\.|\.com|\.net|\.org|windows|windows nt|linux|compatible|android|chrome|safari|\/wp-|\/wp-admin|\/wp-content|user|name|file|path|page|id=|key=|url=|get|post)$/;

const SEARCHED = new Set<string>([...URI_FIELDS, ...STEM_FIELDS, ...AGENT_FIELDS, ...REFERRER_FIELDS, ...HOST_FIELDS, ...EXTENSION_FIELDS]);
const LEAST = 3;

/** How rare a literal is in ordinary requests: its length, more at an edge of its field, little when everybody sends it; `null`: it is not searched. */
export function weigh({ field, text, start, end }: Literal): number | null {
  const length = text.length + (start ? 1 : 0) + (end ? 1 : 0);
  if (length < LEAST || (field === null ? !isTelling(text) : !SEARCHED.has(field))) return null;
  return COMMON.test(text) && !(start && end) ? length / 10 : length;
}

/** Whether a keyword cannot stand in one of the fields that are not searched: numbers, times and addresses. */
function isTelling(text: string): boolean {
  return /[^0-9a-ftz.:-]/.test(text);
}
