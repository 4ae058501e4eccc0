import type { PropsWithChildren } from 'hono/jsx';
import type { Evidence } from '#kernel/outcome.ts';
import { useView } from '../view-context.ts';

export interface EvidenceListProps {
  readonly items: readonly Evidence[];
  /** Where a piece can be looked at; no link without. */
  readonly hrefOf?: (item: Evidence) => string | null;
  /** How many are shown before the rest folds away; 5 unless said. */
  readonly open?: number;
}

/** What a statement rests on: log lines, headers, artifacts, each as it was. */
export function EvidenceList({ items, hrefOf, open = 5 }: EvidenceListProps) {
  const { t } = useView();
  if (items.length === 0) return <p class="soft">{t('web.evidence.none')}</p>;
  const rest = items.slice(open);
  return (
    <div class="evidence">
      <EvidenceItems items={items.slice(0, open)} hrefOf={hrefOf} />
      {rest.length > 0 ? (
        <details>
          <summary>{t('web.evidence.more', { count: rest.length })}</summary>
          <EvidenceItems items={rest} hrefOf={hrefOf} />
        </details>
      ) : null}
    </div>
  );
}

function EvidenceItems({ items, hrefOf }: { readonly items: readonly Evidence[]; readonly hrefOf: EvidenceListProps['hrefOf'] }) {
  const { t } = useView();
  return (
    <ul>
      {items.map((item) => {
        const href = hrefOf?.(item) ?? null;
        return (
          <li>
            <span class="chip">{t(`web.evidence.kind.${item.kind}`)}</span>
            {href ? (
              <a href={href}>
                <code>{item.text}</code>
              </a>
            ) : (
              <code>{item.text}</code>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A number or word that leads to what it rests on. */
export function EvidenceLink({ href, children }: PropsWithChildren<{ readonly href: string }>) {
  return (
    <a class="rests-on" href={href}>
      {children}
    </a>
  );
}
