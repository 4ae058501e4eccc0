import { expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import * as decide from '#steps/decide/events.ts';
import * as detect from '#steps/detect/events.ts';
import * as inspect from '#steps/inspect/events.ts';
import * as tell from '#steps/tell/events.ts';
import * as unmask from '#steps/unmask/events.ts';
import * as watch from '#steps/watch/events.ts';
import { loadMessages } from '#web/messages.ts';
import * as respond from '../events.ts';

const kindsOf = (events: Readonly<Record<string, unknown>>) =>
  Object.values(events).flatMap((event) =>
    typeof event === 'object' && event !== null && 'name' in event && typeof event.name === 'string' ? [event.name] : [],
  );

/** Kinds whose subject is never an incident, a case or a notice, and that never open or end an incident. */
const elsewhere = new Set([
  'respond.contact-added',
  'respond.contact-removed',
  'respond.mail-opened',
  'tell.letter-delivered',
  'tell.letter-failed',
]);

test('every kind of ledger event that can stand in a story has words', () => {
  const causes = [
    ...kindsOf(detect),
    inspect.findingOpened.name,
    inspect.findingGone.name,
    watch.stateChanged.name,
    watch.flappingBegan.name,
    watch.flappingEnded.name,
    unmask.impostorFound.name,
    unmask.impostorJudged.name,
  ];
  const kinds = [...kindsOf(respond), ...kindsOf(decide), ...kindsOf(tell), ...causes].filter((kind) => !elsewhere.has(kind));
  const english = loadMessages(productFiles).catalogues.en;
  expect(kinds.length).toBeGreaterThan(25);
  expect(kinds.filter((kind) => !english.has(`respond.event.${kind}`))).toEqual([]);
});
