import type { ShopId } from '#kernel/ids.ts';
import type { Lists } from '#sigma/index.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Scorecard } from '../own/read-scorecards.ts';
import type { CostRow } from '../own/rule-costs.ts';
import type { RuleRow } from '../own/store-rules.ts';
import { CostsCard } from './costs-card.tsx';
import { toneOfState } from './tone-of.ts';

interface Props {
  readonly shops: readonly { readonly id: ShopId; readonly name: string }[];
  readonly lists: readonly { readonly shop: ShopId; readonly lists: Lists }[];
  readonly rules: readonly RuleRow[];
  readonly cards: readonly Scorecard[];
  readonly costs: readonly CostRow[];
  readonly refused: { readonly shop: string; readonly text: string; readonly why: string } | null;
  readonly mayConfigure: boolean;
}

const EXAMPLE = `title: Somebody asks for the old shop
logsource: { category: webserver }
detection:
  old: { cs-uri-stem|startswith: /old-shop/ }
  condition: old
level: medium`;

/** A rule for each of the other places, to begin with. */
const ELSEWHERE = [
  `title: A host that the shop never calls
logsource: { category: span }
detection:
  call: { span.kind: client }
  known: { span.peer|endswith: [.ourgateway.example, .ourcourier.example] }
  condition: call and not known
level: high`,
  `title: A script from elsewhere on the checkout
logsource: { category: browser_report }
detection:
  blocked:
    report.type: csp-violation
    effective-directive|startswith: script-src
    page|contains: /checkout
  condition: blocked
level: high`,
  `title: A coupon is used
logsource: { category: application }
detection:
  used: { name: shop.coupon.used }
  condition: used
level: low`,
];

/** The shop's own rules, how every rule did, and a place to add one. */
export function RulesPage({ shops, lists, rules, cards, costs, refused, mayConfigure }: Props) {
  const { t } = useView();
  const names = new Map<string, string>(shops.map((shop) => [shop.id, shop.name]));
  const choices = shops.map((shop) => ({ value: shop.id, label: shop.name }));
  return (
    <>
      <Card heading={t('detect.rules.own')}>
        <DataTable
          caption={t('detect.rules.own')}
          columns={ownColumns(t, names)}
          rows={rules}
          prefix="own"
          textOf={(row) => `${row.title} ${row.text}`}
          empty={<EmptyState heading={t('detect.rules.none')}>{t('detect.rules.none-text')}</EmptyState>}
        />
      </Card>
      {mayConfigure && shops.length > 0 ? (
        <Card heading={t('detect.rules.add')}>
          <Form action="/detect/rules">
            <Select name="shop" label={t('detect.signals.column.shop')} options={choices} value={refused?.shop} required />
            <Textarea
              name="text"
              label={t('detect.rules.text')}
              hint={t('detect.rules.text-hint')}
              error={refused?.why}
              value={refused?.text ?? EXAMPLE}
              rows={14}
              maxlength={100_000}
              required
            />
            <Button kind="main">{t('detect.rules.save-shadow')}</Button>
          </Form>
          <Fold summary={t('detect.rules.where')}>
            <p>{t('detect.rules.where-text')}</p>
            {ELSEWHERE.map((text) => (
              <Verbatim text={text} />
            ))}
          </Fold>
        </Card>
      ) : null}
      <Card heading={t('detect.rules.scorecards')}>
        <p>{t('detect.rules.scorecards-text')}</p>
        <DataTable caption={t('detect.rules.scorecards')} columns={cardColumns(t)} rows={cards} prefix="card" />
      </Card>
      <CostsCard costs={costs} names={names} />
      <Card heading={t('detect.rules.lists')}>
        <p>{t('detect.rules.lists-text')}</p>
        {lists.flatMap(({ shop, lists: own }) =>
          [...own].map(([name, items]) => (
            <p>
              <code>%{name}%</code> {names.get(shop)}: {items.slice(0, 20).join(', ')}
            </p>
          )),
        )}
        {mayConfigure && shops.length > 0 ? (
          <Form action="/detect/rules/lists">
            <Select id="list-shop" name="shop" label={t('detect.signals.column.shop')} options={choices} required />
            <Field name="name" label={t('detect.rules.list-name')} pattern="[a-z][a-z0-9_\-]*" maxlength={41} required />
            <Textarea name="items" label={t('detect.rules.list-items')} hint={t('detect.rules.list-hint')} rows={4} />
            <Button>{t('detect.rules.list-save')}</Button>
          </Form>
        ) : null}
      </Card>
    </>
  );
}

function ownColumns(t: Translate, names: ReadonlyMap<string, string>): readonly Column<RuleRow>[] {
  return [
    {
      key: 'title',
      label: t('detect.rules.column.title'),
      cell: (row) => <a href={`/detect/rules/${row.id}`}>{row.title}</a>,
      sortBy: (row) => row.title,
    },
    {
      key: 'state',
      label: t('detect.rules.column.state'),
      cell: (row) => <Pill tone={toneOfState(row.state)}>{t(`detect.rules.state.${row.state}`)}</Pill>,
      filterBy: (row) => row.state,
      filterLabel: (value) => t(`detect.rules.state.${value}`),
    },
    { key: 'shop', label: t('detect.signals.column.shop'), cell: (row) => names.get(row.shop_id) ?? row.shop_id },
    {
      key: 'changed',
      label: t('detect.rules.column.changed'),
      cell: (row) => <Time at={row.changed_at} />,
      sortBy: (row) => row.changed_at,
    },
  ];
}

function cardColumns(t: Translate): readonly Column<Scorecard>[] {
  const figure = (key: 'signals' | 'real' | 'wrong' | 'normal', label: string): Column<Scorecard> => ({
    key,
    label,
    align: 'number',
    cell: (row) => row[key],
    sortBy: (row) => row[key],
  });
  return [
    {
      key: 'rule',
      label: t('detect.rules.column.title'),
      cell: (row) =>
        row.own ? (
          <a href={`/detect/rules/${row.own.id}`}>{row.own.title}</a>
        ) : row.signals > 0 ? (
          <a href={`/detect?is.what=${row.rule}`}>{t(`detect.rule.${row.rule}.name`)}</a>
        ) : (
          t(`detect.rule.${row.rule}.name`)
        ),
      sortBy: (row) => row.own?.title ?? t(`detect.rule.${row.rule}.name`),
    },
    figure('signals', t('detect.rules.column.signals')),
    figure('real', t('detect.rules.column.real')),
    figure('wrong', t('detect.rules.column.wrong')),
    figure('normal', t('detect.rules.column.normal')),
    {
      key: 'last',
      label: t('detect.signal.last'),
      cell: (row) => (row.last === null ? '–' : <Time at={row.last} />),
      sortBy: (row) => row.last,
    },
  ];
}
