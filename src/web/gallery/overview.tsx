import { Sparkline } from '../charts/sparkline.tsx';
import { type BarState, StatusBars } from '../charts/status-bars.tsx';
import { ButtonLink } from '../components/button.tsx';
import { Card, Grid } from '../components/card.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { NowCard } from '../components/now-card.tsx';
import { Pill } from '../components/pill.tsx';
import { Stat } from '../components/stat.tsx';
import type { Station } from '../components/stations.tsx';
import { Timeline } from '../components/timeline.tsx';
import { steps, type Tone } from '../types.ts';

const HOUR = 3_600_000;

export const way: readonly Station[] = [
  { name: 'Detected', note: '03:02:11', state: 'done', href: '/parts' },
  { name: 'Paged', note: '+1.4 s', state: 'done' },
  { name: 'Answered', note: '+3 min', state: 'done' },
  { name: 'Contained', note: '+19 min', state: 'done' },
  { name: 'Decide', note: 'you are here', state: 'here' },
  { name: 'Authority', state: 'ahead' },
  { name: 'Customers', state: 'ahead' },
  { name: 'Closed', state: 'ahead' },
];

interface Shop {
  readonly name: string;
  readonly tone: Tone;
  readonly state: string;
  readonly bars: readonly BarState[];
  readonly orders: number | null;
  readonly usual: string;
  readonly unshipped: number;
  readonly script: Tone;
  readonly scriptState: string;
}

const up = (count: number): BarState[] => Array.from({ length: count }, () => 'up');

const shops: readonly Shop[] = [
  {
    name: 'Shop North',
    tone: 'bad',
    state: 'leak contained',
    bars: [...up(23), 'slow'],
    orders: 212,
    usual: 'usual 190–240',
    unshipped: 0,
    script: 'ok',
    scriptState: 'unchanged',
  },
  {
    name: 'Shop South',
    tone: 'warn',
    state: 'courier slow',
    bars: [...up(10), 'slow', ...up(5), 'slow', 'slow', ...up(3), 'slow', 'slow', 'slow'],
    orders: 48,
    usual: 'usual 45–70',
    unshipped: 7,
    script: 'calm',
    scriptState: '1 new script',
  },
  {
    name: 'Shop West',
    tone: 'unknown',
    state: 'not watched for 6 min, and before that slow since 04:12, courier cut off',
    bars: [...up(5), 'down', ...up(15), 'unwatched', 'unwatched', 'unwatched'],
    orders: null,
    usual: 'prober cut off',
    unshipped: 2,
    script: 'ok',
    scriptState: 'unchanged',
  },
];

const columns: readonly Column<Shop>[] = [
  { key: 'shop', label: 'Shop', cell: (shop) => <a href="/parts">{shop.name}</a>, sortBy: (shop) => shop.name },
  { key: 'now', label: 'Now', cell: (shop) => <Pill tone={shop.tone}>{shop.state}</Pill> },
  { key: 'day', label: 'Last 24 hours', cell: (shop) => <StatusBars bars={shop.bars} label={`${shop.name}, last 24 hours`} /> },
  {
    key: 'orders',
    label: 'Orders, last hour',
    align: 'number',
    cell: (shop) => (
      <>
        {shop.orders ?? '–'} <small>{shop.usual}</small>
      </>
    ),
    sortBy: (shop) => shop.orders,
  },
  {
    key: 'unshipped',
    label: 'Paid, not shipped',
    align: 'number',
    cell: (shop) => (shop.unshipped > 0 ? <a href="/charts">{shop.unshipped}</a> : 0),
    sortBy: (shop) => shop.unshipped,
  },
  { key: 'scripts', label: 'Payment page', cell: (shop) => <Pill tone={shop.script}>{shop.scriptState}</Pill> },
];

const next = [
  {
    at: 'today',
    what: (
      <>
        Approve or reject a <a href="/parts">new script</a> on South’s payment page
      </>
    ),
    tone: 'warn',
  },
  {
    at: 'today',
    what: (
      <>
        Confirm the look-alike <a href="/parts">practice-shop-north.example</a>
      </>
    ),
    tone: 'calm',
  },
  { at: 'Tue', what: 'The certificate of West renews itself; it is watched' },
  { at: '1 Dec', what: 'Customer tips before Christmas go out' },
] as const;

export function overview() {
  return (
    <>
      <NowCard
        heading="Order pages of 1,204 customers were read one after another"
        href="/parts"
        ring={{ leftMs: 67.351 * HOUR, wholeMs: 72 * HOUR }}
        stations={way}
        action={
          <ButtonLink kind="main" href="/forms">
            Decide what to report
          </ButtonLink>
        }
      >
        Practice Shop North · a logged-in account stepped through order numbers 100000–101203 from two addresses between 03:01 and 03:20 ·
        names, addresses, order contents · no card data
      </NowCard>
      <Grid columns={4}>
        <Stat label="Shops watched" value="2 of 3" note="West since 07:35: nobody looks" tone="warn" href="/" />
        <Stat
          label="Answers within"
          value={184}
          unit="ms"
          note="usual 160–210 ms"
          chart={<Sparkline values={[170, 176, 181, 169, 172, 190, 184]} label="Response time, last 7 hours, 169 to 190 ms" />}
        />
        <Stat label="Orders paid, not shipped" value={9} note="7 of them overdue" tone="warn" href="/charts" />
        <Stat label="Messages asked about" value={null} note="the answer page was not reachable" />
      </Grid>
      <Card heading="Two shops answer, one is not watched" live="watch" id="shops">
        <DataTable caption="Shops" columns={columns} rows={shops} />
      </Card>
      <Grid columns="split">
        <Card heading="Nobody has asked about a message today">
          <EmptyState heading="The customers are quiet.">
            When somebody asks whether a message came from you, the answer stands here.
          </EmptyState>
        </Card>
        <Card heading="What comes next">
          <Timeline items={next} />
        </Card>
      </Grid>
      <Card heading="The way round">
        <ol class="loop">
          {steps.map((step) => (
            <li>
              <a href="/parts">{step}</a>
              <small>Nothing is open here; looked at 2 minutes ago.</small>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}
