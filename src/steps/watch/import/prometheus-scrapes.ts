import type { Harvest, TargetDraft } from './harvest.ts';
import { basicHeader, hideInUrl, shownAddress } from './hide-secrets.ts';
import { openSecretBox, type SecretBox } from './open-secret-box.ts';
import { durationOf, type Fields, fieldsOf, flagOf, isEmpty, listOf, textOf, textsOf } from './parse-source.ts';

/** What a scrape is told and a check of metrics is not. */
const LEFT_OUT = ['metric_relabel_configs', 'relabel_configs', 'sample_limit', 'proxy_url', 'honor_labels', 'honor_timestamps'] as const;
/** Ways to be let in that no check of metrics has. */
const LETS_IN = ['oauth2', 'sigv4', 'azuread', 'google_iam'] as const;

/** A job that scrapes its targets by itself: each named target becomes a check of metrics. Its labels stay, `up is 1` stands for the alert on it. */
export function takeScrapes(job: Fields, name: string, global: Fields, harvest: Harvest): void {
  for (const part of Object.keys(job))
    if (/_sd_configs?$/.test(part) && !isEmpty(job[part]))
      harvest.leave(name, `its targets are found by ${part}; only those in static_configs are named in the file`);
  const refused = LETS_IN.find((way) => !isEmpty(job[way]));
  const tls = fieldsOf(job.tls_config);
  const why =
    refused !== undefined
      ? `it lets itself in by ${refused}, which no check of metrics does`
      : isEmpty(tls.cert) && isEmpty(tls.cert_file)
        ? null
        : 'it shows a certificate of its own, which no check does';
  for (const { targets, labels } of listOf(job.static_configs).map(fieldsOf))
    for (const target of listOf(targets).map(textOf)) {
      const title = `${name}: ${shownAddress(target)}`.slice(0, 120).trim();
      if (target.trim() === '') harvest.leave(title, 'this target is empty');
      else if (why !== null) harvest.leave(title, why);
      else takeScrape({ job, name, title, target, labels: fieldsOf(labels), global }, harvest);
    }
}

interface Scrape {
  readonly job: Fields;
  readonly name: string;
  readonly title: string;
  readonly target: string;
  readonly labels: Fields;
  readonly global: Fields;
}

function takeScrape({ job, name, title, target, labels, global }: Scrape, harvest: Harvest): void {
  const key = harvest.keyFor(title);
  const box = openSecretBox(key);
  const query = new URLSearchParams(
    Object.entries(fieldsOf(job.params)).flatMap(([field, values]) =>
      listOf(values).map((value): [string, string] => [field, textOf(value)]),
    ),
  ).toString();
  const path = textOf(labels.__metrics_path__) || textOf(job.metrics_path) || '/metrics';
  const scheme = textOf(labels.__scheme__) || textOf(job.scheme) || 'http';
  const { url, basic } = hideInUrl(box, `${scheme}://${target}${path}${query === '' ? '' : `?${query}`}`);
  const kept = Object.entries(labels).filter(([label]) => !label.startsWith('__'));
  const timeout = durationOf(job.scrape_timeout) ?? durationOf(global.scrape_timeout);
  const draft: TargetDraft = {
    kind: 'prometheus',
    url,
    labels: Object.fromEntries(kept.map(([label, value]) => [label, textOf(value)])),
    headers: authorisation(job, box, basic),
    conditions: ['up is 1'],
    ...(timeout === null ? {} : { maxMs: timeout }),
  };
  for (const part of LEFT_OUT)
    if (!isEmpty(job[part])) harvest.change(title, `${part} is left out: everything that it tells is kept as it is`);
  if (flagOf(fieldsOf(job.tls_config).insecure_skip_verify))
    harvest.change(title, 'a certificate that is not trusted makes it not scraped here; there it was ignored');
  const everyMs = durationOf(job.scrape_interval) ?? durationOf(global.scrape_interval) ?? 60_000;
  const chosenBy = { ...textsOf(labels), job: name, instance: target };
  harvest.take({ source: title, key, name: title, target: draft, everyMs, secrets: box.found, labels: chosenBy });
}

/** As Prometheus writes it in its own configuration, and blackbox_exporter in a module. */
export function authorisation(settings: Fields, box: SecretBox, basic: boolean): Record<string, string> {
  const told = fieldsOf(settings.authorization);
  if (basic || !isEmpty(settings.basic_auth)) return basicHeader(box);
  const file = textOf(settings.bearer_token_file) || textOf(told.credentials_file);
  const isThere = file !== '' || textOf(settings.bearer_token) !== '' || textOf(told.credentials) !== '';
  if (!isThere) return {};
  const scheme = textOf(told.type).trim() || 'Bearer';
  return { authorization: `${scheme} ${box.add('token', file === '' ? 'the token' : `the token that stands in ${file.slice(0, 200)}`)}` };
}
