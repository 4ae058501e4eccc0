import type { FlowChartProps } from '#web/charts/chart-types.ts';
import { FlowChart } from '#web/charts/flow-chart.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { PaymentPage } from '../inspection.ts';
import { keyToken } from '../inventory/key-token.ts';
import { type Taker, whoTakesWhat } from '../inventory/who-takes-what.ts';

interface PaymentWatchProps {
  readonly shop: string;
  readonly look: { readonly page: PaymentPage; readonly at: Date } | null;
}

type FlowNode = FlowChartProps['nodes'][number];
const tones: Readonly<Record<Taker['tells'][number]['standing'], 'ok' | 'warn' | 'bad'>> = { thief: 'bad', payment: 'ok', other: 'warn' };

/** What became of the made-up values that were typed: who read them, and to whom they went. */
export function PaymentWatch({ shop, look }: PaymentWatchProps) {
  const { t } = useView();
  if (look === null) return null;
  const takers = whoTakesWhat(look.page, null);
  const field = (name: string) => t(`inspect.field.${FIELDS.has(name) ? name : 'other'}`);
  const typed = look.page.typed.map(field).join(', ');
  return (
    <Card
      heading={t('inspect.took.heading', { thieves: takers.filter((taker) => taker.isThief).length })}
      foot={
        <>
          {typed === '' ? t('inspect.took.nothing-typed') : t('inspect.took.typed', { typed })} <Time at={look.at} />
        </>
      }
    >
      <Flow takers={takers} field={field} />
      <DataTable
        caption={t('inspect.took.caption')}
        prefix="took"
        rows={takers}
        empty={<p class="soft">{t('inspect.took.nobody')}</p>}
        columns={[
          { key: 'script', label: t('inspect.scripts.script'), cell: (taker) => <ScriptCell shop={shop} taker={taker} /> },
          { key: 'reads', label: t('inspect.took.reads'), cell: (taker) => taker.reads.map(field).join(', ') || '–' },
          {
            key: 'tells',
            label: t('inspect.took.tells'),
            cell: (taker) =>
              taker.tells.length === 0
                ? '–'
                : taker.tells.map(({ host, fields, standing }) => (
                    <p>
                      <Pill tone={tones[standing]}>{t(`inspect.took.${standing}`)}</Pill> <code>{host}</code>:{' '}
                      {fields.map(field).join(', ')}
                    </p>
                  )),
          },
        ]}
      />
    </Card>
  );
}

const FIELDS: ReadonlySet<string> = new Set(['card', 'cvc', 'expiry', 'email', 'password', 'phone', 'postcode', 'address', 'name']);

function ScriptCell({ shop, taker }: { readonly shop: string; readonly taker: Taker }) {
  return (
    <>
      <ScriptName shop={shop} taker={taker} />
      {taker.notes.length === 0 ? null : <p class="soft">{taker.notes.join('; ')}</p>}
    </>
  );
}

function ScriptName({ shop, taker }: { readonly shop: string; readonly taker: Taker }) {
  const { t } = useView();
  if (taker.script === null) return <span class="soft">{t('inspect.took.somebody')}</span>;
  const label = taker.script.startsWith('inline:') || taker.script.startsWith('eval:') ? taker.script.slice(0, 15) : taker.script;
  return (
    <a href={`/inspect/shops/${shop}/scripts/${keyToken(taker.script)}`}>
      <code>{label}</code>
    </a>
  );
}

/** Fields, scripts and hosts as one picture; only what was told to somebody or read by somebody is in it. */
function Flow({ takers, field }: { readonly takers: readonly Taker[]; readonly field: (name: string) => string }) {
  const { t } = useView();
  const shown = takers.filter(({ reads, tells }) => reads.length + tells.length > 0).slice(0, 12);
  if (shown.length === 0) return null;
  const links = shown.flatMap((taker) => {
    const id = `script ${taker.script}`;
    const fields = new Set([...taker.reads, ...taker.tells.flatMap((told) => told.fields)]);
    return [
      ...[...fields].map((name) => ({ from: `field ${name}`, to: id, value: 1 })),
      ...taker.tells.map(({ host, fields: told }) => ({ from: id, to: `host ${host}`, value: told.length })),
    ];
  });
  const nodes = shown.flatMap((taker): FlowNode[] => [
    ...[...taker.reads, ...taker.tells.flatMap(({ fields }) => fields)].map((name) => ({ id: `field ${name}`, name: field(name) })),
    { id: `script ${taker.script}`, name: nameOf(taker.script, t('inspect.took.somebody')), tone: taker.isThief ? 'bad' : 'calm' },
    ...taker.tells.map(({ host, standing }) => ({ id: `host ${host}`, name: host, tone: tones[standing] })),
  ]);
  return (
    <FlowChart
      nodes={[...new Map(nodes.map((node) => [node.id, node])).values()]}
      links={links}
      label={t('inspect.took.caption')}
      height={Math.min(420, 90 + shown.length * 40)}
    />
  );
}

/** The last part of an address, or the kind of a script without one: there is little room. */
function nameOf(script: string | null, somebody: string): string {
  if (script === null) return somebody;
  const url = URL.parse(script);
  if (url === null || !/^https?:$/.test(url.protocol)) return script.slice(0, 13);
  return url.pathname.split('/').at(-1)?.slice(0, 22) || url.host;
}
