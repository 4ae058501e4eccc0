import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { DESCRIBE, type Described } from './describe-element.ts';
import { type Finding, findingsOf, locatorOf, quote } from './locator-words.ts';

/** Frames within frames are followed so deep. */
const DEEPEST = 3;
const describedShape = z.object({
  role: z.enum(['link', 'button', 'checkbox', 'radio', 'field', 'list', 'frame', 'text']),
  ...{ name: z.string(), label: z.string(), placeholder: z.string(), attribute: z.string(), id: z.string(), testId: z.string() },
  ...{ type: z.string(), about: z.string(), value: z.string() },
});
const frameShape = z.object({ name: z.string(), id: z.string(), title: z.string(), host: z.string(), left: z.number(), top: z.number() });
/** For a page: what the frame at a place says of itself, and where its inside begins. */
const aboutFrame = (x: number, y: number) =>
  `(() => { const it = document.elementFromPoint(${Number(x)}, ${Number(y)}); const box = it.getBoundingClientRect(); return { name: it.name || '', id: it.id || '', title: it.title || '', host: it.src ? new URL(it.src, location.href).host : '', left: box.left + it.clientLeft, top: box.top + it.clientTop }; })()`;

/** The page or a frame in it, and how the file names it: `page`, `page.frameLocator('…')`. */
export interface Place {
  readonly root: Page | Frame;
  readonly code: string;
}

/** What stands at a place of the picture, also within frames that the file can name. */
export async function placeAt(page: Page, x: number, y: number): Promise<{ readonly place: Place; readonly described: Described | null }> {
  let place: Place = { root: page, code: 'page' };
  let [left, top] = [x, y];
  let described = await describe(page, x, y);
  for (let depth = 0; described?.role === 'frame' && depth < DEEPEST; depth++) {
    const inner = await frameAt(place, left, top);
    if (inner === null) return { place, described };
    [left, top] = [left - inner.left, top - inner.top];
    place = inner.place;
    described = await describe(place.root, left, top);
  }
  return { place, described };
}

async function frameAt({ root, code }: Place, x: number, y: number) {
  const handle = await root.evaluateHandle(`document.elementFromPoint(${Number(x)}, ${Number(y)})`).catch(() => null);
  const element = handle?.asElement() ?? null;
  const frame = await element?.contentFrame().catch(() => null);
  if (!element || !frame) return null;
  const said = frameShape.safeParse(await root.evaluate(aboutFrame(x, y)).catch(() => null));
  if (!said.success) return null;
  const selector = await selectorOf(root, said.data);
  if (selector === null) return null;
  const { left, top } = said.data;
  return { place: { root: frame, code: `${code}.frameLocator(${quote(selector)})` }, left, top };
}

/** The first name that only this frame has. Names that are made anew for each visit have long numbers. */
async function selectorOf(root: Page | Frame, { name, id, title, host }: z.output<typeof frameShape>): Promise<string | null> {
  const isMade = (text: string) => text === '' || /\d{4,}|[0-9a-f]{8}/i.test(text);
  const all = [
    ...(isMade(name) ? [] : [`iframe[name=${JSON.stringify(name)}]`]),
    ...(isMade(id) ? [] : [`iframe[id=${JSON.stringify(id)}]`]),
    ...(title === '' ? [] : [`iframe[title=${JSON.stringify(title)}]`]),
    ...(host === '' ? [] : [`iframe[src*=${JSON.stringify(`//${host}/`)}]`]),
    'iframe',
  ];
  for (const selector of all)
    if (
      (await root
        .locator(selector)
        .count()
        .catch(() => 0)) === 1
    )
      return selector;
  return null;
}

export async function describe(root: Page | Frame, x: number, y: number): Promise<Described | null> {
  const text = await root.evaluate(`(${DESCRIBE})(${Number(x)}, ${Number(y)})`).catch(() => null);
  return typeof text === 'string' ? (describedShape.safeParse(JSON.parse(text)).data ?? null) : null;
}

/** The first way that finds exactly one thing in the page as it is now. */
export async function firstThatFinds(root: Page | Frame, described: Described): Promise<Finding | null> {
  for (const finding of findingsOf(described)) {
    const count = await locatorOf(root, finding)
      .count()
      .catch(() => 0);
    if (count === 1) return finding;
  }
  return null;
}
