import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Ring } from '#web/components/ring.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { runningClocks } from '../checks/next-step-of-case.ts';
import type { ClockDuty } from '../clocks/clocks-of.ts';
import type { CaseRow, ClockRow } from '../store.ts';

interface ClocksCardProps {
  readonly row: CaseRow;
  readonly clocks: readonly ClockRow[];
  /** Duties whose deadline begins with something that nobody has stated. */
  readonly waiting: readonly ClockDuty[];
  /** Facts that are not known and would change an answer. */
  readonly missing: readonly string[];
  readonly outcome: Pick<Outcome, 'home'>;
  readonly now: Date;
  readonly mayDecide: boolean;
}

const tones: Readonly<Record<ClockRow['state'], Tone>> = { running: 'calm', met: 'ok', late: 'bad', dropped: 'calm' };

/** Every deadline of a case, the next first, in the reader's zone and in UTC; what is due when not everything is known. */
export function ClocksCard(props: ClocksCardProps) {
  const { t } = useView();
  const { clocks, waiting } = props;
  if (clocks.length + waiting.length === 0) return null;
  const running = runningClocks(clocks);
  const over = clocks.filter((clock) => !running.includes(clock));
  return (
    <Card id="clocks" heading={t('decide.clock.heading')}>
      <ul class="plain rows clocks">
        {running.map((clock) => (
          <li>
            <Running {...props} clock={clock} />
          </li>
        ))}
        {over.map((clock) => (
          <li>
            <Ended clock={clock} />
          </li>
        ))}
        {waiting.map((duty) => (
          <li>
            <p>
              <b>{wordsOfDuty(duty, t)}</b> <Pill tone="unknown">{t('decide.clock.waiting')}</Pill>
            </p>
            <p class="soft">{t('decide.clock.begins', { fact: t('decide.fact', { name: duty.deadline?.anchor ?? '' }) })}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Running({ row, clock, missing, now, mayDecide, outcome }: ClocksCardProps & { readonly clock: ClockRow }) {
  const { t, timeZone } = useView();
  const isLate = clock.due_at <= now;
  return (
    <div class="clock">
      <Ring size="small" leftMs={clock.due_at.getTime() - now.getTime()} wholeMs={clock.due_at.getTime() - clock.anchor_at.getTime()} />
      <div>
        <p>
          <b>{wordsOfDuty({ ...clock, to: clock.owed_to }, t)}</b> <Chip>{clock.duty}</Chip>{' '}
          <Pill tone={isLate ? 'bad' : clock.answer === 'unknown' ? 'unknown' : 'calm'}>
            {t('decide.clock.state', { state: isLate ? 'late' : clock.answer === 'unknown' ? 'maybe' : 'running' })}
          </Pill>
        </p>
        <p>
          <Time at={clock.due_at} /> <span class="soft">{utcOf(clock.due_at)}</span>
        </p>
        {clock.answer === 'unknown' ? <p>{t('decide.clock.phases')}</p> : null}
        {clock.answer === 'unknown' && missing.length > 0 ? (
          <p class="soft">{t('decide.clock.missing', { facts: missing.map((name) => t('decide.fact', { name })).join(', ') })}</p>
        ) : null}
        {mayDecide && row.state === 'open' && !(clock.regime === outcome.home && clock.owed_to === 'authority') ? (
          <MetForm row={row} clock={clock} isLate={isLate} zone={timeZone} />
        ) : null}
      </div>
    </div>
  );
}

function Ended({ clock }: { readonly clock: ClockRow }) {
  const { t } = useView();
  return (
    <>
      <p>
        <b>{wordsOfDuty({ ...clock, to: clock.owed_to }, t)}</b> <Chip>{clock.duty}</Chip>{' '}
        <Pill tone={tones[clock.state]}>{t('decide.clock.state', { state: clock.state })}</Pill>{' '}
        {clock.met_at === null ? null : <Time at={clock.met_at} />}
      </p>
      {clock.reason_for_delay === null ? null : <p>{t('decide.filing.because', { reason: clock.reason_for_delay })}</p>}
      {clock.dropped_because === null ? null : <p class="soft">{t('decide.clock.dropped', { because: clock.dropped_because })}</p>}
    </>
  );
}

interface MetFormProps {
  readonly row: CaseRow;
  readonly clock: ClockRow;
  readonly isLate: boolean;
  readonly zone: string;
}

function MetForm({ row, clock, isLate, zone }: MetFormProps) {
  const { t } = useView();
  const id = `${clock.duty}-${clock.stage}`;
  return (
    <details>
      <summary>{t('decide.clock.note')}</summary>
      <Form action={`/decide/cases/${row.id}/clocks`}>
        <input type="hidden" name="duty" value={clock.duty} />
        <input type="hidden" name="stage" value={clock.stage} />
        <Field
          id={`${id}-at`}
          name="at"
          type="datetime-local"
          label={t('decide.filing.at')}
          hint={t('decide.filing.zone', { zone })}
          required
        />
        <Field id={`${id}-evidence`} name="evidence" label={t('decide.clock.evidence')} maxlength={2_000} required />
        {isLate ? (
          <Textarea id={`${id}-delay`} name="reasonForDelay" label={t('decide.filing.reason')} rows={3} maxlength={4_000} required />
        ) : null}
        <Button>{t('decide.filing.button')}</Button>
      </Form>
    </details>
  );
}

type Named = Pick<ClockDuty, 'to' | 'regime' | 'stage' | 'does'>;

/** What is due, in words where there are any, else as the law's table says it. */
export function wordsOfDuty({ to, regime, does }: Named, t: ReturnType<typeof useView>['t']): string {
  const name = regime.toUpperCase();
  return ['authority', 'people', 'register', 'controller'].includes(to) ? t('decide.clock.what', { to, regime: name }) : `${name}: ${does}`;
}

/** The same instant for whoever sits elsewhere: `2026-11-23 15:20 UTC`. */
export function utcOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
