import { Card } from '#web/components/card.tsx';
import { Diff, type DiffLine } from '#web/components/diff.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { VersionComparison } from '../inventory/compare-versions.ts';

interface ScriptDiffProps {
  readonly at: string;
  readonly compared: VersionComparison;
  /** Whether lines that differ in values only are shown too. */
  readonly values: boolean;
}

/** What changed between two contents: first what the new one can do that the old one could not, then the lines. */
export function ScriptDiff({ at, compared, values }: ScriptDiffProps) {
  const { t } = useView();
  const { from, to, named, lines } = compared;
  const query = `from=${from.hash.slice(0, 16)}&to=${to.hash.slice(0, 16)}`;
  return (
    <Card heading={t('inspect.diff.heading')} id="diff">
      <p>
        <Time at={from.first_seen} /> <code>{from.hash.slice(0, 12)}</code> → <Time at={to.first_seen} />{' '}
        <code>{to.hash.slice(0, 12)}</code>
      </p>
      {named === null ? <p class="soft">{t('inspect.diff.unread')}</p> : <NamedChanges added={named.added} removed={named.removed} />}
      {lines === 'missing' ? <p class="soft">{t('inspect.diff.missing')}</p> : null}
      {lines === 'too-different' ? <p class="soft">{t('inspect.diff.too-different')}</p> : null}
      {typeof lines === 'string' ? null : (
        <>
          <p>
            {t('inspect.diff.counts', { added: lines.added, removed: lines.removed })} {t(`inspect.diff.how.${lines.how}`)}
          </p>
          {lines.lines.length === 0 ? null : <Diff label={t('inspect.diff.heading')} lines={lines.lines.map((line) => shown(line, t))} />}
          {lines.cut ? <p class="soft">{t('inspect.diff.cut', { shown: lines.lines.length })}</p> : null}
          {lines.cosmetic > 0 && !values ? (
            <p>
              <a href={`${at}?${query}&values=1#diff`}>{t('inspect.diff.cosmetic', { count: lines.cosmetic })}</a>
            </p>
          ) : null}
        </>
      )}
    </Card>
  );
}

function shown(line: { readonly kind: DiffLine['kind'] | 'skip'; readonly text: string }, t: Translate): DiffLine {
  return line.kind === 'skip'
    ? { kind: 'same', text: `⋯ ${t('inspect.diff.skipped', { count: Number(line.text) })}` }
    : { kind: line.kind, text: line.text };
}

function NamedChanges({ added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] }) {
  const { t } = useView();
  if (added.length + removed.length === 0) return <p>{t('inspect.diff.nothing-named')}</p>;
  return (
    <ul class="reasons">
      {added.map((name) => (
        <li>
          <strong>{t('inspect.diff.now')}</strong> {wordsOf(name, t)}
        </li>
      ))}
      {removed.map((name) => (
        <li>
          {t('inspect.diff.no-longer')} {wordsOf(name, t)}
        </li>
      ))}
    </ul>
  );
}

/** `host:evil.example` as a person reads it. */
export function wordsOf(name: string, t: Translate): string {
  const at = name.indexOf(':');
  const [kind, value] = [name.slice(0, at), name.slice(at + 1)];
  if (kind === 'host') return t('inspect.diff.host', { host: value });
  if (kind === 'field') return t('inspect.diff.field', { field: t(`inspect.field.${value}`) });
  return t(`inspect.does.${value}`);
}
