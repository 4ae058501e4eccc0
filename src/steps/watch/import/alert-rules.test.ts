import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCheckFiles } from '../files/read-check-files.ts';
import { readAlertRules } from './alert-rules.ts';
import { importChecks } from './import-checks.ts';

const MODULES = `
modules:
  http_2xx: { prober: http, timeout: 5s }
`;

const PROMETHEUS = `
global: { scrape_interval: 15s, evaluation_interval: 15s }
rule_files: ["rules/*.yml"]
scrape_configs:
  - job_name: node
    static_configs:
      - { targets: ["10.0.0.11:9100", "10.0.0.12:9100"], labels: { env: prod } }
      - { targets: ["10.0.9.1:9100"], labels: { env: staging } }
  - job_name: blackbox-http
    metrics_path: /probe
    params: { module: [http_2xx] }
    static_configs:
      - { targets: ["https://shop.example", "https://shop.example/checkout", "http://old.shop.example"] }
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "127.0.0.1:9115" }
`;

const RULES = `
groups:
  - name: targets
    rules:
      - alert: InstanceDown
        expr: up{job="node", env=~"prod|qa"} == 0
        for: 5m
        labels: { severity: page }
        annotations: { summary: "{{ $labels.instance }} is down" }
      - alert: StagingDown
        expr: up{env!="prod"} == 0   # nobody is woken
        labels:
          severity: info
      - record: job:requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
  - name: blackbox
    interval: 30s
    rules:
      - { alert: BlackboxProbeFailed, expr: probe_success == 0, for: 0m, labels: { severity: critical } }
      - alert: SslExpiresSoon
        expr: |
          3 <= round((last_over_time(probe_ssl_earliest_cert_expiry[10m]) - time()) / 86400, 0.1) < 20
        labels: { severity: warning }
      - alert: SslCertificateWillExpireSoon
        expr: (probe_ssl_earliest_cert_expiry{job="blackbox-http"} - time()) / 86400 < 20
        labels: { severity: warning }
      - alert: SslExpires
        expr: probe_ssl_earliest_cert_expiry - time() < 86400 * 3
        labels: { severity: critical }
      - { alert: HostOutOfMemory, expr: node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 < 10, for: 2m, labels: { severity: warning } }
      - { alert: Slow, expr: "histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le)) > 1", labels: { severity: P2 } }
      - { alert: Odd, expr: 'up{job=~"no.*"} == 0' }
      - { alert: Nowhere, expr: 'up{job="mysql"} == 0' }
`;

function read(rules: readonly string[]) {
  const document = importChecks({ from: 'blackbox', text: MODULES, prometheus: PROMETHEUS, rules, shop: 'Practice' });
  if (typeof document === 'string') throw new Error(document);
  const { wanted, faults } = readCheckFiles([{ path: 'x.yaml', text: document.yaml }]);
  expect(faults).toEqual([]);
  return { document, wanted };
}

describe('alerts of Prometheus beside what it scrapes and probes', () => {
  const { document, wanted } = read([RULES]);

  it('say how grave the checks are that they ask about', () => {
    expect(wanted.map(({ name, severity }) => `${name}: ${severity}`)).toEqual([
      ...['node: 10.0.0.11:9100: critical', 'node: 10.0.0.12:9100: critical', 'node: 10.0.9.1:9100: low'],
      ...['blackbox-http: https://shop.example: critical', 'blackbox-http: https://shop.example/checkout: critical'],
      ...['blackbox-http: http://old.shop.example: critical', 'shop.example: certificate (20 days): medium'],
      'shop.example: certificate (3 days): critical',
    ]);
    expect(wanted.at(-1)?.target).toMatchObject({ kind: 'tls', host: 'shop.example', port: 443, days: 3 });
  });

  it('are named with how long they waited, and left where no check says the same', () => {
    const texts = document.changed.map(({ name, what }) => `${name}: ${what}`);
    expect(texts).toContain('node: 10.0.0.11:9100: the alert “InstanceDown” waited 5m until it told anybody; here it is told at once');
    expect(texts).toContain('node: 10.0.0.11:9100: what is “page” by the alert “InstanceDown” is critical here');
    expect(texts.filter((text) => /BlackboxProbeFailed|which are not read|--rules/.test(text))).toEqual([]);
    expect(document.left.map(({ name }) => name)).toEqual([
      ...['SslExpiresSoon', 'HostOutOfMemory', 'Slow', 'Odd', 'Nowhere'].map((name) => `alert ${name}`),
    ]);
    expect(document.left.map(({ why }) => why).join()).toMatch(/how full machines are.*set a goal/s);
    expect(document.ignored).toContain('rules that record');
  });

  it('that ask about no check leave it as it is, and it is named', () => {
    const told = read(['groups: []\n']);
    expect(new Set(told.wanted.map(({ severity }) => severity))).toEqual(new Set(['high']));
    expect(told.document.changed.filter(({ what }) => what.startsWith('no alert of the rules'))).toHaveLength(6);
  });
});

it('a file that holds no rules is said to be none', () => {
  expect(importChecks({ from: 'blackbox', text: MODULES, prometheus: PROMETHEUS, rules: ['route: {}\n'], shop: 'x' })).toBe(
    'the rules: it holds no groups of rules',
  );
});

it('whatever stands in an expression, it is read soon, and only what is surely the same is taken', () => {
  const piece = fc.constantFrom(
    'up',
    'probe_success',
    '{',
    '}',
    'job="a"',
    ',',
    ' ',
    '(',
    ')',
    '== 0',
    '- time()',
    '< ',
    '86400',
    '*',
    '/',
    '"',
    'or',
    '#',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const read = readAlertRules(JSON.stringify({ groups: [{ rules: [{ alert: 'A', expr: pieces.join('') }] }] }));
      if (typeof read === 'string') return;
      const [alert] = read.alerts;
      if (alert?.asked) expect(alert.text).not.toMatch(/\bor\b|\bup.*\bup\b/);
    }),
    { numRuns: 500 },
  );
});
