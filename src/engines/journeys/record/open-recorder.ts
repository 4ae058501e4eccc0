import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { andWait } from '../helpers/press.ts';
import { settle } from '../helpers/settle.ts';
import { wordsFor } from '../helpers/shop-words.ts';
import { DESCRIBE, type Described } from './describe-element.ts';
import { type Finding, findingsOf, quote } from './locator-words.ts';
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

const describedShape = z.object({
  role: z.enum(['link', 'button', 'checkbox', 'radio', 'field', 'list', 'frame', 'text']),
  ...{ name: z.string(), label: z.string(), placeholder: z.string(), attribute: z.string(), id: z.string(), testId: z.string() },
  ...{ type: z.string(), about: z.string(), value: z.string() },
});

/** What a person does: presses at a place of the picture, types, presses a key, chooses from a list, scrolls. */
type RecorderAct =
  | { readonly what: 'click'; readonly x: number; readonly y: number }
  | { readonly what: 'type'; readonly text: string }
  | { readonly what: 'key'; readonly key: string }
  | { readonly what: 'choose'; readonly label: string }
  | { readonly what: 'scroll'; readonly by: number };

export interface Recorder {
  /** The page as it looks now. */
  picture(): Promise<Uint8Array>;
  /** Does it in the page and notes it. Returns a sentence when something was not done or not noted, and why. */
  act(act: RecorderAct): Promise<string | null>;
  lines(): readonly string[];
  /** The file. `atPayment`: the page that is open asks for payment. */
  file(atPayment: boolean): string;
}

interface Recording {
  readonly page: Page;
  readonly lines: string[];
  /** The field that is typed into. */
  field: { readonly described: Described; readonly finding: Finding | null; typed: string } | null;
}

/**
 * Records what a person does in a page, by clicks and keys that come from elsewhere. The page sees an ordinary visitor, and is only asked
 * what stands where. Throws TARGET_UNREACHABLE.
 */
export async function openRecorder(page: Page, shop: URL): Promise<Recorder> {
  const recording: Recording = { page, lines: [], field: null };
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

async function doAct(recording: Recording, act: RecorderAct): Promise<string | null> {
  if (recording.lines.length >= MOST_LINES) return `No more than ${MOST_LINES} steps are recorded: end the journey here.`;
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
    note(recording, `await page.${was.finding.code}.fill(${value.secret ? `process.env.${value.text}` : quote(value.text)});`);
}

async function click(recording: Recording, x: number, y: number): Promise<string | null> {
  const { page } = recording;
  const described = await describe(page, x, y);
  closeField(recording);
  if (described?.role === 'button' && wordsFor('order').test(described.name))
    return `“${described.name}” was not pressed: it would order. If this page asks for payment, the journey is done.`;
  const finding = described === null ? null : await firstThatFinds(page, described);
  const isPressed = described !== null && (described.role === 'link' || described.role === 'button' || described.role === 'text');
  if (isPressed) await andWait(page, () => page.mouse.click(x, y));
  else await page.mouse.click(x, y);
  if (described === null) return null;
  const { role, name } = described;
  if (role === 'frame') return 'What is inside a frame of somebody else is not recorded.';
  if (role === 'field') recording.field = { described, finding, typed: '' };
  if (finding === null) return role === 'text' ? null : `“${name}” cannot be told from others, so it is not recorded.`;
  if (role === 'field' || role === 'list') return null;
  const isPress = role === 'checkbox' || role === 'radio' ? 'check' : 'click';
  // A text that does nothing when it is pressed does no harm when it is pressed again.
  note(recording, `await page.${finding.code}.${isPress}();`);
  return null;
}

async function key(recording: Recording, name: string): Promise<string | null> {
  const { page, field } = recording;
  if (!KEYS.has(name)) return `The key ${name} is not passed on.`;
  if (name === 'Backspace' && field !== null) field.typed = field.typed.slice(0, -1);
  if (name === 'Enter' || name === 'Tab') closeField(recording);
  if (name !== 'Enter' || field === null || field.finding === null) {
    await page.keyboard.press(name);
    return null;
  }
  await andWait(page, () => page.keyboard.press(name));
  note(recording, `await page.${field.finding.code}.press('Enter');`);
  return null;
}

async function type(recording: Recording, text: string): Promise<string | null> {
  const { page } = recording;
  const described = recording.field?.described ?? (await describe(page, -1, -1));
  if (described?.role !== 'field') return 'Press on a field first.';
  if (valueFor(described, text) === null)
    return 'Data of cards and accounts is not typed while recording. If this page asks for it, the journey is done.';
  recording.field ??= { described, finding: await firstThatFinds(page, described), typed: '' };
  recording.field.typed += text;
  await page.keyboard.type(text);
  return null;
}

async function choose(recording: Recording, label: string): Promise<string | null> {
  const { page } = recording;
  const described = await describe(page, -1, -1);
  const finding = described?.role === 'list' ? await firstThatFinds(page, described) : null;
  if (finding === null) return 'Press on a list first.';
  await locatorOf(page, finding).selectOption({ label }, { timeout: 3_000 });
  note(recording, `await page.${finding.code}.selectOption({ label: ${quote(label)} });`);
  await settle(page);
  return null;
}

async function describe(page: Page, x: number, y: number): Promise<Described | null> {
  const text = await page.evaluate(`(${DESCRIBE})(${Number(x)}, ${Number(y)})`).catch(() => null);
  return typeof text === 'string' ? (describedShape.safeParse(JSON.parse(text)).data ?? null) : null;
}

/** The first way that finds exactly one thing in the page as it is now. */
async function firstThatFinds(page: Page, described: Described): Promise<Finding | null> {
  for (const finding of findingsOf(described)) {
    const count = await locatorOf(page, finding)
      .count()
      .catch(() => 0);
    if (count === 1) return finding;
  }
  return null;
}

function locatorOf(page: Page, { how, role, text }: Finding): Locator {
  switch (how) {
    case 'role':
      return page.getByRole(role ?? 'button', { name: text, exact: true });
    case 'label':
      return page.getByLabel(text, { exact: true });
    case 'placeholder':
      return page.getByPlaceholder(text, { exact: true });
    case 'testId':
      return page.getByTestId(text);
    case 'css':
      return page.locator(text);
    case 'text':
      return page.getByText(text, { exact: true });
  }
}
