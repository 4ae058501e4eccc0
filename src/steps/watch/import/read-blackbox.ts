import { readAlertRules } from './alert-rules.ts';
import { probeOf } from './blackbox-probe.ts';
import { clientCertificate, probers } from './blackbox-probes.ts';
import { gradeByAlerts } from './grade-by-alerts.ts';
import { EVERY_CHECK, type Harvest, MOST_ENTRIES, openHarvest } from './harvest.ts';
import { openSecretBox } from './open-secret-box.ts';
import { type Fields, fieldsOf, isFields, parseYaml, textOf } from './parse-source.ts';
import { type Probed, probedBy } from './prometheus-jobs.ts';

/**
 * Reads the modules of blackbox_exporter, the Prometheus configuration that says at what they are pointed, and the alerts that say how grave it is. A text says why it cannot be read. Pure.
 */
export function readBlackbox(text: string, prometheus: string | null, rules: readonly string[] = []): Harvest | string {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return parsed;
  if (!isFields(parsed.value) || !isFields(parsed.value.modules)) return 'it holds no modules';
  const modules = parsed.value.modules;
  const harvest = openHarvest();
  const probed = prometheus === null ? [] : probedBy(prometheus, harvest);
  if (typeof probed === 'string') return `the Prometheus configuration: ${probed}`;
  if (probed.length > MOST_ENTRIES) return `the Prometheus configuration: it holds more than ${MOST_ENTRIES} targets`;
  const files = rules.map(readAlertRules);
  const unread = files.find((file) => typeof file === 'string');
  if (unread !== undefined) return `the rules: ${unread}`;
  const used = new Set<string>();
  for (const one of probed) {
    used.add(one.module);
    takeProbe(one, modules, harvest);
  }
  const why =
    prometheus === null
      ? 'what it is pointed at stands in the Prometheus configuration: give it by --prometheus'
      : 'no job in the Prometheus configuration is probed by it';
  for (const name of Object.keys(modules)) if (!used.has(name)) harvest.leave(`module ${name}`, why);
  if (harvest.drafts.length > 0)
    harvest.change(
      EVERY_CHECK,
      `it is down after two failures 3 seconds apart${rules.length > 0 ? '' : '; how long an alert waited, and how grave it is, stands in Prometheus’ rules: give them by --rules'}`,
    );
  const read = files.filter((file) => typeof file !== 'string');
  if (rules.length > 0)
    gradeByAlerts(
      read.flatMap(({ alerts }) => alerts),
      harvest,
    );
  if (read.some(({ records }) => records)) harvest.ignore('rules that record');
  return harvest;
}

function takeProbe(probed: Probed, modules: Fields, harvest: Harvest): void {
  const { name } = probed;
  if (!Object.hasOwn(modules, probed.module)) {
    harvest.leave(name, `there is no module “${probed.module.slice(0, 60)}” in the file`);
    return;
  }
  const module = fieldsOf(modules[probed.module]);
  const prober = textOf(module.prober);
  const read = Object.hasOwn(probers, prober) ? probers[prober] : undefined;
  if (read === undefined) {
    harvest.leave(name, `no kind of check is for the prober “${prober.slice(0, 60)}”`);
    return;
  }
  const why = clientCertificate(fieldsOf(module[prober]));
  if (why !== null) {
    harvest.leave(name, why);
    return;
  }
  const key = harvest.keyFor(name);
  const box = openSecretBox(key);
  const target = read(probeOf(module, probed, prober, box, harvest));
  if (typeof target === 'string') {
    harvest.leave(name, target);
    return;
  }
  const double = target.kind === 'dns' ? harvest.firstFor(target) : undefined;
  if (double) {
    harvest.leave(name, `over the resolver of this machine it is the same question as “${double.name}”`);
    return;
  }
  harvest.take({ source: name, key, name, target, everyMs: probed.everyMs, secrets: box.found, labels: probed.labels });
}
