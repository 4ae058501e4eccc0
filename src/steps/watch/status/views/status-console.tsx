import type { Shop } from '#registry/types.ts';
import { Card, Grid } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Tabs } from '#web/components/tabs.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import type { WatchCheck } from '../../store.ts';
import type { Announcement } from '../announcements.ts';
import type { SubscriberCount } from '../count-subscribers.ts';
import { pageUrl } from '../page-url.ts';
import { type PartState, type StatusPart, statusParts } from '../status-words.ts';
import type { SetPage } from '../store.ts';
import { AnnounceForm } from './announce-form.tsx';
import { HostCard, type HostCardProps } from './host-card.tsx';
import { OpenAnnouncement } from './open-announcement.tsx';
import { partTones } from './parts-list.tsx';
import { SettingsForm } from './settings-form.tsx';

/** Which form could not be taken, and why. */
export interface Refused {
  readonly form: string;
  readonly reason: string;
}

interface Props {
  readonly shops: readonly Shop[];
  readonly shop: Shop;
  readonly page: SetPage;
  readonly checks: readonly WatchCheck[];
  readonly chosen: readonly { readonly part: StatusPart; readonly check: string }[];
  readonly states: ReadonlyMap<StatusPart, PartState>;
  readonly announcements: readonly Announcement[];
  readonly subscribers: SubscriberCount;
  readonly publicUrl: string;
  /** Where the files lie. */
  readonly folder: string;
  /** What proves the page's own host name; `null`: none is wished for. */
  readonly record: HostCardProps['record'];
  readonly refused: Refused | undefined;
  readonly mayChange: boolean;
  readonly mayAnnounce: boolean;
}

/** Everything about a shop's public status page: how it stands, what people announce, what stands for what. */
export function StatusConsole(props: Props) {
  const { t } = useView();
  const { shops, shop, page, refused, mayChange, mayAnnounce } = props;
  const open = props.announcements.filter(({ to }) => to === null);
  const reasonOf = (form: string) => (refused?.form === form ? refused.reason : undefined);
  return (
    <>
      {shops.length < 2 ? null : (
        <Tabs
          label={t('watch.check.shop')}
          tabs={shops.map(({ id, name }) => ({ href: `/watch/status?shop=${id}`, label: name, current: id === shop.id }))}
        />
      )}
      {page.isPublished ? (
        <Grid columns="split">
          <div class="stack">
            {open.map((one) => (
              <OpenAnnouncement announcement={one} shop={shop.id} main={page.language} error={reasonOf(one.id)} mayAnnounce={mayAnnounce} />
            ))}
            {mayAnnounce ? <AnnounceForm shop={shop.id} main={page.language} error={reasonOf('announce')} /> : null}
          </div>
          <StandCard {...props} />
        </Grid>
      ) : null}
      {mayChange ? <SettingsForm {...props} error={reasonOf('settings')} /> : null}
      {mayChange && page.isPublished ? (
        <HostCard shop={shop.id} host={page.host} record={props.record} publicUrl={props.publicUrl} error={reasonOf('host')} />
      ) : null}
      {page.isPublished ? (
        <Card heading={t('watch.status.files')} foot={t('watch.status.files-foot')}>
          <p>{t('watch.status.files-text')}</p>
          <Verbatim text={`${props.folder}/${page.slug}`} />
        </Card>
      ) : null}
    </>
  );
}

function StandCard({ page, states, subscribers, publicUrl }: Props) {
  const { t } = useView();
  const address = pageUrl(publicUrl, page);
  return (
    <Card heading={t('watch.status.stand')} foot={<a href={address}>{address}</a>}>
      <KeyValue
        items={statusParts.map((part) => {
          const state = states.get(part) ?? 'unknown';
          return { key: t(`watch.status.part.${part}`), value: <Pill tone={partTones[state]}>{t(`watch.status.state.${state}`)}</Pill> };
        })}
      />
      <p>{t('watch.status.subscribers', { ...subscribers })}</p>
      {subscribers.push > 0 ? <p>{t('watch.status.push.count', { push: subscribers.push })}</p> : null}
    </Card>
  );
}
