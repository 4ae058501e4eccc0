import { showMoney } from '#kernel/money.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import type { Shop } from '#registry/types.ts';
import { Card, Grid } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Stat } from '#web/components/stat.tsx';
import { Tabs } from '#web/components/tabs.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { OrderFeed } from '../orders/feeds/store.ts';
import type { HookProvider } from '../orders/hooks/adapters.ts';
import type { LookResult, LookTrouble } from '../orders/look-result.ts';
import type { Money } from '../orders/order-facts.ts';
import { orderSystems, orderTroubles } from '../orders/order-words.ts';
import type { RhythmKey } from '../orders/read-rhythm.ts';
import type { OrderHook, OrderSettings } from '../orders/store.ts';
import type { TakenFile } from '../orders/take-order-file.ts';
import { weighTrouble } from '../orders/weigh-trouble.ts';
import { type ApiForm, ApisCard } from './apis-card.tsx';
import { type FeedForm, FeedsCard } from './feeds-card.tsx';
import { FileForm } from './file-form.tsx';
import { FoldersCard } from './folders-card.tsx';
import { HooksCard } from './hooks-card.tsx';
import { MixCard } from './mix-card.tsx';
import { nameOfRhythm } from './name-of-rhythm.ts';
import { OrdersFlow } from './orders-flow.tsx';
import { PromisesForm } from './promises-form.tsx';

interface OrdersPageProps {
  readonly shops: readonly Shop[];
  readonly shop: Shop;
  /** `null`: no system tells of orders, or nobody looked yet. */
  readonly look: { readonly at: Date; readonly result: LookResult } | null;
  /** What changed at the shop in the last day, oldest first. */
  readonly changes: readonly ShopChange[];
  /** Who looks. */
  readonly person: string | null;
  readonly settings: OrderSettings;
  /** Whether this person may change what the shop promises. */
  readonly mayChange: boolean;
  readonly wrong?: string | undefined;
  /** What came of a file that was just sent, or why it was not taken. */
  readonly file?: TakenFile | string | undefined;
  readonly hooks: readonly OrderHook[];
  readonly feeds: readonly OrderFeed[];
  /** A database that somebody is about to add. */
  readonly feed?: FeedForm | undefined;
  readonly api?: ApiForm | undefined;
  readonly folder?: FeedForm | undefined;
  /** The address for a provider's messages that was just made, or why it was not. */
  readonly made?: { readonly url: string; readonly provider: HookProvider } | { readonly wrong: string } | undefined;
}

/** How a shop's orders stand over all its systems: what needs somebody, the way of all, the rhythm, who tells, what is promised. */
export function OrdersPage({
  shops,
  shop,
  look,
  changes,
  person,
  settings,
  mayChange,
  wrong,
  file,
  hooks,
  feeds,
  feed,
  api,
  folder,
  made,
}: OrdersPageProps) {
  const { t } = useView();
  const tabs = shops.map((one) => ({ href: `/watch/orders?shop=${one.id}`, label: one.name, current: one.id === shop.id }));
  return (
    <>
      {shops.length > 1 ? <Tabs label={t('watch.check.shop')} tabs={tabs} /> : null}
      {look === null ? (
        <Card heading={t('watch.orders.none')}>
          <p>{t('watch.orders.none-text')}</p>
        </Card>
      ) : (
        <Standing look={look} shop={shop} changes={changes} person={person} />
      )}
      {mayChange ? <HooksCard shop={shop} hooks={hooks} made={made} /> : null}
      {mayChange ? <ApisCard shop={shop} feeds={feeds.filter((one) => one.api !== null)} form={api} /> : null}
      {mayChange ? <FeedsCard shop={shop} feeds={feeds.filter((one) => one.api === null && one.folder === null)} form={feed} /> : null}
      {mayChange ? <FoldersCard shop={shop} feeds={feeds.filter((one) => one.folder !== null)} form={folder} /> : null}
      {mayChange ? <FileForm shop={shop} file={file} isOpen={look === null} /> : null}
      <PromisesForm shop={shop} settings={settings} mayChange={mayChange} wrong={wrong} />
    </>
  );
}

interface StandingProps extends Pick<OrdersPageProps, 'shop' | 'changes' | 'person'> {
  readonly look: NonNullable<OrdersPageProps['look']>;
}

function Standing({ look: { at, result }, shop, changes, person }: StandingProps) {
  const { t } = useView();
  const { states, flow, basket } = result;
  const perHour = result.rhythm.find(({ key }) => key.name === 'shop placed');
  return (
    <>
      <Grid columns={3}>
        <Stat label={t('watch.orders.stat.open')} value={states['in-flight']} note={t('watch.orders.stat.of', { orders: result.orders })} />
        <Stat
          label={t('watch.orders.stat.troubled')}
          value={states.overdue + states.impossible + states.differs}
          tone={states.impossible + states.differs > 0 ? 'bad' : states.overdue > 0 ? 'warn' : 'ok'}
          note={t('watch.orders.stat.troubled-note')}
        />
        <AtRisk perHour={perHour?.state === 'unknown' ? null : (perHour?.perHour ?? null)} basket={basket} />
      </Grid>
      <Troubles troubles={result.troubles} shop={shop} />
      <Card heading={t('watch.orders.flow')} foot={t('watch.orders.flow-foot')}>
        {flow.placed === 0 ? (
          <EmptyState heading={t('watch.orders.flow-none')} />
        ) : (
          <OrdersFlow flow={flow} troubles={result.troubles} shop={shop} />
        )}
      </Card>
      <Card heading={t('watch.services.changed')} foot={t('watch.services.changed-foot')}>
        {changes.length === 0 ? (
          <EmptyState heading={t('watch.services.changed-none')} />
        ) : (
          <ChangeList changes={changes} person={person} />
        )}
      </Card>
      {result.mix === undefined ? null : <MixCard mix={result.mix} />}
      <Rhythm rhythm={result.rhythm} isMixShown={result.mix !== undefined} />
      <Card heading={t('watch.orders.systems')} foot={t('watch.orders.systems-foot')}>
        <KeyValue
          items={[
            ...orderSystems.map((system) => {
              const told = result.systems[system];
              return {
                key: t(`watch.orders.system.${system}`),
                value: told === undefined ? <Pill tone="unknown">{t('watch.orders.not-told')}</Pill> : <Time at={new Date(told.to)} />,
              };
            }),
            { key: t('watch.orders.looked-at'), value: <Time at={at} as="second" /> },
          ]}
        />
      </Card>
    </>
  );
}

