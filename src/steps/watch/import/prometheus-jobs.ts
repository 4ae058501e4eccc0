import type { Harvest } from './harvest.ts';
import { shownAddress } from './hide-secrets.ts';
import { durationOf, type Fields, fieldsOf, isEmpty, isFields, listOf, parseYaml, textOf, textsOf } from './parse-source.ts';
import { takeScrapes } from './prometheus-scrapes.ts';

/** What is probed by which module, how often. */
export interface Probed {
  readonly name: string;
  readonly module: string;
  readonly target: string;
  /** By which alerts choose it: those of the file, its job, and what is probed as its instance. */
  readonly labels: Readonly<Record<string, string>>;
  readonly everyMs: number;
  readonly timeoutMs: number;
}

/** Reads the scrapes of a Prometheus configuration that go through blackbox_exporter; what is scraped by itself it takes as checks of metrics. A text says why it cannot be read. */
export function probedBy(text: string, harvest: Harvest): readonly Probed[] | string {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return parsed;
  if (!isFields(parsed.value) || !Array.isArray(parsed.value.scrape_configs)) return 'it holds no scrape_configs';
  const global = fieldsOf(parsed.value.global);
  for (const part of Object.keys(parsed.value)) if (part !== 'scrape_configs' && part !== 'global') harvest.ignore(part);
  return listOf(parsed.value.scrape_configs).flatMap((one, nth) => jobOf(fieldsOf(one), `job ${nth + 1}`, global, harvest));
}

function jobOf(job: Fields, otherwise: string, global: Fields, harvest: Harvest): Probed[] {
  const name = textOf(job.job_name).trim() || otherwise;
  const params = fieldsOf(job.params);
  const module = firstOf(params.module);
  const relabels = listOf(job.relabel_configs).map(fieldsOf);
  const moduleFrom = sourceOf(relabels, '__param_module');
  if (module === '' && moduleFrom === null && textOf(job.metrics_path) !== '/probe') {
    takeScrapes(job, name, global, harvest);
    return [];
  }
  const odd = oddRelabel(relabels);
  if (odd !== null) harvest.change(name, odd);
  for (const part of Object.keys(job))
    if (/_sd_configs?$/.test(part) && !isEmpty(job[part]))
      harvest.leave(name, `its targets are found by ${part}; only those in static_configs are named in the file`);
  const times = {
    everyMs: durationOf(job.scrape_interval) ?? durationOf(global.scrape_interval) ?? 60_000,
    timeoutMs: durationOf(job.scrape_timeout) ?? durationOf(global.scrape_timeout) ?? 10_000,
  };
  const probed = (labels: Fields, target: string): Probed => {
    const told = moduleFrom === null ? '' : textOf(labels[moduleFrom]);
    const chosen = told || textOf(labels.__param_module);
    const title = `${name}: ${shownAddress(target)}${chosen === '' ? '' : ` (${chosen})`}`;
    const chosenBy = { ...textsOf(labels), job: name, instance: target };
    return { name: title.slice(0, 120), module: chosen || module, target, labels: chosenBy, ...times };
  };
  const given = listOf(params.target)
    .map(textOf)
    .filter((target) => target !== '');
  if (given.length > 0) return given.map((target) => probed({}, target));
  return listOf(job.static_configs)
    .map(fieldsOf)
    .flatMap(({ targets, labels }) => {
      const addressFrom = sourceOf(relabels, '__param_target');
      const own = addressFrom === null || addressFrom === '__address__' ? '' : textOf(fieldsOf(labels)[addressFrom]);
      return listOf(targets).map((target) => probed(fieldsOf(labels), own || textOf(target)));
    });
}

function firstOf(value: unknown): string {
  return textOf(listOf(value)[0]);
}

/** From which label a parameter comes. */
function sourceOf(relabels: readonly Fields[], parameter: string): string | null {
  const found = relabels.find((one) => one.target_label === parameter);
  const sources = listOf(found?.source_labels);
  return sources.length === 1 ? textOf(sources[0]) : null;
}

function oddRelabel(relabels: readonly Fields[]): string | null {
  const odd = relabels.some(
    ({ target_label: label, regex, replacement, action }) =>
      (label === '__param_target' && !(isEmpty(regex) || regex === '(.*)') && !(isEmpty(replacement) || replacement === '$1')) ||
      action === 'keep' ||
      action === 'drop',
  );
  return odd ? 'its targets are rewritten or chosen by relabel_configs, which were not followed: look at what is watched' : null;
}
