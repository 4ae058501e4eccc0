import { Card } from '#web/components/card.tsx';
import { useView } from '#web/view-context.ts';
import { syslogExamples } from '../syslog/syslog-examples.ts';

/** What the page of a source of kind syslog needs. */
export interface SyslogWay {
  /** Host name at which Shopbell is reached. */
  readonly host: string;
  /** The source's token; `null` for people who may not configure sources. */
  readonly token: string | null;
  readonly certificate: string | null;
}

/** The lines to paste into the settings of what sends. */
export function SyslogHowTo({ way }: { readonly way: SyslogWay }) {
  const { t } = useView();
  const { host, token, certificate } = way;
  return (
    <Card heading={t('intake.syslog')} foot={t('intake.syslog.why')}>
      <p>{certificate === null ? t('intake.syslog.anybody') : t('intake.syslog.certificate', { fingerprint: certificate })}</p>
      {token === null ? <p>{t('intake.syslog.hidden')}</p> : null}
      {syslogExamples({ host, token: token ?? '…', isPinned: certificate !== null }).map(({ program, text }) => (
        <>
          <h3>{program}</h3>
          {program.startsWith('nginx') ? <p>{t('intake.syslog.relay')}</p> : null}
          <pre>{text}</pre>
        </>
      ))}
    </Card>
  );
}
