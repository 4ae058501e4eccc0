import type { PropsWithChildren } from 'hono/jsx';
import type { KnownRisk, MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { FactRow } from '#web/components/fact-row.tsx';
import { formatTime } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { sayMissing } from '../say-risk.ts';
import type { IncidentRow } from '../store.ts';

interface RiskRowProps {
  readonly incident: IncidentRow;
  readonly risk: MoneyAtRisk;
}

const TONES: Readonly<Record<KnownRisk['now'], Tone>> = { fewer: 'bad', usual: 'ok', early: 'unknown', quiet: 'calm', over: 'calm' };

/** What an incident costs in orders that do not come, with the shop's orders as its evidence. */
export function RiskRow({ incident, risk }: RiskRowProps) {
  const { t } = useView();
  return (
    <FactRow
      label={t('respond.risk.label')}
      tone={risk.state === 'known' ? TONES[risk.now] : 'unknown'}
      state={t('respond.risk.state', { now: risk.state === 'known' ? risk.now : 'unknown' })}
    >
      {risk.state === 'known' ? (
        <Known incident={incident} risk={risk} />
      ) : (
        // A message's choices cannot hold a hyphen.
        <Evidence shop={incident.shop_id}>{t('respond.risk.why', { why: risk.why.replace('-', '_') })}</Evidence>
      )}
    </FactRow>
  );
}

function Known({ incident, risk }: { readonly incident: IncidentRow; readonly risk: KnownRisk }) {
  const { t, locale, timeZone } = useView();
  const { now, perMinute, soFar, seen, expected } = risk;
  const until = incident.recovered_at ?? incident.closed_at;
  const time = (at: Date): string => formatTime(at, locale, timeZone, 'moment');
  const minute = t('respond.risk.minute', {
    ...{ now, missed: soFar === null ? 'no' : 'yes' },
    amount: perMinute === null ? '' : sayMissing(perMinute, t, locale),
  });
  const amount = soFar === null ? null : sayMissing(soFar, t, locale);
  const since = time(incident.first_seen);
  const sum =
    amount === null
      ? null
      : until === null
        ? t('respond.risk.so-far', { amount, since })
        : t('respond.risk.in-all', { amount, since, until: time(until) });
  const words = [minute, sum].filter((one) => one !== null && one !== '').join(' ');
  const usual = expected.toLocaleString(locale, { maximumFractionDigits: expected < 10 ? 1 : 0 });
  return (
    <>
      <Evidence shop={incident.shop_id}>{upperFirst(words, locale)}</Evidence>{' '}
      <small>{t('respond.risk.counts', { seen, expected: usual })}</small>
      {(perMinute ?? soFar)?.money === null ? <small> {t('respond.risk.unpriced')}</small> : null}
    </>
  );
}

/** What the figures rest on. */
function Evidence({ shop, children }: PropsWithChildren<{ readonly shop: string }>) {
  return <a href={`/watch/orders?shop=${shop}`}>{children}</a>;
}

function upperFirst(words: string, locale: string): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}
