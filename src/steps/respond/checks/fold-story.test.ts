import { expect, test } from 'vitest';
import type { Actor, LedgerEntry } from '#kernel/event.ts';
import { GENESIS } from '#kernel/event.ts';
import { foldStory } from './fold-story.ts';

const machine: Actor = { kind: 'system', id: 'decide', role: 'system' };
const person: Actor = { kind: 'person', id: 'per_1', role: 'privacy' };

/** Entries one second apart: `kind`, `kind:signal` or `!kind` for a person's. */
function storyOf(...kinds: readonly string[]): LedgerEntry[] {
  return kinds.map((text, i) => {
    const [kind = '', signal] = text.replace('!', '').split(':');
    return {
      id: `evt_${i}` as LedgerEntry['id'],
      org: 'org_1' as LedgerEntry['org'],
      seq: i + 1,
      kind,
      at: new Date(i * 1_000),
      actor: text.startsWith('!') ? person : machine,
      subject: null,
      cause: null,
      payload: signal === undefined ? { version: i } : { signal, count: i },
      previous: GENESIS,
      hash: GENESIS,
    };
  });
}

const told = (...kinds: readonly string[]) => foldStory(storyOf(...kinds)).map(({ entry, count }) => `${entry.kind} ${count}`);

test('what the machine repeats becomes one line with a count, the last state and the first time', () => {
  const folded = foldStory(storyOf('respond.incident-grew', 'detect.signal-grew:a', 'respond.incident-grew'));
  expect(folded.map(({ entry, count, since }) => [entry.kind, entry.payload, count, since.getTime()])).toEqual([
    ['respond.incident-grew', { version: 2 }, 2, 0],
    ['detect.signal-grew', { signal: 'a', count: 1 }, 1, 1_000],
  ]);
});

test('looking people up, stating facts and assessing severity is one piece of work', () => {
  expect(
    told('decide.people-looked-up', 'decide.facts-stated', 'decide.severity-assessed', 'respond.incident-grew', 'decide.facts-stated'),
  ).toEqual(['decide.facts-stated 4', 'respond.incident-grew 1']);
});

test('people’s acts and events outside stand alone and part what is before from what is after', () => {
  expect(told('decide.facts-stated', 'respond.page-sent', 'decide.facts-stated', 'respond.page-sent')).toEqual([
    'decide.facts-stated 1',
    'respond.page-sent 1',
    'decide.facts-stated 1',
    'respond.page-sent 1',
  ]);
  expect(told('decide.facts-stated', '!decide.facts-stated', '!decide.facts-stated', 'decide.facts-stated')).toEqual([
    'decide.facts-stated 1',
    'decide.facts-stated 1',
    'decide.facts-stated 1',
    'decide.facts-stated 1',
  ]);
});

test('two signals are folded apart, and a new one does not interrupt', () => {
  expect(told('detect.signal-grew:a', 'detect.signal-raised:b', 'detect.signal-grew:b', 'detect.signal-grew:a')).toEqual([
    'detect.signal-grew 2',
    'detect.signal-raised 1',
    'detect.signal-grew 1',
  ]);
});

test('every entry is told exactly once', () => {
  const kinds = ['decide.facts-stated', 'respond.incident-grew', '!respond.incident-noted', 'respond.page-sent', 'tell.round-finished'];
  const story = storyOf(...kinds, ...kinds, ...kinds);
  expect(foldStory(story).reduce((sum, line) => sum + line.count, 0)).toBe(story.length);
});
