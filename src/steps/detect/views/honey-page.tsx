import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { titleKeyOf } from '../explain.ts';
import type { HoneyCard } from '../honey/honey.ts';
import type { CopyRow, WriterRow } from '../honey/shops/store-writers.ts';
import { stateOf } from '../honey/state-of.ts';
import type { HoneyRow } from '../honey/store-honeys.ts';
import type { SignalRow } from '../store.ts';
import { HoneyCopyCard } from './honey-shop-cards.tsx';
import { toneOfLevel } from './tone-of.ts';

interface Props {
  readonly honey: HoneyRow;
  readonly writer: WriterRow | undefined;
  readonly copy: CopyRow | undefined;
  /** `null`: this person may not see it. */
  readonly card: HoneyCard | null;
  readonly signals: readonly SignalRow[];
  readonly wrong: string | undefined;
}

/** One honey customer: who it is, how to place it, and what was done with it. */
export function HoneyPage({ honey, writer, copy, card, signals, wrong }: Props) {
  const { t } = useView();
  const state = stateOf(honey);
  return (
    <>
      {signals.length > 0 ? <Uses signals={signals} /> : null}
      <Grid columns="split">
        <div class="stack">
          <Card heading={t('detect.honey.person')}>
            {card === null ? <p>{t('detect.honey.secret')}</p> : <Person honey={honey} card={card} />}
          </Card>
          {card === null || writer === undefined || (state === 'retired' && copy === undefined) ? null : (
            <HoneyCopyCard honey={honey.id} writer={writer} copy={copy} />
          )}
          {card === null || state === 'retired' ? null : <Place honey={honey} card={card} wrong={wrong} />}
        </div>
        <div class="stack">
          <Card heading={t('detect.honeys.column.state')}>
            <p>
              <Pill tone={state === 'placed' ? 'ok' : 'unknown'}>{t(`detect.honeys.state.${state}`)}</Pill>
            </p>
            {card === null || state === 'retired' ? null : (
              <>
                <p>{t('detect.honey.retire-text')}</p>
                <Form action={`/detect/honeys/${honey.id}/retire`} layout="inline">
                  <Button kind="quiet">{t('detect.honey.retire')}</Button>
                </Form>
              </>
            )}
          </Card>
        </div>
      </Grid>
    </>
  );
}

/** What was done with it, the newest first. */
function Uses({ signals }: { readonly signals: readonly SignalRow[] }) {
  const { t } = useView();
  return (
    <Card heading={t('detect.honeys.column.uses')}>
      <ul>
        {signals.map((signal) => (
          <li>
            <Pill tone={toneOfLevel(signal.level)}>{t(`detect.level.${signal.level}`)}</Pill> <Time at={signal.last_seen} />{' '}
            <a href={`/detect/signals/${signal.id}`}>{t(titleKeyOf(signal), { ...signal.facts })}</a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Person({ honey, card }: { readonly honey: HoneyRow; readonly card: HoneyCard }) {
  const { t } = useView();
  return (
    <>
      <p>{t('detect.honey.person-text')}</p>
      <KeyValue
        items={[
          { key: t('detect.honey.name'), value: card.name },
          { key: t('detect.honey.mail'), value: <code>{card.mail}</code> },
          { key: t('detect.honey.phone'), value: card.phone === '' ? t('detect.honey.phone-none') : <code>{card.phone}</code> },
          ...(card.customer === '' ? [] : [{ key: t('detect.honey.customer'), value: card.customer }]),
          ...(card.order === '' ? [] : [{ key: t('detect.honey.order'), value: card.order }]),
        ]}
      />
      <p>
        <ButtonLink href={`/detect/honeys/${honey.id}/card.csv`}>{t('detect.honey.csv')}</ButtonLink>
      </p>
    </>
  );
}

function Place({ honey, card, wrong }: { readonly honey: HoneyRow; readonly card: HoneyCard; readonly wrong: string | undefined }) {
  const { t } = useView();
  const isPlaced = stateOf(honey) === 'placed';
  return (
    <Card heading={t(isPlaced ? 'detect.honey.place-again' : 'detect.honey.place')}>
      <p>{t('detect.honey.place-text')}</p>
      <Form action={`/detect/honeys/${honey.id}/place`}>
        <Field
          name="customer"
          label={t('detect.honey.customer')}
          hint={t('detect.honey.number-hint')}
          value={card.customer}
          maxlength={100}
        />
        <Field name="order" label={t('detect.honey.order')} hint={t('detect.honey.number-hint')} value={card.order} maxlength={100} />
        <Field
          name="phone"
          type="tel"
          label={t('detect.honey.phone')}
          hint={t('detect.honey.phone-hint')}
          error={wrong}
          value={card.phone}
          maxlength={24}
        />
        <Button kind="main">{t('detect.honey.place-now')}</Button>
      </Form>
    </Card>
  );
}
