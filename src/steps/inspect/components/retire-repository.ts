/** For tests: a repository of retire.js (format 5) with made-up libraries; `shop-kit` has a hole below 2.0.0. */
export function retireRepository(): string {
  const hole = (below: string, id: string) => ({
    below,
    severity: 'high',
    cwe: ['CWE-79'],
    identifiers: { CVE: [id], summary: 'made up' },
  });
  const libraries = Object.fromEntries(
    Array.from({ length: 40 }, (_, nth) => [
      `made-${nth}`,
      {
        vulnerabilities: Array.from({ length: 6 }, (_unused, hop) => hole(`1.${hop}.0`, `CVE-2026-${10_000 + nth * 10 + hop}`)),
        extractors: { filecontent: [`/\\*! made-${nth} v(§§version§§)`, '(unclosed'] },
      },
    ]),
  );
  const kit = {
    npmname: 'shop-kit',
    vulnerabilities: [hole('2.0.0', 'CVE-2026-77777')],
    extractors: { filecontent: ['/\\*! shop-kit v(§§version§§)'], uri: ['/shop-kit/(§§version§§)/'] },
  };
  return JSON.stringify({ ...libraries, 'shop-kit': kit });
}
