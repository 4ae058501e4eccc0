import type { Source } from '#registry/types.ts';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import { type PlatformWay, platformWays, tryWay } from '../connect/platforms.ts';

interface Props {
  readonly source: Source;
  /** The platform of its shop: its steps stand open. */
  readonly platform: string;
  readonly publicUrl: string;
  /** A key that was just made and is shown once; `null`: a placeholder stands in its place. */
  readonly freshKey: string | null;
  readonly mayConfigure: boolean;
}

const PLACEHOLDER = 'sb_…';

/** How the shop tells its events, platform by platform, with the address and the key filled in. */
export function ConnectPlatform({ source, platform, publicUrl, freshKey, mayConfigure }: Props) {
  const { t } = useView();
  const key = freshKey ?? PLACEHOLDER;
  return (
    <Card heading={t('intake.connect')} foot={t('intake.connect.foot')}>
      {freshKey === null ? null : (
        <Card tone="calm" heading={t('intake.connect.fresh')}>
          <p>{t('intake.connect.fresh.why')}</p>
          <Verbatim text={freshKey} />
        </Card>
      )}
      <p>{freshKey === null ? t('intake.connect.placeholder', { placeholder: PLACEHOLDER }) : t('intake.connect.filled')}</p>
      {mayConfigure ? (
        <Form action={`/settings/sources/${source.id}/key`} layout="inline">
          <Button kind={freshKey === null ? 'main' : 'quiet'}>{t('intake.connect.make-key')}</Button>
        </Form>
      ) : null}
      <Fold summary={t('intake.connect.try')}>
        <p>{t('intake.connect.try.text')}</p>
        <Verbatim text={tryWay(publicUrl, key)} />
      </Fold>
      {platformWays.map((way) => (
        <Fold summary={way.title} open={way.name === platform}>
          <Steps way={way} publicUrl={publicUrl} keyText={key} />
        </Fold>
      ))}
    </Card>
  );
}

function Steps({ way, publicUrl, keyText }: { readonly way: PlatformWay; readonly publicUrl: string; readonly keyText: string }) {
  const { t } = useView();
  return (
    <ol>
      <li>
        <p>{t('intake.connect.step.files', { folder: way.places[0]?.[1] ?? '' })}</p>
        <p>
          <ButtonLink href={`/settings/sources/senders/${way.name}.zip`}>
            {t('intake.connect.download', { platform: way.title })}
          </ButtonLink>
        </p>
      </li>
      <li>
        <p>{t('intake.connect.step.settings', { file: way.settingsIn })}</p>
        <Verbatim text={way.settings(publicUrl, keyText)} />
      </li>
      <li>
        <p>{t('intake.connect.step.on')}</p>
        <Verbatim text={way.switchOn} />
      </li>
      <li>
        <p>{t('intake.connect.step.look')}</p>
      </li>
    </ol>
  );
}
