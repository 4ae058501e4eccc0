import { publicHostName } from '#kernel/host-name.ts';
import type { ShopId } from '#kernel/ids.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { HostState, StatusHost } from '../host-words.ts';
import { hostUrl } from '../page-url.ts';

export interface HostCardProps {
  readonly shop: ShopId;
  readonly host: StatusHost | null;
  /** The TXT record that proves the name; `null`: none is wished for. */
  readonly record: { readonly name: string; readonly value: string } | null;
  readonly publicUrl: string;
  readonly error: string | undefined;
}

const tones: Readonly<Record<HostState, Tone>> = { waiting: 'unknown', proven: 'ok', missing: 'warn', taken: 'bad', unknown: 'unknown' };

/** A host name of its own for the page: which, whether it is proven and leads here, and how to prove it. */
export function HostCard({ shop, host, record, publicUrl, error }: HostCardProps) {
  const { t } = useView();
  return (
    <Card heading={t('watch.status.host')} foot={t('watch.status.host-foot')}>
      {host === null ? null : <HostStand host={host} shop={shop} publicUrl={publicUrl} />}
      {host === null || record === null || (host.state === 'proven' && host.leads === 'here') ? null : (
        <HostSteps host={host} record={record} publicUrl={publicUrl} />
      )}
      <Form action={`/watch/status/${shop}/host`} error={error}>
        <Field
          name="host"
          label={t('watch.status.host-name')}
          hint={t('watch.status.host-hint')}
          value={host?.name ?? ''}
          maxlength={253}
          placeholder="status.shop.example"
        />
        <Button>{t('watch.status.host-save')}</Button>
      </Form>
    </Card>
  );
}

function HostStand({ host, shop, publicUrl }: { readonly host: StatusHost; readonly shop: ShopId; readonly publicUrl: string }) {
  const { t } = useView();
  const serves = host.provenAt !== null;
  const url = hostUrl(publicUrl, host.name);
  return (
    <>
      <KeyValue
        items={[
          { key: t('watch.status.host-serves'), value: serves ? <a href={url}>{url}</a> : t('watch.status.host-serves-no') },
          {
            key: t('watch.status.host-state'),
            value: (
              <>
                <Pill tone={tones[host.state]}>{t(`watch.status.host-state.${host.state}`)}</Pill> {host.reason}
              </>
            ),
          },
          ...(host.proof === null ? [] : [{ key: t('watch.status.host-proof'), value: t(`watch.status.host-proof.${host.proof}`) }]),
          { key: t('watch.status.host-leads'), value: t(`watch.status.host-leads.${host.leads}`) },
          {
            key: t('watch.status.host-checked'),
            value: host.checkedAt === null ? t('watch.status.host-never') : <Time at={host.checkedAt} as="second" />,
          },
        ]}
      />
      {serves && host.missingSince !== null ? <p>{t('watch.status.host-losing')}</p> : null}
      <Form action={`/watch/status/${shop}/host/check`} layout="inline">
        <Button>{t('watch.status.host-check')}</Button>
      </Form>
    </>
  );
}

type Steps = Pick<HostCardProps, 'publicUrl'> & {
  readonly host: StatusHost;
  readonly record: NonNullable<HostCardProps['record']>;
};

function HostSteps({ host, record, publicUrl }: Steps) {
  const { t } = useView();
  const own = publicHostName(new URL(publicUrl).hostname);
  return (
    <>
      <p>{t(own === null ? 'watch.status.host-how-word' : 'watch.status.host-how')}</p>
      <Verbatim text={`${own === null ? '' : `${host.name}. CNAME ${own}.\n`}${record.name}. TXT "${record.value}"`} />
    </>
  );
}
