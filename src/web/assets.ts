import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import type { ProductFiles } from '#engines/files/types.ts';
import type { AssetUrls } from './asset-urls.ts';

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: () => Buffer;
  readonly brotli: () => Buffer;
}

export interface Assets {
  readonly urls: AssetUrls;
  /** Serves `/assets/*`, each file under the hash of its content, for a year. */
  routes(): Hono;
  /** Serves of them only what customers' pages need. */
  publicRoutes(): Hono;
  /** Bytes of every script together, compressed by gzip. */
  scriptBytes(): number;
}

const order = ['tokens', 'base', 'layout', 'grid', 'card', 'pill', 'now', 'table', 'form', 'lists', 'prose', 'chart', 'wall', 'print'];
const publicOrder = [
  'tokens',
  'base',
  'grid',
  'card',
  'pill',
  'now',
  'table',
  'form',
  'lists',
  'prose',
  'chart',
  'public',
  'status',
  'door',
  'print',
];
const VENDOR = /^\/\/ vendor: (\S+)$/gm;

/** The public pages' style sheet and icon, for copies that another server serves: a name with the hash of the content, and the content. */
export function readPublicFiles(
  files: ProductFiles,
): Readonly<Record<'style' | 'icon', { readonly name: string; readonly content: Buffer }>> {
  const style = sheetOf(files, publicOrder);
  const icon = files.read('src/web/styles/bell.svg');
  return {
    style: { name: `public.${hashOf(style)}.css`, content: style },
    icon: { name: `bell.${hashOf(icon)}.svg`, content: icon },
  };
}

function sheetOf(files: ProductFiles, names: readonly string[]): Buffer {
  return Buffer.concat(names.map((name) => files.read(`src/web/styles/${name}.css`)));
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12);
}

/** Reads style sheets and islands once, names them by their hash, and keeps in memory what was compressed when somebody first asked for it. */
export function openAssets(files: ProductFiles): Assets {
  const served = new Map<string, Asset>();
  const add = (name: string, ending: string, type: string, content: Buffer): string => {
    const path = `/assets/${name}.${hashOf(content)}.${ending}`;
    served.set(path, {
      type,
      plain: content,
      gzip: once(() => gzipSync(content, { level: 9 })),
      brotli: once(() => brotliCompressSync(content)),
    });
    return path;
  };
  const css = add('console', 'css', 'text/css; charset=utf-8', sheetOf(files, order));
  const publicCss = add('public', 'css', 'text/css; charset=utf-8', sheetOf(files, publicOrder));
  const icon = add('bell', 'svg', 'image/svg+xml', files.read('src/web/styles/bell.svg'));
  const islands = new Map<string, string>();
  for (const path of files.list('src/web/islands', '.js')) {
    const name = path.slice('src/web/islands/'.length, -'.js'.length);
    islands.set(name, add(name, 'js', 'text/javascript; charset=utf-8', readIsland(files, path)));
  }
  const js = islands.get('console') ?? '';
  const scripts = [...served.values()].filter((asset) => asset.type.startsWith('text/javascript'));
  return {
    urls: { css, publicCss, js, icon, island: (name) => islands.get(name) ?? null },
    routes: () => serve(served),
    publicRoutes: () =>
      serve(new Map([...served].filter(([path]) => path === publicCss || path === icon || path === islands.get('status-push')))),
    scriptBytes: () => scripts.reduce((sum, asset) => sum + asset.gzip().length, 0),
  };
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An island may ask for a library's browser bundle to be put before it: a line `// vendor: package/path.js`. */
function readIsland(files: ProductFiles, path: string): Buffer {
  const own = files.read(path);
  const vendors = [...own.toString('utf8').matchAll(VENDOR)].map((match) => files.read(`node_modules/${match[1] ?? ''}`));
  return Buffer.concat([...vendors.flatMap((vendor) => [vendor, Buffer.from('\n;\n')]), own]);
}

function serve(served: ReadonlyMap<string, Asset>): Hono {
  const app = new Hono();
  app.get('/assets/:name', (c) => {
    const asset = served.get(c.req.path);
    if (!asset) return c.text('There is no such file.', 404);
    const encoding = accepts(c, { header: 'Accept-Encoding', supports: ['br', 'gzip', 'identity'], default: 'identity' });
    const body = encoding === 'br' ? asset.brotli() : encoding === 'gzip' ? asset.gzip() : asset.plain;
    return c.body(new Uint8Array(body), 200, {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
    });
  });
  return app;
}
