import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { DAY } from '#kernel/time.ts';
import type { ProviderReport } from '../checks/provider-report.ts';
import { dateOf } from './read-statuspage.ts';

const LOOKED_BACK = 2 * DAY;

const textShape = z.preprocess(
  (value) => (typeof value === 'object' && value !== null ? Reflect.get(value, '#text') : value),
  z.coerce.string(),
);
const oneOrMany = <S extends z.ZodType>(one: S) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(one));
const itemShape = z.object({
  title: textShape,
  description: textShape.optional(),
  content: textShape.optional(),
  summary: textShape.optional(),
  pubDate: z.string().optional(),
  published: z.string().optional(),
  updated: z.string().optional(),
});
const shape = z.union([
  z.object({ rss: z.object({ channel: z.object({ item: oneOrMany(itemShape) }) }) }).transform(({ rss }) => rss.channel.item),
  z.object({ feed: z.object({ entry: oneOrMany(itemShape) }) }).transform(({ feed }) => feed.entry),
]);

type Item = z.output<typeof itemShape>;

/** The newest update stands first in what such pages write. */
const WORDS = /\b(resolved|completed|closed|investigating|identified|monitoring|degraded|outage|scheduled|verifying|in progress)\b/i;
const OVER = ['resolved', 'completed', 'closed'];
const WORK = ['scheduled', 'verifying', 'in progress'];

/** RSS 2.0 or Atom of a status page: what was told in the last two days and is not said to be over. `null`: no feed, or one that does not say. */
export function readFeed(text: string, now: Date): ProviderReport | null {
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success) return null;
  const young = parsed.data.filter((item) => {
    const at = dateOf(item.updated ?? item.pubDate ?? item.published);
    return at === null || now.getTime() - at.getTime() <= LOOKED_BACK;
  });
  const states = young.map(stateOf);
  const open = young.filter((_, nth) => states[nth] === 'trouble');
  if (open.length === 0 && states.includes(null)) return null;
  const titles = open.map((item) => ({ title: item.title, since: dateOf(item.published ?? item.pubDate ?? item.updated), parts: [] }));
  return { state: open.length > 0 ? 'trouble' : states.includes('work') ? 'work' : 'fine', words: '', open: titles, parts: [] };
}

function parse(text: string): unknown {
  try {
    return new XMLParser({ processEntities: false, parseTagValue: false }).parse(text);
  } catch {
    return null;
  }
}

function stateOf(item: Item): ProviderReport['state'] | null {
  const [word] = WORDS.exec(item.content ?? item.description ?? item.summary ?? '') ?? WORDS.exec(item.title) ?? [];
  if (word === undefined) return null;
  const plain = word.toLowerCase();
  if (OVER.includes(plain)) return 'fine';
  return WORK.includes(plain) ? 'work' : 'trouble';
}
