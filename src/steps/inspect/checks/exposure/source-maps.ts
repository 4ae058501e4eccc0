import { type Check, found, pass, unknown } from '../check.ts';

/** Whether the source of the shop's own scripts can be read in maps that were published with them. */
export const sourceMaps: Check = {
  meta: {
    id: 'source-maps',
    area: 'exposure',
    title: 'The source of the shop’s scripts is not published',
    severity: 'low',
    requires: ['insides'],
    owner: 'Thieves read comments and unused parts of your shop’s program, and find holes faster.',
    remedy: 'Leave the .map files out of what is published, or serve them to your own addresses only.',
    remedies: {
      vendure: 'In Vite: build: { sourcemap: false }.',
      medusa: 'In Next.js: productionBrowserSourceMaps: false (the default).',
      nginx: 'location ~ \\.map$ { deny all; }',
      apache: '<FilesMatch "\\.map$"> Require all denied </FilesMatch>',
    },
    references: ['CWE-540', 'WSTG-INFO-05'],
  },
  judge: ({ insides }) => {
    const open = insides.scripts.flatMap(({ map }) => (map && map.withText > 0 ? [map] : []));
    if (open.length > 0) {
      return found(
        open.map(({ url, withText }) => ({
          ...{ key: new URL(url).pathname.replace(/[.-][0-9a-f]{6,}(?=\.)/gi, ''), severity: 'low' as const, url },
          title: 'The source of a script can be read',
          evidence: [{ kind: 'request' as const, text: `${url.slice(0, 200)} holds ${withText} source files word for word` }],
        })),
      );
    }
    if (insides.cut !== null) return unknown(insides.cut);
    return pass(`${insides.scripts.length} own scripts, none with a map that holds source`, 'request');
  },
};
