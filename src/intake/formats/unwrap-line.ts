import { parseObject } from './scan-json.ts';

const CRI = /^\d{4}-\d\d-\d\dT\S{8,32} (?:stdout|stderr) [FP] /;

/** The line that a container runtime wrapped: Kubernetes' `TIME stdout F LINE`, Docker's `{"log":"LINE\n",…}`. '' when it is none. */
export function unwrapLine(line: string): string {
  if (line.charCodeAt(0) === 123) {
    const log = line.includes('"log"') ? parseObject(line)?.log : undefined;
    return typeof log === 'string' ? log.trim() : '';
  }
  const start = CRI.exec(line.slice(0, 80))?.[0];
  return start === undefined ? '' : line.slice(start.length).trim();
}
