import { useView } from '../view-context.ts';

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What changed, line by line. The signs are text, so that colour is not needed to read it. */
export function Diff({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }) {
  const { t } = useView();
  return (
    <figure class="diff" aria-label={label}>
      <ol>
        {lines.map((line) => (
          <li class={line.kind}>
            <span class="sign">{line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}</span>
            {line.kind === 'same' ? null : <span class="sr">{t('web.diff', { kind: line.kind })}</span>}
            <code>{line.text}</code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
