import { Card } from '#web/components/card.tsx';
import { Diff } from '#web/components/diff.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { compareLines, entryLines, nameBeside } from './entry-lines.ts';
import type { LinkedEntry } from './read-register.ts';

interface EntryPageProps {
  /** Every version of one case's entry, oldest first. */
  readonly versions: readonly LinkedEntry[];
  readonly ends: Date | null;
  /** Names of the organisation's people by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** One case in the register: the latest version in full, then each older one with what the next changed. */
export function EntryPage({ versions, ends, names }: EntryPageProps) {
  const { t } = useView();
  const latest = versions.at(-1);
  if (!latest) return <EmptyState heading={t('decide.register.none')}>{t('register.not-yet')}</EmptyState>;
  return (
    <>
      <Card heading={t('register.version', { version: latest.version })} foot={<Ends ends={ends} />}>
        <EntryBody one={latest} names={names} />
      </Card>
      {versions.toReversed().map((one) => {
        const before = versions.find((other) => other.version === one.version - 1);
        return before ? <Change before={before} after={one} names={names} /> : null;
      })}
      {versions
        .slice(0, -1)
        .toReversed()
        .map((one) => (
          <Card>
            <Fold summary={t('register.older', { version: one.version })}>
              <EntryBody one={one} names={names} />
            </Fold>
          </Card>
        ))}
    </>
  );
}

function Ends({ ends }: { readonly ends: Date | null }) {
  const { t } = useView();
  if (ends === null) return <>{t('register.ends-open')}</>;
  return (
    <>
      {t('register.ends')} <Time at={ends} as="day" />
    </>
  );
}

interface ChangeProps extends Pick<EntryPageProps, 'names'> {
  readonly before: LinkedEntry;
  readonly after: LinkedEntry;
}

function Change({ before, after, names }: ChangeProps) {
  const view = { ...useView(), names };
  const { t } = view;
  if (before.content === null || after.content === null) return null;
  const lines = compareLines(entryLines(before.content.entry, view), entryLines(after.content.entry, view));
  const heading = t('register.changed', { from: before.version, to: after.version });
  return <Card heading={heading}>{lines.length === 0 ? <p>{t('register.same')}</p> : <Diff lines={lines} label={heading} />}</Card>;
}

/** What one version says, and its place in the chain. Also what is printed. */
export function EntryBody({ one, names }: Pick<EntryPageProps, 'names'> & { readonly one: LinkedEntry }) {
  const view = { ...useView(), names };
  const { t } = view;
  return (
    <dl class="key-value">
      <div>
        <dt>{t('decide.column.version')}</dt>
        <dd>{one.version}</dd>
      </div>
      {one.content === null ? (
        <div>
          <dt>{t('register.over')}</dt>
          <dd>{one.ended_at ? <Time at={one.ended_at} /> : null}</dd>
        </div>
      ) : (
        <>
          {entryLines(one.content.entry, view).map(({ label, text }) => (
            <div>
              <dt>{label}</dt>
              <dd class="wrap">{text}</dd>
            </div>
          ))}
          <div>
            <dt>{t('decide.column.written')}</dt>
            <dd class="wrap">
              <Time at={one.content.at} as="exact" />, {nameBeside(one.content.written_by, names)}
            </dd>
          </div>
        </>
      )}
      <div>
        <dt>{t('register.link', { seq: one.seq })}</dt>
        <dd>
          <code class="wrap">{one.hash}</code>
        </dd>
      </div>
    </dl>
  );
}
