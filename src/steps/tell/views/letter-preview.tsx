import type { Block } from '../checks/render-letter.ts';

interface LetterPreviewProps {
  readonly blocks: readonly Block[];
  readonly level?: 2 | 3;
  /** The language of the text, when the page around it may be in another. */
  readonly lang?: string;
}

/** A letter as its reader sees it. The same blocks become the mail. */
export function LetterPreview({ blocks, level = 3, lang }: LetterPreviewProps) {
  return (
    <div class="prose" {...(lang ? { lang } : {})}>
      {blocks.map((block) => {
        if (block.kind === 'heading') return level === 2 ? <h2>{block.text}</h2> : <h3>{block.text}</h3>;
        if (block.kind === 'paragraph') return <p>{block.text}</p>;
        const items = block.items.map((item) => <li>{item}</li>);
        return block.kind === 'numbers' ? <ol>{items}</ol> : <ul>{items}</ul>;
      })}
    </div>
  );
}
