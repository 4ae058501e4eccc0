import { printPaper } from '#engines/browser/print-paper.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { Time } from '#web/components/time.tsx';
import { PaperStyle, type PaperView, paperHtml } from '#web/paper.tsx';
import { useView } from '#web/view-context.ts';
import { EntryBody } from './entry-page.tsx';
import type { LinkedEntry } from './read-register.ts';
import type { RegisterDocument } from './register-document.ts';

/** The register as PDF: every version of every entry, newest first, and what proves it. Throws BROWSER_MISSING. */
export async function renderRegister(
  house: Pick<House, 'browser'>,
  view: PaperView,
  entries: readonly LinkedEntry[],
  document: RegisterDocument,
  names: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const html = await paperHtml(
    view,
    view.t('decide.register.heading'),
    <RegisterPaper entries={entries} document={document} names={names} />,
    <PaperStyle files={productFiles} />,
  );
  return printPaper(house.browser, html, { locale: view.locale, width: 1_100, scale: 0.68 });
}

interface RegisterPaperProps {
  readonly entries: readonly LinkedEntry[];
  readonly document: RegisterDocument;
  readonly names: ReadonlyMap<string, string>;
}

function RegisterPaper({ entries, document, names }: RegisterPaperProps) {
  const { t } = useView();
  return (
    <div class="report">
      <p>{t('decide.register.lead')}</p>
      <section class="card">
        <h2>{t('register.proof')}</h2>
        <dl class="key-value">
          <div>
            <dt>{t('register.exported')}</dt>
            <dd>
              <Time at={new Date(document.exported_at)} as="exact" />
            </dd>
          </div>
          <div>
            <dt>{t('register.head')}</dt>
            <dd>
              <code>{document.head.hash}</code>
            </dd>
          </div>
          <div>
            <dt>{t('register.key')}</dt>
            <dd>
              <code>{document.signature.public_key}</code>
            </dd>
          </div>
        </dl>
      </section>
      {entries.length === 0 ? <p>{t('decide.register.none')}</p> : null}
      {entries.toReversed().map((one) => (
        <section class="card">
          <h2>
            {one.number} · {t('register.version', { version: one.version })}
          </h2>
          <EntryBody one={one} names={names} />
        </section>
      ))}
    </div>
  );
}
