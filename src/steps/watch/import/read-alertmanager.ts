import { type Harvest, openHarvest } from './harvest.ts';
import { type Fields, fieldsOf, isEmpty, isFields, listOf, parseYaml, textOf } from './parse-source.ts';

/** Reads a configuration of Alertmanager. No check is in it: everything is left, with what to set where. Pure. */
export function readAlertmanager(text: string): Harvest | string {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return parsed;
  if (!isFields(parsed.value)) return 'it is no configuration of Alertmanager';
  const document = parsed.value;
  if (!isFields(document.route) && !Array.isArray(document.receivers)) return 'it holds no route and no receivers';
  const harvest = openHarvest();
  if (isFields(document.route)) leaveRoute(document.route, 'route', harvest, 0);
  for (const [nth, one] of listOf(document.receivers).entries()) {
    const receiver = fieldsOf(one);
    const kinds = Object.keys(receiver)
      .filter((part) => part.endsWith('_configs') && !isEmpty(receiver[part]))
      .map((part) => part.replace(/_configs$/, ''));
    const ways = kinds.length === 0 ? 'nobody' : kinds.join(', ').slice(0, 200);
    harvest.leave(`receiver ${shortOf(receiver.name) || nth + 1}`, `it tells ${ways}: make a channel of it under Respond`);
  }
  for (const [nth, one] of listOf(document.inhibit_rules).entries()) leaveInhibition(fieldsOf(one), nth + 1, harvest);
  for (const part of ['time_intervals', 'mute_time_intervals'])
    for (const one of listOf(document[part]))
      harvest.leave(
        `${part}: ${shortOf(fieldsOf(one).name)}`,
        'work that comes again is planned work of every day or every week; who is woken when is the rota under Respond',
      );
  for (const part of ['global', 'templates']) if (!isEmpty(document[part])) harvest.ignore(part);
  const known = ['route', 'receivers', 'inhibit_rules', 'time_intervals', 'mute_time_intervals', 'global', 'templates'];
  for (const part of Object.keys(document)) if (!known.includes(part)) harvest.leave(part.slice(0, 100), 'this part is not known here');
  return harvest;
}

function shortOf(value: unknown): string {
  return textOf(value).slice(0, 100);
}

/** Values of labels may name customers or hosts, never a secret. */
function matchersOf(route: Fields, ...parts: readonly string[]): string {
  const texts = parts.flatMap((part) => {
    const value = route[part];
    if (Array.isArray(value)) return value.map(textOf);
    return Object.entries(fieldsOf(value)).map(([label, one]) => `${label}${part.endsWith('_re') ? '=~' : '='}${textOf(one)}`);
  });
  return texts.join(', ').slice(0, 200);
}

function leaveRoute(route: Fields, path: string, harvest: Harvest, depth: number): void {
  const matchers = matchersOf(route, 'matchers', 'match', 'match_re');
  const receiver = shortOf(route.receiver);
  const what = `${matchers === '' ? 'every alert' : matchers} goes to ${receiver === '' ? 'the receiver above' : receiver}`;
  harvest.leave(path, `${what}: say under Respond who is woken by what, in which order; the rota says when`);
  if (depth > 50) {
    harvest.leave(`${path}.…`, 'routes below this one are not listed');
    return;
  }
  for (const [nth, child] of listOf(route.routes).entries()) leaveRoute(fieldsOf(child), `${path}.${nth + 1}`, harvest, depth + 1);
}

function leaveInhibition(rule: Fields, nth: number, harvest: Harvest): void {
  const source = matchersOf(rule, 'source_matchers', 'source_match', 'source_match_re');
  const target = matchersOf(rule, 'target_matchers', 'target_match', 'target_match_re');
  harvest.leave(
    `inhibit_rules ${nth}`,
    `${source || 'an alert'} silences ${target || 'another'}: where one check cannot be up without another, write dependsOn with the key of that one`,
  );
}