/** What a minute without orders costs, by what is usual in this hour. */
function AtRisk({ perHour, basket }: { readonly perHour: number | null; readonly basket: Money | null }) {
  const { t, locale } = useView();
  const value = perHour === null || basket === null ? null : showMoney(Math.round((perHour / 60) * basket.minor), basket.currency, locale);
  return <Stat label={t('watch.orders.stat.risk')} value={value} note={t('watch.orders.stat.risk-note')} />;
}

const TONES: Readonly<Record<string, Tone>> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'calm', info: 'calm' };
const place = ({ trouble }: LookTrouble): number => (orderTroubles as readonly string[]).indexOf(trouble);
const ORDER = ['critical', 'high', 'medium', 'low', 'info'];

function Troubles({ troubles, shop }: { readonly troubles: readonly LookTrouble[]; readonly shop: Shop }) {
  const { t, locale } = useView();
  const rows = [...troubles].sort((a, b) => ORDER.indexOf(weighTrouble(a)) - ORDER.indexOf(weighTrouble(b)) || place(a) - place(b));
  return (
    <Card heading={t('watch.orders.troubles')}>
      <DataTable
        caption={t('watch.orders.troubles')}
        rows={rows}
        empty={<EmptyState heading={t('watch.orders.troubles-none')}>{t('watch.orders.troubles-none-text')}</EmptyState>}
        columns={[
          { key: 'what', label: t('watch.orders.what'), cell: (row) => <What row={row} shop={shop} /> },
          {
            key: 'level',
            label: t('watch.orders.level'),
            cell: (row) => <Pill tone={TONES[weighTrouble(row)] ?? 'calm'}>{t(`watch.orders.level.${weighTrouble(row)}`)}</Pill>,
          },
          { key: 'orders', label: t('watch.orders.count'), align: 'number', cell: (row) => (row.trouble === 'silent' ? '–' : row.orders) },
          {
            key: 'money',
            label: t('watch.orders.money'),
            align: 'number',
            cell: (row) => row.amounts.map(({ minor, currency }) => showMoney(minor, currency, locale)).join(', ') || '–',
          },
          { key: 'since', label: t('watch.check.since'), cell: (row) => <Time at={new Date(row.since)} /> },
        ]}
      />
    </Card>
  );
}

function What({ row, shop }: { readonly row: LookTrouble; readonly shop: Shop }) {
  const { t, locale } = useView();
  if (row.subject !== '') {
    const [what = '', ...words] = row.subject.split(' ');
    const name = nameOfRhythm({ what: what as RhythmKey['what'], name: words.join(' ') }, t, locale);
    const counts = { seen: row.orders, tried: row.tried ?? row.orders, expected: Math.round(row.expected ?? 0) };
    return <>{t(`watch.orders.trouble.${row.trouble}`, { name, ...counts })}</>;
  }
  return <a href={`/watch/orders/${shop.id}/${row.trouble}`}>{t(`watch.orders.trouble.${row.trouble}`)}</a>;
}

const RHYTHM: Readonly<Record<string, Tone>> = { usual: 'ok', silent: 'bad', low: 'bad', unknown: 'unknown' };

/** What fell silent first, then what each system tells, then ways to pay and carriers. */
function rank({ state, key }: LookResult['rhythm'][number]): number {
  return (state === 'silent' || state === 'low' ? 0 : 2) + (key.what === 'step' ? 0 : 1);
}

function Rhythm({ rhythm, isMixShown }: { readonly rhythm: LookResult['rhythm']; readonly isMixShown: boolean }) {
  const { t, locale } = useView();
  const rows = rhythm.filter(({ key }) => !isMixShown || key.what === 'step').sort((a, b) => rank(a) - rank(b) || b.perHour - a.perHour);
  const number = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  return (
    <Card heading={t('watch.orders.rhythm')} foot={t('watch.orders.rhythm-foot')}>
      <DataTable
        caption={t('watch.orders.rhythm')}
        rows={rows}
        prefix="r"
        pageSize={8}
        empty={<EmptyState heading={t('watch.orders.rhythm-none')} />}
        columns={[
          { key: 'what', label: t('watch.orders.what'), cell: ({ key }) => nameOfRhythm(key, t, locale) },
          {
            key: 'state',
            label: t('watch.check.state'),
            cell: ({ state }) => <Pill tone={RHYTHM[state] ?? 'unknown'}>{t(`watch.orders.rhythm.${state}`)}</Pill>,
          },
          {
            key: 'usual',
            label: t('watch.orders.per-hour'),
            align: 'number',
            cell: ({ state, perHour }) => (state === 'unknown' ? '–' : number(perHour)),
          },
          { key: 'last', label: t('watch.orders.last'), cell: ({ last }) => <Time at={new Date(last)} /> },
        ]}
      />
    </Card>
  );
}
