import type { Page } from 'playwright-core';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { andWait } from '../helpers/press.ts';
import { settle } from '../helpers/settle.ts';
import { wordsFor } from '../helpers/shop-words.ts';
import type { Described } from './describe-element.ts';
import { describe, firstThatFinds, type Place, placeAt } from './find-place.ts';
import { type Finding, locatorOf, quote } from './locator-words.ts';
import { valueFor } from './value-for.ts';
import { writeJourney } from './write-journey.ts';

const MOST_LINES = 200;
const KEYS: ReadonlySet<string> = new Set([
  'Enter',
  'Tab',
  'Escape',
  'Backspace',
  'Delete',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
]);

/** What a person does: presses at a place of the picture, types, presses a key, chooses from a list, scrolls. */
type RecorderAct =
  | { readonly what: 'click'; readonly x: number; readonly y: number }
  | { readonly what: 'type'; readonly text: string }
  | { readonly what: 'key'; readonly key: string }
  | { readonly what: 'choose'; readonly label: string }
  | { readonly what: 'scroll'; readonly by: number };

/** Why something was not done or not noted; the words for it are the caller's. */
export interface RecorderNote {
  readonly why: 'too-many' | 'would-order' | 'not-told-apart' | 'key' | 'field-first' | 'card' | 'list-first' | 'frame';
  /** What it is about: a name that the page gives, a key, a number. */
  readonly what: string;
}

export interface Recorder {
  /** The page as it looks now. */
  picture(): Promise<Uint8Array>;
  /** Does it in the page and notes it. Returns why, when something was not done or not noted. */
  act(act: RecorderAct): Promise<RecorderNote | null>;
  lines(): readonly string[];
  /** The file. `atPayment`: the page that is open asks for payment. */
  file(atPayment: boolean): string;
}

interface Recording {
  readonly page: Page;
  readonly lines: string[];
  /** The field that is typed into. */
  field: { readonly described: Described; readonly finding: Finding | null; readonly place: Place; typed: string } | null;
  /** Where was pressed last: the page, or a frame in it. */
  place: Place;
}

/**
 * Records what a person does in a page, by clicks and keys that come from elsewhere. The page sees an ordinary visitor, and is only asked
 * what stands where. Throws TARGET_UNREACHABLE.
 */
export async function openRecorder(page: Page, shop: URL): Promise<Recorder> {
  const recording: Recording = { page, lines: [], field: null, place: { root: page, code: 'page' } };
  note(recording, `await page.goto(${quote(`${shop.pathname}${shop.search}`)});`);
  const answer = await page.goto(shop.href, { waitUntil: 'domcontentloaded' }).catch((cause: unknown) => {
    throw new ShopbellError('TARGET_UNREACHABLE', { host: shop.host, reason: whyNot(cause) }, { cause });
  });
  const status = answer?.status() ?? 0;
  if (status >= 500) throw new ShopbellError('TARGET_UNREACHABLE', { host: shop.host, reason: `the answer was ${status}` });
  await settle(page);
  return {
    picture: () => page.screenshot({ type: 'jpeg', quality: 60, timeout: 5_000 }),
    lines: () => recording.lines,
    file: (atPayment) => {
      closeField(recording);
      return writeJourney(shop.host, recording.lines, atPayment);
    },
    act: (act) => doAct(recording, act),
  };
}

function whyNot(cause: unknown): string {
  const said = messageOf(cause).split('\n', 1)[0] ?? '';
  return /net::\w+/.exec(said)?.[0] ?? said;
}

async function doAct(recording: Recording, act: RecorderAct): Promise<RecorderNote | null> {
  if (recording.lines.length >= MOST_LINES) return { why: 'too-many', what: String(MOST_LINES) };
  switch (act.what) {
    case 'click':
      return click(recording, act.x, act.y);
    case 'type':
      return type(recording, act.text);
    case 'key':
      return key(recording, act.key);
    case 'choose':
      return choose(recording, act.label);
    case 'scroll':
      await recording.page.mouse.wheel(0, act.by);
      return null;
  }
}

function note({ lines }: Recording, line: string): void {
  if (lines.length < MOST_LINES) lines.push(line);
}

/** What was typed into a field is one step, noted when something else is done. */
function closeField(recording: Recording): void {
  const was = recording.field;
  recording.field = null;
  if (was === null || was.finding === null || was.typed === '') return;
  const value = valueFor(was.described, was.typed);
  if (value !== null)
    note(recording, `await ${was.place.code}.${was.finding.code}.fill(${value.secret ? `process.env.${value.text}` : quote(value.text)});`);
}

async function click(recording: Recording, x: number, y: number): Promise<RecorderNote | null> {
  const { page } = recording;
  const { place, described } = await placeAt(page, x, y);
  closeField(recording);
  recording.place = place;
  if (described?.role === 'button' && wordsFor('order').test(described.name)) return { why: 'would-order', what: described.name };
  const finding = described === null ? null : await firstThatFinds(place.root, described);
  const isPressed = described !== null && (described.role === 'link' || described.role === 'button' || described.role === 'text');
  if (isPressed) await andWait(page, () => page.mouse.click(x, y));
  else await page.mouse.click(x, y);
  if (described === null) return null;
  const { role, name } = described;
  if (role === 'frame') return { why: 'frame', what: name };
  if (role === 'field') recording.field = { described, finding, place, typed: '' };
  if (finding === null) return role === 'text' ? null : { why: 'not-told-apart', what: name };
  if (role === 'field' || role === 'list') return null;
  const isPress = role === 'checkbox' || role === 'radio' ? 'check' : 'click';
  // A text that does nothing when it is pressed does no harm when it is pressed again.
  note(recording, `await ${place.code}.${finding.code}.${isPress}();`);
  return null;
}

async function key(recording: Recording, name: string): Promise<RecorderNote | null> {
  const { page, field } = recording;
  if (!KEYS.has(name)) return { why: 'key', what: name };
  if (name === 'Backspace' && field !== null) field.typed = field.typed.slice(0, -1);
  if (name === 'Enter' || name === 'Tab') closeField(recording);
  if (name !== 'Enter' || field === null || field.finding === null) {
    await page.keyboard.press(name);
    return null;
  }
  await andWait(page, () => page.keyboard.press(name));
  note(recording, `await ${field.place.code}.${field.finding.code}.press('Enter');`);
  return null;
}

async function type(recording: Recording, text: string): Promise<RecorderNote | null> {
  const { page, place } = recording;
  const described = recording.field?.described ?? (await describe(place.root, -1, -1));
  if (described?.role !== 'field') return { why: 'field-first', what: '' };
  if (valueFor(described, text) === null) return { why: 'card', what: '' };
  recording.field ??= { described, finding: await firstThatFinds(place.root, described), place, typed: '' };
  recording.field.typed += text;
  await page.keyboard.type(text);
  return null;
}

async function choose(recording: Recording, label: string): Promise<RecorderNote | null> {
  const { page, place } = recording;
  const described = await describe(place.root, -1, -1);
  const finding = described?.role === 'list' ? await firstThatFinds(place.root, described) : null;
  if (finding === null) return { why: 'list-first', what: '' };
  await locatorOf(place.root, finding).selectOption({ label }, { timeout: 3_000 });
  note(recording, `await ${place.code}.${finding.code}.selectOption({ label: ${quote(label)} });`);
  await settle(page);
  return null;
}
