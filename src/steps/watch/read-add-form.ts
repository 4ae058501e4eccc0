import type { z } from 'zod';
import type { targetShape } from './target.ts';

/** Turns the fields of the form into a target; what is wrong with it the verb says. */
export function readTarget(form: Readonly<Record<string, string>>): z.input<typeof targetShape> {
  const what = (form.what ?? '').trim();
  const contains = form.contains ?? '';
  const limit = form.limit ? Number(form.limit) : undefined;
  const [host = '', port = ''] = what.split(/:(?=\d+$)/);
  switch (form.kind) {
    case 'tcp':
      return { kind: 'tcp', host, port: Number(port) };
    case 'tls':
      return { kind: 'tls', host, ...(port === '' ? {} : { port: Number(port) }), ...(limit === undefined ? {} : { days: limit }) };
    case 'dns':
      return { kind: 'dns', name: what, contains };
    case 'heartbeat':
      return { kind: 'heartbeat', period: Number(what), ...(limit === undefined ? {} : { grace: limit }) };
    default:
      return {
        kind: 'http',
        url: what,
        contains,
        conditions: linesOf(form.conditions ?? ''),
        ...(limit === undefined ? {} : { maxMs: limit }),
      };
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
