import { Card } from '#web/components/card.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { LintResult } from '../checks/lint-result.ts';

/** What the checks of a letter say: what fails, then what is unknown; what passes folds into one line. */
export function LintCard({ lint }: { readonly lint: readonly LintResult[] }) {
  const { t } = useView();
  const failing = lint.filter((one) => one.outcome === 'fail');
  const unknown = lint.filter((one) => one.outcome === 'unknown');
  const passing = lint.filter((one) => one.outcome === 'pass');
  return (
    <Card heading={t('tell.lint.heading', { passed: passing.length, all: lint.length })}>
      {failing.length + unknown.length === 0 ? <p>{t('tell.lint.all-pass')}</p> : null}
      <ul class="plain rows">
        {[...failing, ...unknown].map((one) => (
          <li>
            <p>
              <Pill tone={one.outcome === 'fail' ? 'bad' : 'unknown'}>{t('tell.lint.outcome', { outcome: one.outcome })}</Pill>{' '}
              <Chip>{one.id}</Chip>
            </p>
            <p>{one.rule}</p>
            {one.detail === '' ? null : <small>{`${asSentence(one.detail)} ${one.mend}`}</small>}
          </li>
        ))}
      </ul>
      {passing.length === 0 ? null : (
        <details>
          <summary>{t('tell.lint.passes', { count: passing.length })}</summary>
          <ul class="plain rows">
            {passing.map((one) => (
              <li>
                <Chip>{one.id}</Chip> {one.rule}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function asSentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
