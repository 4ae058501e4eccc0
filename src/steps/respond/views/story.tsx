import type { LedgerEntry } from '#kernel/event.ts';
import { formatTime } from '#web/components/time.tsx';
import { Timeline } from '#web/components/timeline.tsx';
import type { Person, Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { type FoldedEntry, foldStory } from '../checks/fold-story.ts';
import { hrefOfEntry, wordsOfActor, wordsOfEntry } from './words.ts';

interface StoryProps {
  readonly story: readonly LedgerEntry[];
  readonly shop: string;
  readonly person: Person | null;
}

/** What left the house: somebody was woken, customers were told. */
const outward: Readonly<Record<string, Tone>> = {
  'respond.incident-opened': 'bad',
  'respond.page-sent': 'calm',
  'respond.page-escalated': 'warn',
  'respond.page-failed': 'bad',
  'tell.page-published': 'calm',
  'tell.round-finished': 'ok',
};

/** The incident's ledger as lines: people's acts stand out, the machine's repetitions are one line, each leads to its evidence. */
export function Story({ story, shop, person }: StoryProps) {
  const { t, locale, timeZone } = useView();
  const line = ({ entry, since, count }: FoldedEntry) => {
    const isMachine = entry.actor.kind === 'system';
    const href = hrefOfEntry(entry, shop);
    const words = wordsOfEntry(entry, t);
    const tone = outward[entry.kind];
    const last = formatTime(entry.at, locale, timeZone, 'clock');
    return {
      at: since,
      what: href === null ? words : <a href={href}>{words}</a>,
      byPerson: !isMachine,
      ...(isMachine
        ? count > 1
          ? { by: t('respond.story.times', { count, time: last }) }
          : {}
        : { by: wordsOfActor(entry.actor, person, t) }),
      ...(tone && isMachine ? { tone } : {}),
    };
  };
  return <Timeline as="second" items={foldStory(story).map(line)} />;
}
