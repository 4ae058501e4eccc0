import type { CDPSession, Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { kindOf } from './field-kinds.ts';

const STEP_MS = 1_500;
/** Elements that are asked what they are. */
const MAX_ASKED = 120;
const FIELDS: ReadonlySet<string> = new Set(['input', 'textarea']);
const BUTTONS: ReadonlySet<string> = new Set(['button', 'input']);
const CARD: ReadonlySet<string> = new Set(['card', 'cvc', 'expiry']);
const PAY =
  /\bpay|order|complete|checkout|confirm|\bbuy|purchas|bezahl|bestell|kauf|bestät|zapła|kup|zam[óa]w|potwierd|valider|command|payer|pagar|comprar|ordina|acquist|betal|betaal|注文|支払|購入|確定/i;
const AWAY =
  /cancel|back|remove|delet|coupon|discount|search|log.?in|sign.?in|sign.?out|log.?out|close|abbrech|zurück|anuluj|wróć|usuń|戻る|削除|×|^\s*$/i;
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

/** What the elements of some names say of themselves, also those in shadow trees, open or closed. */
export async function ask<T extends z.ZodType>(session: CDPSession, key: string, names: ReadonlySet<string>, question: string, shape: T) {
  await session.send('DOM.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const answers: { readonly node: number; readonly said: z.output<T> }[] = [];
  for (const { backendNodeId } of named(root as Node, names).slice(0, MAX_ASKED)) {
    const object = await session.send('DOM.resolveNode', { backendNodeId }).catch(() => null);
    const objectId = object?.object.objectId;
    if (objectId === undefined) continue;
    const answer = await session.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `${question} /* ${key} */`,
      returnByValue: true,
    });
    const said = shape.safeParse(answer.result.value);
    if (said.success) answers.push({ node: backendNodeId, said: said.data });
  }
  return answers;
}

function named(node: Node, names: ReadonlySet<string>): Node[] {
  const own = names.has(node.localName) ? [node] : [];
  return [...own, ...[...(node.shadowRoots ?? []), ...(node.children ?? [])].flatMap((child) => named(child, names))];
}

/** The fields of the page itself that take made-up values. */
async function findFields(session: CDPSession, key: string): Promise<Field[]> {
  const fields = await ask(session, key, FIELDS, ABOUT_FIELD, aboutShape);
  return fields.flatMap(({ node, said: { about, type, shown } }) => {
    const kind = shown && !SKIPPED.has(type) ? kindOf(about, type) : null;
    return kind === null ? [] : [{ node, kind }];
  });
}

const buttonShape = z.object({ text: z.string(), shown: z.boolean(), submits: z.boolean() });
const ABOUT_BUTTON = `function () {
  const box = this.getBoundingClientRect();
  const plain = this.localName === 'input' && !/^(submit|image|button)$/.test(this.type);
  return { text: (this.value || this.textContent || '').slice(0, 200), shown: !plain && box.width > 0 && box.height > 0 && !this.disabled, submits: this.type === 'submit' };
}`;

export interface TypeWish {
  /** Stands in what is run in the page, so that it is known as ours. */
  readonly key: string;
  readonly values: ReadonlyMap<string, string>;
  /** Milliseconds between the keys of card fields; 0: as fast as it goes. */
  readonly keyMs: number;
  /** Puts a value where the cursor is in another way than by keys. */
  readonly put?: (value: string) => Promise<void>;
  /** Fields that took a value in an earlier round; with `onlyNew` these are left alone. */
  readonly known?: Set<number>;
  readonly onlyNew?: boolean;
  /** A field took a value; `held`: what it made of it. */
  onTyped(kind: string, held: string): void;
  /** Lets the page's own time go on after a field. */
  pass(): Promise<void>;
}

/** Types made-up values with real key strokes into the visible fields of the page itself. */
export async function typeCanaries(page: Page, session: CDPSession, wish: TypeWish): Promise<void> {
  for (const { node, kind } of await findFields(session, wish.key)) {
    const value = wish.values.get(kind);
    if (value === undefined || (wish.onlyNew && wish.known?.has(node))) continue;
    wish.known?.add(node);
    try {
      await clickOn(page, session, node);
      await session.send('DOM.focus', { backendNodeId: node });
      await page.keyboard.press('ControlOrMeta+a');
      if (wish.put) await wish.put(value);
      else await page.keyboard.type(value, { delay: CARD.has(kind) ? wish.keyMs : 0 });
      if (!wish.put && !holds(await textOf(session, wish.key, node), value)) {
        // Some masks lose keys that come too fast.
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(value, { delay: 30 });
      }
      await page.keyboard.press('Tab');
      wish.onTyped(kind, await textOf(session, wish.key, node));
      await wish.pass();
    } catch (thrown) {
      // A field that goes away while typing is not a reason to give up on the others.
      if (page.isClosed()) throw thrown;
    }
  }
}

async function textOf(session: CDPSession, key: string, backendNodeId: number): Promise<string> {
  const object = await session.send('DOM.resolveNode', { backendNodeId }).catch(() => null);
  if (object?.object.objectId === undefined) return '';
  const asked = {
    objectId: object.object.objectId,
    functionDeclaration: `function () { return String(this.value); } /* ${key} */`,
    returnByValue: true,
  };
  return String((await session.send('Runtime.callFunctionOn', asked)).result.value);
}

/** Whether a field kept the value, whatever it put between. */
function holds(text: string, value: string): boolean {
  const bare = (item: string) => item.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return bare(text) === bare(value);
}

/** Where a person would click; what lies over the field gets the click, as it would. */
export async function clickOn(page: Page, session: CDPSession, backendNodeId: number): Promise<void> {
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
    wish.onTyped(kind, value);
    await wish.pass();
  }
  return kinds;
}

/** Presses the button that would pay. The caller has seen to it that nothing which changes data leaves. */
export async function pressPay(page: Page, session: CDPSession, key: string): Promise<void> {
  const buttons = (await ask(session, key, BUTTONS, ABOUT_BUTTON, buttonShape)).filter(({ said }) => said.shown);
  const ways = buttons.filter(({ said }) => !AWAY.test(said.text));
  const pay = ways.findLast(({ said }) => PAY.test(said.text)) ?? ways.findLast(({ said }) => said.submits) ?? ways.at(-1);
  if (pay !== undefined) await clickOn(page, session, pay.node);
}
