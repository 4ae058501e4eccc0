import { ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Radios } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Duty, Outcome } from '../checks/decide-obligations.ts';
import { type OtherLaw, otherLaws } from '../checks/other-laws.ts';
import { lawName } from '../law-name.ts';
import { lawWords } from '../law-words.ts';

interface Props {
  readonly outcome: Outcome;
  /** Where what they turn on is asked; null for whoever may not answer. */
  readonly ask: string | null;
  readonly now: Date;
}

/** What other laws ask: those that apply first, then those that may, of which it is said what decides. Nothing where none does. */
export function LawsCard({ outcome, ask, now }: Props) {
  const { t, locale } = useView();
  const laws = otherLaws(outcome);
  const sure = laws.filter(({ applies }) => applies === 'yes');
  const open = laws.filter(({ applies }) => applies === 'unknown');
  return (
    <Card
      heading={t('decide.laws.heading', { count: sure.length })}
      actions={<a href="/decide/law">{t('decide.laws.all')}</a>}
      foot={t('decide.laws.foot')}
    >
      {sure.length === 0 ? <p>{t('decide.laws.none')}</p> : null}
      {sure.map((law) => (
        <Law law={law} now={now} />
      ))}
      {open.length > 0 ? (
        <Fold summary={t('decide.laws.may', { count: open.length })}>
          <p>{t('decide.laws.may-text')}</p>
          {ask === null ? null : <ButtonLink href={ask}>{t('decide.laws.answer')}</ButtonLink>}
          <ul class="plain rows">
            {open.map(({ id }) => (
              <li>{lawName(id, locale)}</li>
            ))}
          </ul>
        </Fold>
      ) : null}
    </Card>
  );
}

function Law({ law, now }: { readonly law: OtherLaw; readonly now: Date }) {
  const { t, locale } = useView();
  const words = lawWords(locale);
  return (
    <section class="law">
      <h3>
        {lawName(law.id, locale)} {law.variant === null ? null : <Chip>{law.variant}</Chip>}
      </h3>
      <ul class="plain rows">
        {law.duties.map((duty) => (
          <li>
            <Pill tone={toneOf(duty, now)}>{t('decide.answer', { answer: duty.answer })}</Pill> <Chip>{duty.id}</Chip>{' '}
            <b>{t('decide.duty', { duty: duty.to })}</b> <Due duty={duty} now={now} />
            <p>{words(duty.does)}</p>
            {duty.recipients.length > 0 ? (
              <p class="soft">{t('decide.laws.recipients', { list: duty.recipients.map(words).join(', ') })}</p>
            ) : null}
            {duty.missing.length > 0 ? (
              <p class="soft">{t('decide.laws.missing', { list: duty.missing.map((name) => t('decide.fact', { name })).join(', ') })}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Due({ duty, now }: { readonly duty: Duty; readonly now: Date }) {
  const { t } = useView();
  const { deadline } = duty;
  if (deadline === null) return <>{t('decide.laws.soon')}</>;
  if (deadline.at === null) return <>{t('decide.laws.unstarted', { fact: t('decide.fact', { name: deadline.anchor }) })}</>;
  const at = new Date(deadline.at);
  return (
    <>
      {t(at < now ? 'decide.laws.was' : 'decide.by')} <Time at={at} />
    </>
  );
}

function toneOf({ answer, deadline }: Duty, now: Date): Tone {
  if (answer === 'unknown') return 'unknown';
  return deadline?.at && new Date(deadline.at) < now ? 'bad' : 'warn';
}

/** The duties of other laws that apply, each with the proposal chosen; part of the form of a decision. */
export function OtherDuties({ outcome }: { readonly outcome: Outcome }) {
  const { t, locale } = useView();
  const options = (['yes', 'no'] as const).map((value) => ({ value, label: t('decide.answer', { answer: value }) }));
  const laws = otherLaws(outcome).filter(({ applies }) => applies === 'yes');
  if (laws.length === 0) return null;
  return (
    <Fold summary={t('decide.laws.decide', { count: laws.length })} open>
      {laws.map((law) => (
        <section class="law">
          <h3>{lawName(law.id, locale)}</h3>
          {law.duties.map(({ id, to, does, answer }) => (
            <Radios
              name={`other:${id}`}
              label={
                <>
                  {t('decide.duty', { duty: to })} <Chip>{id}</Chip>
                </>
              }
              beside
              options={options}
              hint={answer === 'unknown' ? `${lawWords(locale)(does)} ${t('decide.decide.unknown')}` : lawWords(locale)(does)}
              {...(answer === 'unknown' ? {} : { value: answer })}
            />
          ))}
        </section>
      ))}
    </Fold>
  );
}
