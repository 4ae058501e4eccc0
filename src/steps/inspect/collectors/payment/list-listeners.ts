import type { CDPSession } from 'playwright-core';
import type { FieldUse } from '../../inspection.ts';
import { kindOf } from './field-kinds.ts';
import type { Stack } from './stack.ts';

const TELLING = new Set(['input', 'change', 'blur', 'focusout', 'keydown', 'keyup', 'keypress', 'submit', 'paste']);
// The page's own objects on which listeners for fields stand, with what they say of themselves.
const PLACES = `[[document, ''], [window, ''], ...[...document.forms].slice(0, 10).map((it) => [it, '']),
  ...[...document.querySelectorAll('input, textarea')].filter((it) => it.type !== 'hidden').slice(0, 30).map((it) => [it, [it.autocomplete, it.name, it.id, it.placeholder].filter(Boolean).join(' ') + '|' + it.type])]`;

/** Who listens to the fields of the page and to everything that is typed (`field`: `any`). */
export async function listListeners(session: CDPSession, nameOf: (stack: Stack) => Promise<string | null>): Promise<FieldUse[]> {
  const list = await session.send('Runtime.evaluate', { expression: PLACES });
  const uses = new Map<string, FieldUse>();
  for (const [place, about] of await entriesOf(session, list.result.objectId)) {
    const [text = '', type = ''] = about.split('|');
    const field = about === '' ? 'any' : kindOf(text, type);
    if (field === null) continue;
    const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: place }).catch(() => ({ listeners: [] }));
    for (const { type: event, scriptId } of listeners) {
      if (!TELLING.has(event)) continue;
      const script = await nameOf({ callFrames: [{ scriptId, url: '' }] });
      uses.set(`${script} ${field} ${event}`, { script, field, how: `listens to ${event}` });
    }
  }
  return [...uses.values()];
}

/** Pairs of an object’s handle and a text, from a list of pairs in the page. */
async function entriesOf(session: CDPSession, list: string | undefined): Promise<[string, string][]> {
  if (list === undefined) return [];
  const { result } = await session.send('Runtime.getProperties', { objectId: list, ownProperties: true });
  const pairs: [string, string][] = [];
  for (const { value, name } of result) {
    if (!/^\d+$/.test(name) || value?.objectId === undefined) continue;
    const { result: both } = await session.send('Runtime.getProperties', { objectId: value.objectId, ownProperties: true });
    const place = both.find((item) => item.name === '0')?.value?.objectId;
    const about = both.find((item) => item.name === '1')?.value?.value;
    if (place !== undefined && typeof about === 'string') pairs.push([place, about]);
  }
  return pairs;
}
