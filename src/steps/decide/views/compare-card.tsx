import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip } from '#web/components/pill.tsx';
import { formatTime } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { AnswerChange, Comparison, FactChange } from '../checks/compare-versions.ts';
import { lawWords } from '../law-words.ts';
import type { CaseRow } from '../store.ts';
import { wordsOfFact } from './fact-words.ts';

interface CompareCardProps {
  readonly row: CaseRow;
  readonly comparison: Comparison;
  readonly versions: readonly { readonly version: number; readonly at: Date }[];
  readonly from: number;
  readonly to: number;
}

/** What changed between two versions of a case: facts, then answers with the reasons that made them. */
export function CompareCard({ row, comparison, versions, from, to }: CompareCardProps) {
  const view = useView();
  const { t, locale, timeZone } = view;
  if (versions.length < 2) return null;
  const options = versions.map(({ version, at }) => ({
    value: String(version),
    label: `${t('decide.compare.version', { version })} · ${formatTime(at, locale, timeZone)}`,
  }));
  const { facts, answers, severity } = comparison;
  const isSame = facts.length + answers.length === 0 && severity === null;
  return (
    <Card id="changes" heading={t('decide.compare.heading', { from, to })}>
      {isSame ? <p>{t('decide.compare.nothing')}</p> : null}
      <ul class="plain rows">
        {answers.map((change) => (
          <li>
            <Answer change={change} />
          </li>
        ))}
        {severity === null ? null : <li>{t('decide.compare.severity', { from: range(severity.from), to: range(severity.to) })}</li>}
        {facts.map((change) => (
          <li>
            <FactLine change={change} />
          </li>
        ))}
      </ul>
      <Form action={`/decide/cases/${row.id}#changes`} method="get" layout="inline">
        <Select name="from" label={t('decide.compare.from')} options={options} value={String(from)} required />
        <Select name="to" label={t('decide.compare.to')} options={options} value={String(to)} required />
        <Button>{t('decide.compare.button')}</Button>
      </Form>
    </Card>
  );
}

function Answer({ change }: { readonly change: AnswerChange }) {
  const { t, locale } = useView();
  const inWords = lawWords(locale);
  const { duty, from, to, because, noMore } = change;
  const words = { duty: t('decide.duty', { duty }), from: t('decide.answer', { answer: from }), to: t('decide.answer', { answer: to }) };
  return (
    <>
      <p>
        <b>{from === to ? t('decide.compare.same-answer', words) : t('decide.change.arrow', words)}</b>
      </p>
      <ul class="reasons">
        {because.map((reason) => (
          <li>
            <Chip>{reason.rule}</Chip> <span>{inWords(reason.text)}</span>
          </li>
        ))}
        {noMore.map((reason) => (
          <li>
            <Chip>{reason.rule}</Chip> <span>{t('decide.compare.no-more', { reason: inWords(reason.text) })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function FactLine({ change }: { readonly change: FactChange }) {
  const view = useView();
  const { t, locale } = view;
  const { fact, from, to, by } = change;
  const say = (one: FactChange['from']) =>
    one === null
      ? t('decide.value.unknown')
      : `${wordsOfFact(fact, one.value, view)} (${t('decide.certainty', { certainty: one.certainty })})`;
  const signed = by === null || by === 0 ? '' : ` ${new Intl.NumberFormat(locale, { signDisplay: 'always' }).format(by)}`;
  return (
    <p>
      <b>
        {t('decide.fact', { name: fact })}
        {signed}
      </b>
      : {say(from)} → {say(to)}
    </p>
  );
}

function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? low.toFixed(2) : `${low.toFixed(2)}–${high.toFixed(2)}`;
}
