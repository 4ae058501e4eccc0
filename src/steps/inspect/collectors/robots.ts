/** Whether a robots.txt tells this program by name to stay away (`User-agent: Shopbell`, `Disallow: /`). Groups for `*` are for crawlers. */
export function isUnwelcome(robots: string): boolean {
  let ours = false;
  let naming = false;
  for (const line of robots.split(/\r?\n/)) {
    const [, field = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    if (/^user-agent$/i.test(field)) {
      ours = (naming && ours) || /^shopbell$/i.test(value.trim());
      naming = true;
    } else if (field !== '') {
      naming = false;
      if (ours && /^disallow$/i.test(field) && value.trim() === '/') return true;
    }
  }
  return false;
}
