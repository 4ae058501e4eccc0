import { expect, test } from 'vitest';
import type { LedgerEntry } from '#kernel/event.ts';
import { findClock } from './find-clock.ts';
import { tellWay } from './tell-way.ts';

const at = (minutes: number) => new Date(1_800_000_000_000 + minutes * 60_000);
const tail = '01M80000000000000000000000';
const entry = (kind: string, minutes: number, payload: unknown = {}): LedgerEntry => ({
  id: `evt_${tail}`,
  org: `org_${tail}`,
  seq: minutes + 1,
  kind,
  at: at(minutes),
  actor: { kind: 'system', id: 'test', role: 'system' },
  subject: null,
  cause: null,
  payload,
  previous: '',
  hash: '',
});

test('the way is what the ledger tells; the first station that is not reached is where we are', () => {
  const story = [entry('detect.signal-raised', 0), entry('respond.incident-opened', 1), entry('respond.page-sent', 2)];
  const way = tellWay(story, at(1), true);
  expect(way.map((station) => `${station.name} ${station.state}`)).toEqual([
    'detected done',
    'paged done',
    'answered here',
    'contained ahead',
    'decided ahead',
    'told ahead',
    'closed ahead',
  ]);
  expect(way[0]?.at).toEqual(at(0));
});

test('without people’s data nothing is decided or told; a closed incident is nowhere any more', () => {
  const story = [entry('respond.incident-opened', 1), entry('respond.incident-closed', 5)];
  expect(tellWay(story, at(1), false).map((station) => `${station.name} ${station.state}`)).toEqual([
    'detected done',
    'paged ahead',
    'answered ahead',
    'contained ahead',
    'closed done',
  ]);
});

test('the clock runs from the case until the authority was told, or need not be', () => {
  const opened = entry('decide.case-opened', 1, {
    case: `case_${tail}`,
    incident: `inc_${tail}`,
    shop: `shop_${tail}`,
    number: '2026-001',
    awareAt: at(0).toISOString(),
    deadline: at(72 * 60).toISOString(),
    regime: 'gdpr',
  });
  expect(findClock([])).toBeNull();
  expect(findClock([opened])).toMatchObject({ number: '2026-001', until: at(72 * 60), isRunning: true });
  const decided = (authority: 'yes' | 'no') =>
    entry('decide.decision-made', 9, {
      case: `case_${tail}`,
      incident: `inc_${tail}`,
      shop: `shop_${tail}`,
      version: 1,
      register: 'yes',
      authority,
      people: 'no',
      reasons: [],
      open: [],
      decidedBy: 'x',
    });
  expect(findClock([opened, decided('yes')])).toMatchObject({ isRunning: true });
  expect(findClock([opened, decided('no')])).toMatchObject({ isRunning: false });
  expect(findClock([opened, decided('yes'), entry('decide.filing-noted', 10)])).toMatchObject({ isRunning: false });
});
