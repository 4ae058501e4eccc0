import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import { syslogExamples } from '../syslog/syslog-examples.ts';

/** What the page of a source of kind syslog needs. */
export interface SyslogWay {
  /** Host name at which Shopbell is reached. */
  readonly host: string;
  /** The source's token; `null` for people who may not configure sources. */
  readonly token: string | null;
  readonly certificate: string | null;
  /** Where another certificate is set. */
  readonly action: string;
  /** A fingerprint that was typed and could not be taken; `null`: none was. */
  readonly refused: { readonly certificate: string; readonly why: string } | null;
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
        <Fold summary={program}>
          {program.startsWith('nginx') ? <p>{t('intake.syslog.relay')}</p> : null}
          <Verbatim text={text} />
        </Fold>
      ))}
      {token === null ? null : <Pin way={way} />}
      <p>
        <a href="/settings/sources/refused">{t('intake.refused')}</a>
      </p>
    </Card>
  );
}

/** A sender's certificate was renewed, or is asked for from now on, or no more. */
function Pin({ way: { action, certificate, refused } }: { readonly way: SyslogWay }) {
  const { t } = useView();
  return (
    <Fold summary={t('intake.syslog.pin')} open={refused !== null}>
      <Form action={action}>
        <Field
          name="certificate"
          label={t('intake.syslog.pin.fingerprint')}
          hint={t('intake.syslog.pin.hint')}
          value={refused?.certificate ?? certificate ?? ''}
          error={refused?.why}
          autocomplete="off"
          maxlength={300}
        />
        <Button>{t('intake.syslog.pin.set')}</Button>
      </Form>
    </Fold>
  );
}
