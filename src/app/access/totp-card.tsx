import { toDataURL } from 'qrcode';
import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { TotpStart } from '#engines/identity/types.ts';
import type { PersonId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** What the page of a new authenticator app shows; `kept` brings it back when the code was wrong. */
export interface TotpView {
  readonly uri: string;
  readonly qr: string;
  readonly recoveryCodes: readonly string[];
  readonly kept: string;
}

const keptShape = z.object({ person: z.string(), uri: z.string(), recoveryCodes: z.array(z.string()) });

/** Draws the code to scan and seals what the page needs again. */
export async function viewTotp(house: House, person: PersonId, start: TotpStart): Promise<TotpView> {
  const qr = await toDataURL(start.uri, { errorCorrectionLevel: 'M', margin: 2, scale: 5 });
  return { ...start, qr, kept: house.secrets.seal('org_shopbell', JSON.stringify({ person, ...start })) };
}

/** Brings back what the page showed, for the same person only; null when it is something else. */
export async function reviewTotp(house: House, person: PersonId, kept: string): Promise<TotpView | null> {
  if (!/^v1\./.test(kept)) return null;
  const opened = keptShape.parse(JSON.parse(house.secrets.open('org_shopbell', kept as Sealed, 'use-own-secret')));
  return opened.person === person ? viewTotp(house, person, opened) : null;
}

export function TotpCard({ view, error }: { readonly view: TotpView; readonly error?: string | undefined }) {
  const { t } = useView();
  const secret = new URL(view.uri).searchParams.get('secret') ?? '';
  return (
    <Card heading={t('access.totp.heading')}>
      <p>{t('access.totp.scan')}</p>
      <p>
        <img src={view.qr} alt={t('access.totp.qr')} width="225" height="225" />
      </p>
      <p>
        {t('access.totp.byHand')} <code class="secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <h3>{t('access.totp.recovery')}</h3>
      <p>{t('access.totp.recoveryWhy')}</p>
      <ul class="codes">
        {view.recoveryCodes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Form action="/second-factor/confirm" error={error}>
        <input type="hidden" name="kept" value={view.kept} />
        <Field
          name="code"
          label={t('access.totp.code')}
          hint={t('access.totp.codeHint')}
          inputmode="numeric"
          autocomplete="one-time-code"
          required
        />
        <Button kind="main">{t('access.totp.confirm')}</Button>
      </Form>
    </Card>
  );
}
