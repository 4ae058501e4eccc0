import type { NoticeTables } from '../tables.ts';
import type { Notice } from './notice.ts';
import { type Block, fillOnce } from './render-letter.ts';

/** What the public page of an incident says: the released letter without anybody's own part. Pure. */
export function pageBlocks(notice: Notice, tables: NoticeTables): Block[] {
  const { headings } = notice;
  const blocks: Block[] = [
    { kind: 'heading', text: headings.happened },
    { kind: 'paragraph', text: notice.happened },
    { kind: 'heading', text: headings.recipients },
    { kind: 'paragraph', text: [notice.recipients, ...notice.consequences.map((row) => row.text)].join(' ') },
    { kind: 'heading', text: headings.steps },
    {
      kind: 'numbers',
      items: notice.steps.map(
        (step) =>
          `${step.text} (${tables.template.when[step.when]}, ${fillOnce(tables.template.minutes, { minutes: String(step.minutes) })})`,
      ),
    },
    { kind: 'heading', text: headings.measures },
    { kind: 'paragraph', text: `${notice.taken} ${notice.prevention}` },
    { kind: 'paragraph', text: notice.neverAsk },
    { kind: 'heading', text: headings.contact },
    { kind: 'paragraph', text: `${notice.contact} ${notice.complaint}` },
  ];
  return blocks.filter((block) => ('items' in block ? block.items.length > 0 : block.text.trim() !== ''));
}
