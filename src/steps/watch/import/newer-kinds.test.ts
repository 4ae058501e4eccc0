import { expect, it } from 'vitest';
import { importChecks } from './import-checks.ts';

const yamlOf = (from: 'uptime-kuma' | 'gatus' | 'blackbox', text: string, prometheus: string | null = null) => {
  const document = importChecks({ from, text, prometheus, shop: 'Practice' });
  if (typeof document === 'string') throw new Error(document);
  expect(document.yaml).not.toContain('HUSH');
  return document;
};
const kuma = (monitor: object) => yamlOf('uptime-kuma', JSON.stringify([{ id: 1, name: 'one', interval: 120, active: 1, ...monitor }]));

it.each([
  [
    'Server=erp.example,1433;Database=sales;User Id=reader;Password=HUSH;Encrypt=true',
    'mssql://reader:{{password}}@erp.example:1433/sales?tls=verify',
  ],
  [
    'Data Source=tcp:erp.example;Initial Catalog=a b;UID=x;PWD="HU;SH HUSH";TrustServerCertificate=yes',
    'mssql://x:{{password}}@erp.example:1433/a%20b?tls=on',
  ],
])('a connection string of SQL Server: %s', (databaseConnectionString, url) => {
  const { yaml, secrets } = kuma({ type: 'sqlserver', databaseConnectionString, databaseQuery: 'SELECT 1' });
  expect(yaml).toContain(`url: ${url}`);
  expect(secrets).toMatchObject([{ variable: 'ONE_PASSWORD' }]);
});

it('one of a named instance, or by the user of Windows, is left', () => {
  for (const databaseConnectionString of ['Server=erp\\SQLEXPRESS;User Id=x;Password=HUSH', 'Server=erp;Trusted_Connection=True', 'HUSH'])
    expect(kuma({ type: 'sqlserver', databaseConnectionString, databaseQuery: 'SELECT 1' }).left[0]?.why).toMatch(/connection string/);
});

it('SMTP servers and pages in a browser of Uptime Kuma', () => {
  const { yaml } = kuma({ type: 'smtp', hostname: 'smtp.example', port: 465, smtpSecurity: 'secure' });
  expect(yaml).toMatch(/kind: mail\n {4}way: smtp\n {4}smtpHost: smtp.example\n {4}smtpPort: 465\n {4}smtpSecurity: tls/);
  expect(kuma({ type: 'real-browser', url: 'https://shop.example/a' }).taken).toMatchObject([{ kind: 'journey' }]);
  const gatus = `endpoints: [{ name: m, url: 'starttls://smtp.example:587', conditions: ['[CONNECTED] == true', '[CERTIFICATE_EXPIRATION] > 96h'] }]`;
  expect(yamlOf('gatus', gatus).yaml).toMatch(/smtpPort: 587\n {4}days: 4/);
});

it('what Prometheus scrapes itself becomes a check of metrics, with its labels, path and how it lets itself in', () => {
  const prometheus = `
global: { scrape_interval: 30s }
scrape_configs:
  - job_name: node
    scheme: https
    metrics_path: /m
    params: { 'collect[]': [cpu, disk] }
    authorization: { credentials: HUSH }
    static_configs: [{ targets: ['db-1.example:9100'], labels: { env: prod, __metrics_path__: /other } }]
  - { job_name: cloud, ec2_sd_configs: [{ region: eu }] }
  - { job_name: signed, sigv4: { region: eu }, static_configs: [{ targets: ['x.example:1'] }] }
`;
  const { yaml, left, taken, ignored } = yamlOf('blackbox', 'modules: { a: { prober: icmp } }', prometheus);
  expect(taken).toMatchObject([{ name: 'node: db-1.example:9100', kind: 'prometheus' }]);
  expect(yaml).toContain('url: https://db-1.example:9100/other?collect%5B%5D=cpu&collect%5B%5D=disk');
  expect(yaml).toMatch(/env: prod[\s\S]*authorization: Bearer \{\{token\}\}[\s\S]*- up is 1\n {4}every: 30s/);
  expect(left.map(({ name }) => name)).toEqual(['cloud', 'signed: x.example:1', 'module a']);
  expect(ignored).not.toContain('job node');
});
