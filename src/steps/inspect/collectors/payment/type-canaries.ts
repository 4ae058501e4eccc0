import type { CDPSession, Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { kindOf } from './field-kinds.ts';

const STEP_MS = 1_500;
const MAX_FIELDS = 30;
const SKIPPED = new Set(['hidden', 'checkbox', 'radio', 'submit', 'button', 'file', 'image', 'range', 'color', 'search']);

interface Field {
  readonly node: number;
  readonly kind: string;
}

interface Node {
  readonly backendNodeId: number;
  readonly localName: string;
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

const aboutShape = z.object({ about: z.string(), type: z.string(), shown: z.boolean() });
// Runs on the field: what it says of itself, and whether a person could type into it.
const ABOUT_FIELD = `function () {
  const label = this.labels && this.labels[0] ? this.labels[0].textContent : '';
  const box = this.getBoundingClientRect();
  return {
    type: (this.type || 'text').toLowerCase(),
    shown: box.width > 0 && box.height > 0 && !this.disabled && !this.readOnly,
    about: [this.autocomplete, this.name, this.id, this.placeholder, this.getAttribute('aria-label'), label].filter(Boolean).join(' '),
  };
}`;

/** The fields of the page itself that take made-up values, also those in shadow trees, open or closed. */
async function findFields(session: CDPSession): Promise<Field[]> {
  await session.send('DOM.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const fields: Field[] = [];
  for (const { backendNodeId } of inputsOf(root as Node)) {
    if (fields.length >= MAX_FIELDS) break;
    const object = await session.send('DOM.resolveNode', { backendNodeId }).catch(() => null);
    const objectId = object?.object.objectId;
    if (objectId === undefined) continue;
    const said = await session.send('Runtime.callFunctionOn', { objectId, functionDeclaration: ABOUT_FIELD, returnByValue: true });
    const about = aboutShape.safeParse(said.result.value).data;
    const kind = about?.shown && !SKIPPED.has(about.type) ? kindOf(about.about, about.type) : null;
    if (kind !== null) fields.push({ node: backendNodeId, kind });
  }
  return fields;
}

function inputsOf(node: Node): Node[] {
  const own = node.localName === 'input' || node.localName === 'textarea' ? [node] : [];
  return [...own, ...[...(node.shadowRoots ?? []), ...(node.children ?? [])].flatMap(inputsOf)];
}

interface TypeWish {
  readonly values: ReadonlyMap<string, string>;
  onTyped(kind: string): void;
  /** Lets the page's own time go on after a field. */
  pass(): Promise<void>;
}

/** Types made-up values with real key strokes into the visible fields of the page itself. */
export async function typeCanaries(page: Page, session: CDPSession, wish: TypeWish): Promise<void> {
  for (const { node, kind } of await findFields(session)) {
    const value = wish.values.get(kind);
    if (value === undefined) continue;
    try {
      await clickOn(page, session, node);
      await session.send('DOM.focus', { backendNodeId: node });
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
      wish.onTyped(kind);
      await wish.pass();
    } catch (thrown) {
      // A field that goes away while typing is not a reason to give up on the others.
      if (page.isClosed()) throw thrown;
    }
  }
}

/** Where a person would click; what lies over the field gets the click, as it would. */
async function clickOn(page: Page, session: CDPSession, backendNodeId: number): Promise<void> {
  await session.send('DOM.scrollIntoViewIfNeeded', { backendNodeId });
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
  const [left = 0, top = 0, right = 0, , , bottom = 0] = model.content;
  await page.mouse.click((left + right) / 2, (top + bottom) / 2);
}

/** Types into the fields of a frame, as customers would who take it for a part of the page. */
export async function typeIntoFrame(frame: Frame, wish: TypeWish): Promise<string[]> {
  const said = z
    .array(aboutShape)
    .parse(await frame.evaluate(`[...document.querySelectorAll('input')].slice(0, 12).map((it) => (${ABOUT_FIELD}).call(it))`));
  const kinds: string[] = [];
  for (const [place, { about, type, shown }] of said.entries()) {
    const kind = shown && !SKIPPED.has(type) ? kindOf(about, type) : null;
    const value = wish.values.get(kind ?? '');
    if (kind === null || value === undefined) continue;
    kinds.push(kind);
    const input = frame.locator('input').nth(place);
    await input.pressSequentially(value, { timeout: STEP_MS }).catch(() => undefined);
    await input.press('Tab', { timeout: STEP_MS }).catch(() => undefined);
    wish.onTyped(kind);
    await wish.pass();
  }
  return kinds;
}

/** Presses the button that would pay. The caller has seen to it that nothing which changes data leaves. */
export async function pressPay(page: Page): Promise<void> {
  const words = /pay|place order|order now|complete|checkout|bezahl|bestell|zapła|kup|注文|支払/i;
  const named = page.locator('button, input[type=submit]').filter({ visible: true }).filter({ hasText: words });
  const button = (await named.count()) > 0 ? named.last() : page.locator('button[type=submit]:visible, input[type=submit]:visible').last();
  if ((await button.count()) === 0) return;
  await button.click({ timeout: STEP_MS, noWaitAfter: true }).catch(() => undefined);
}
