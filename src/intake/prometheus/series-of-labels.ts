import { makeSeries, type Series } from './point-rows.ts';

type Labels = Readonly<Record<string, string>>;

/** A series of Prometheus as it is stored: whose it is, and its labels as attributes. */
export function seriesOfLabels(name: string, labels: Labels, unit = ''): Series {
  return makeSeries({ service: serviceOf(name, labels), host: hostOf(labels), name, unit, attributes: labels });
}

/** A machine's figures belong to no program, whatever the job that scrapes them is called. */
function serviceOf(name: string, labels: Labels): string {
  return name.startsWith('node_') ? '' : (labels.service_name ?? labels.service ?? '');
}

/** The machine by the label that says it, else by where it was scraped, without the port. */
function hostOf({ host, nodename, node, instance = '' }: Labels): string {
  const named = host ?? nodename ?? node;
  if (named !== undefined && named !== '') return named;
  const [, bracketed, plain] = /^(?:\w+:\/\/)?(?:\[([^\]]+)\]|([^/:]*))(?::\d+)?(?:\/|$)/.exec(instance) ?? [];
  return bracketed ?? plain ?? instance;
}
