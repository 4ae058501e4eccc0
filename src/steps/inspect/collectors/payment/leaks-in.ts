import { type Canary, findCanaries, findInPieces, isHashed, type Sighting, wordsIn } from '../../checks/payment/find-canary.ts';
import type { Leak } from '../../inspection.ts';

/** Something that left the page. */
export interface Sent {
  readonly url: string;
  readonly host: string;
  /** The shop itself: `host` then has the path. */
  readonly isOurs: boolean;
  readonly where: Leak['where'];
  readonly channel: string;
  readonly text: string;
}

interface Found {
  readonly item: Sent;
  readonly sighting: Sighting;
}

/** Typed values in what was sent, by whom it was sent to. `words`: texts of the page, by which a recording of the visit is known. Pure. */
export function leaksIn(
  sent: readonly Sent[],
  canaries: readonly Canary[],
  words: readonly string[],
): { readonly url: string; readonly leak: Omit<Leak, 'script'> }[] {
  return [...Map.groupBy(sent, (item) => item.host)].flatMap(([host, group]) => {
    const found = leaksTo(group, canaries);
    const recording = found.length > 0 && isRecording(group, words);
    return found
      .filter(({ item, sighting }) => !item.isOurs || isHiddenSecret(sighting))
      .map(({ item, sighting }) => ({ url: item.url, leak: { ...sighting, host, where: item.where, channel: item.channel, recording } }));
  });
}

/** A card's data in what only looks like something else. Shops ask their own server about a number in the clear. */
function isHiddenSecret({ field, encoding }: Sighting): boolean {
  return (field === 'card' || field === 'cvc') && !/^(?:plain|url|in pieces)$/.test(encoding) && !isHashed({ encoding });
}

/** Each field once for each place in which it went to one host; what only shows over several requests, last. */
function leaksTo(group: readonly Sent[], canaries: readonly Canary[]): Found[] {
  const found = new Map<string, Found>();
  const searched = new Set<string>();
  for (const item of group) {
    if (searched.has(item.text)) continue;
    searched.add(item.text);
    for (const sighting of findCanaries(item.text, canaries)) {
      const key = `${sighting.field} ${item.where} ${item.channel}`;
      if (!found.has(key)) found.set(key, { item, sighting });
    }
  }
  const open = canaries.filter(({ field }) => ![...found.values()].some(({ sighting }) => sighting.field === field));
  for (const where of ['address', 'body', 'web socket'] as const) {
    const items = group.filter((item) => item.where === where);
    const [first] = items;
    if (first === undefined) continue;
    const texts = items.map(({ text }) => text);
    for (const sighting of findInPieces(texts, open)) found.set(`${sighting.field} ${where}`, { item: first, sighting });
  }
  return [...found.values()];
}

/** Whether much of the page's own text went along: then the visit is recorded, not only its fields taken. */
function isRecording(group: readonly Sent[], words: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const { text } of group.filter(({ where, text }) => where !== 'referrer' && text.length > 400)) {
    for (const word of wordsIn(text, words)) seen.add(word);
    if (seen.size >= Math.max(3, words.length / 4)) return true;
  }
  return false;
}
