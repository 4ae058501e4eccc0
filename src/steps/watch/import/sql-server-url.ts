import type { SecretBox } from './open-secret-box.ts';

interface Means {
  readonly box: SecretBox;
  change(what: string): void;
}

/** `Server=host,1433;Database=sales;User Id=reader;Password=…` as an address; its password becomes a place. `null`: it is no such text. */
export function sqlServerUrl(text: string, { box, change }: Means): string | null {
  const pairs = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of text.matchAll(/([^=;]+)=(?:"([^"]*)"|([^;]*))(?:;|$)/g))
    pairs.set(name.toLowerCase().replace(/\s/g, ''), (quoted ?? plain).trim());
  const first = (...names: readonly string[]): string => names.map((name) => pairs.get(name)).find((value) => value !== undefined) ?? '';
  const [, host, port = '1433'] = /^(?:tcp:)?([^,:\\\s]+)(?:[,:](\d{1,5}))?$/i.exec(first('server', 'datasource', 'address', 'addr')) ?? [];
  const user = first('userid', 'uid', 'user');
  if (host === undefined || user === '' || /[/@?#]/.test(host)) return null;
  const secret =
    first('password', 'pwd') === '' ? '' : `:${box.add('password', 'the password of the database, as it is, without % codes')}`;
  const encrypts = /^(?:true|yes|strict|mandatory)$/i.test(first('encrypt') || 'true');
  const trusts = /^(?:true|yes)$/i.test(first('trustservercertificate'));
  if (!encrypts) change('it connects without TLS, as there');
  const tls = encrypts ? (trusts ? 'on' : 'verify') : 'off';
  return `mssql://${encodeURIComponent(user)}${secret}@${host}:${port}/${encodeURIComponent(first('database', 'initialcatalog'))}?tls=${tls}`;
}
