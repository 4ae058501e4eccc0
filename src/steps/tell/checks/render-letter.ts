import type { DataCategory } from '#kernel/people.ts';
import type { NoticeTables } from '../tables.ts';
import type { Notice } from './notice.ts';

/** Whom a letter is for: only what it needs. `name` is empty when the shop knows none. */
export interface Reader {
  readonly name: string;
  /** The reader's own affected kinds of data. */
  readonly categories: readonly DataCategory[];
  /** The letter's verification code as people read it, `ABCDE-FGHJK`. */
  readonly code: string;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'bullets'; readonly items: readonly string[] }
  | { readonly kind: 'numbers'; readonly items: readonly string[] };

/** One reader's letter: plain text and semantic HTML from the same blocks, so that they say the same. Pure. No link but the notice's own. */
export function renderLetter(notice: Notice, reader: Reader, tables: NoticeTables): Letter {
  const blocks = letterBlocks(notice, reader, tables);
  return { subject: notice.subject, text: asText(blocks), html: asHtml(blocks, notice) };
}

/** The letter as blocks in the order that readers need. */
export function letterBlocks(notice: Notice, reader: Reader, tables: NoticeTables): Block[] {
  const own = notice.affected.filter((category) => reader.categories.includes(category));
  const fill = (text: string) => fillOnce(text, { code: reader.code, check: notice.links.check, page: notice.links.page });
  const label = (category: DataCategory) => tables.categories[category][notice.language];
  const steps = notice.steps.filter((step) => concerns(step.for, own));
  const consequences = notice.consequences.filter((row) => concerns(row.for, own)).map((row) => row.text);
  const absent = notice.notAffected.map((row) => label(row.category));
  const { headings } = notice;
  const greeting = reader.name.trim() === '' ? notice.greetingUnnamed : fillOnce(notice.greeting, { name: reader.name.trim() });
  const blocks: Block[] = [
    paragraph(greeting),
    paragraph(notice.opening),
    heading(headings.happened),
    paragraph(notice.happened),
    heading(headings.data),
    paragraph(notice.affectedIntro),
    { kind: 'bullets', items: own.map(label) },
    ...(absent.length > 0 ? [paragraph(notice.notAffectedIntro), { kind: 'bullets', items: absent } as const] : []),
    heading(headings.recipients),
    paragraph([notice.recipients, ...consequences].join(' ')),
    heading(headings.steps),
    { kind: 'numbers', items: steps.map((step) => stepText(step, tables)) },
    heading(headings.measures),
    paragraph(`${notice.taken} ${notice.prevention}`),
    heading(headings.authenticity),
    paragraph(fill(notice.authenticity)),
    paragraph(notice.neverAsk),
    heading(headings.contact),
    paragraph(`${notice.contact} ${notice.complaint}`),
    heading(headings.next),
    paragraph(fill(notice.next)),
    paragraph(notice.brand),
  ];
  return blocks.filter((block) => ('items' in block ? block.items.length > 0 : block.text.trim() !== ''));
}

function stepText(step: Notice['steps'][number], tables: NoticeTables): string {
  const when = tables.template.when[step.when];
  return `${step.text} (${when}, ${fillOnce(tables.template.minutes, { minutes: String(step.minutes) })})`;
}

function concerns(categories: readonly DataCategory[], own: readonly DataCategory[]): boolean {
  return categories.length === 0 || categories.some((category) => own.includes(category));
}

/** Fills {placeholders} in one pass: what is filled in is never filled again. Unknown placeholders stay. */
export function fillOnce(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (Object.hasOwn(values, key) ? (values[key] ?? whole) : whole));
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text: oneLine(text) };
}

function heading(text: string): Block {
  return { kind: 'heading', text: oneLine(text) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function asText(blocks: readonly Block[]): string {
  const parts = blocks.map((block) => {
    if (block.kind === 'heading') return block.text.toUpperCase();
    if (block.kind === 'paragraph') return block.text;
    return block.items.map((item, at) => `${block.kind === 'numbers' ? `${at + 1}.` : '-'} ${item}`).join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

function asHtml(blocks: readonly Block[], notice: Notice): string {
  const links = [notice.links.check, notice.links.page];
  const body = blocks.map((block) => {
    if (block.kind === 'heading') return `<h2>${escapeHtml(block.text)}</h2>`;
    if (block.kind === 'paragraph') return `<p>${linked(block.text, links)}</p>`;
    const tag = block.kind === 'numbers' ? 'ol' : 'ul';
    return `<${tag}>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</${tag}>`;
  });
  const title = escapeHtml(notice.subject);
  return `<!doctype html>\n<html lang="${notice.language}"><head><meta charset="utf-8"><title>${title}</title></head><body>\n${body.join('\n')}\n</body></html>\n`;
}

function linked(text: string, links: readonly string[]): string {
  return [...new Set(links)].reduce((html, link) => {
    const shown = escapeHtml(link);
    return html.split(shown).join(`<a href="${shown}">${shown}</a>`);
  }, escapeHtml(text));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
