import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** As public rules for web logs ask: mostly texts in addresses, then agents, hosts, endings of files, and a few regular expressions. */
const KINDS: readonly ((nth: number) => Readonly<Record<string, string | readonly string[]>>)[] = [
  (nth) => ({ 'cs-uri-query|contains': [`/cgi-bin/panel${nth}/`, `/portal${nth}/setup`, `action=run${nth}`] }),
  (nth) => ({ 'cs-uri-query|contains': `/vendor${nth}/exec`, 'cs-method': 'POST' }),
  (nth) => ({ 'cs-uri-stem|endswith': [`/x${nth}.jsp`, `/y${nth}.aspx`] }),
  (nth) => ({ 'cs-user-agent|contains': [`stealer${nth}`, `loader-${nth}/`] }),
  (nth) => ({ 'cs-user-agent': `Mozilla/4.0 (compatible; agent${nth})` }),
  (nth) => ({ 'cs-host|endswith': [`.bad${nth}.example`, `.worse${nth}.example`], 'c-uri-extension': ['exe', 'dll', 'zip'] }),
  (nth) => ({ 'cs-referer|contains': `lure${nth}.example` }),
  (nth) => ({ 'c-uri|re': `/drop${nth}/[a-z0-9]{8,16}\\.(png|gif)\\?id=` }),
];

/** Writes so many Sigma rules for web logs into a folder, which has to exist; no ordinary request matches one. */
export function writeManyRules(folder: string, count: number): void {
  for (let nth = 0; nth < count; nth++) {
    const selection = KINDS[nth % KINDS.length]?.(nth);
    const rule = {
      title: `Rule ${nth}`,
      logsource: { category: 'webserver' },
      detection: { selection, condition: 'selection' },
      level: 'medium',
    };
    writeFileSync(join(folder, `rule-${nth}.yml`), stringify(rule));
  }
}
