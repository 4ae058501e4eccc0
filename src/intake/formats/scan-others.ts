import type { LineScanner, LogLine } from './log-line.ts';
import { scanAlb } from './scan-alb.ts';
import { scanEnvoy } from './scan-envoy.ts';
import { scanHaproxy } from './scan-haproxy.ts';
import { makeW3cScanner } from './scan-w3c.ts';

export interface OtherScanner {
  /** Takes a line that begins with `#`; whether it names columns or belongs to such a header. */
  header(line: string): boolean;
  scan(line: string, into: LogLine): string;
}

/** Formats that are tried when a line is neither combined nor JSON; the one that read the last line goes first. `zone`: of times that name none. */
export function makeOtherScanner(zone = 'UTC'): OtherScanner {
  const w3c = makeW3cScanner();
  const haproxy: LineScanner = (line, into) => scanHaproxy(line, into, zone);
  const scanners: LineScanner[] = [scanAlb, scanEnvoy, haproxy, w3c.scan];
  return {
    header: w3c.header,
    scan(line, into) {
      let problem = 'not a log line';
      for (const [nth, scanner] of scanners.entries()) {
        const why = scanner(line, into);
        if (why !== '' && why !== 'no #Fields line before it' && why !== 'not a log line') problem = why;
        if (why !== '') continue;
        if (nth > 0) scanners.unshift(...scanners.splice(nth, 1));
        return '';
      }
      return problem;
    },
  };
}
