import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import { burnRules } from '../judge-burn.ts';
import type { LookSlo } from '../service-look.ts';
import type { Slo, SystemNote } from '../store.ts';
import { burnTones, hrefOfSystem, sayGoal, showShare, titleOf } from './words.ts';

interface Props {
  readonly shop: Shop;
  readonly notes: readonly SystemNote[];
  readonly slos: readonly Slo[];
  /** As they stood at the last look; a new one is not in it. */
  readonly judged: readonly LookSlo[];
  /** Whether the system is named: on a page of all systems. */
  readonly isNamed: boolean;
  readonly mayChange: boolean;
}

/** Goals: whether each holds, how fast its budget goes, how much is left. */
export function GoalsTable({ shop, notes, slos, judged, isNamed, mayChange }: Props) {
  const { t, locale } = useView();
  const standing = (slo: Slo) => judged.find((one) => one.slo === slo.slo);
  const nameOf = ({ service, far }: Slo): string => {
    const name = titleOf({ name: service, outside: false }, notes);
    return far === '' ? name : `${name} → ${titleOf({ name: far, outside: true }, notes)}`;
  };
  return (
    <DataTable
      caption={t('watch.services.goals')}
      rows={slos}
      prefix="g"
      empty={<EmptyState heading={t('watch.services.goals-none')} />}
      columns={[
        ...(isNamed
          ? [
              {
                key: 'system',
                label: t('watch.services.system'),
                cell: (slo: Slo) => <a href={hrefOfSystem(shop.id, { name: slo.service, outside: false })}>{nameOf(slo)}</a>,
              },
            ]
          : []),
        {
          key: 'goal',
          label: t('watch.services.goal'),
          cell: (slo) =>
            `${isNamed || slo.far === '' ? '' : `→ ${titleOf({ name: slo.far, outside: true }, notes)}: `}${sayGoal(slo, t, locale)}`,
        },
        { key: 'state', label: t('watch.check.state'), cell: (slo) => <Standing slo={slo} judged={standing(slo)} /> },
        {
          key: 'rates',
          label: t('watch.services.burns'),
          cell: (slo) => <Rates judged={standing(slo)} />,
        },
        {
          key: 'left',
          label: t('watch.services.left'),
          align: 'number',
          cell: (slo) => showShare(standing(slo)?.left ?? null, locale),
        },
        ...(mayChange ? [{ key: 'remove', label: t('watch.services.remove-column'), cell: (slo: Slo) => <Remove slo={slo} /> }] : []),
      ]}
    />
  );
}

function Standing({ slo, judged }: { readonly slo: Slo; readonly judged: LookSlo | undefined }) {
  const { t } = useView();
  if (slo.severity !== null)
    return <Pill tone={slo.severity === 'low' ? 'warn' : 'bad'}>{t(`watch.services.burning.${slo.severity}`)}</Pill>;
  if (judged === undefined) return <Pill tone="unknown">{t('watch.services.goal-new')}</Pill>;
  if (judged.left !== null && judged.left <= 0) return <Pill tone="warn">{t('watch.services.goal-spent')}</Pill>;
  return <Pill tone={burnTones[judged.state]}>{t(`watch.services.goal-state.${judged.state}`)}</Pill>;
}

/** How many times faster than allowed, over the long window of each rule. */
function Rates({ judged }: { readonly judged: LookSlo | undefined }) {
  const { locale } = useView();
  const show = (rate: number | null): string =>
    rate === null ? '–' : `${rate.toLocaleString(locale, { maximumFractionDigits: rate < 10 ? 1 : 0 })}×`;
  return (
    <>{burnRules.map(({ long }) => `${show(judged?.rates[long] ?? null)} / ${long.replace('h', ' h').replace('d', ' d')}`).join(', ')}</>
  );
}

function Remove({ slo }: { readonly slo: Slo }) {
  const { t } = useView();
  return (
    <Form action={`/watch/systems/slos/${slo.slo}/remove`} layout="inline">
      <Button kind="danger">{t('watch.services.remove')}</Button>
    </Form>
  );
}
