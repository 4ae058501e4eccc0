/** How a file is read. */
export type FileKind = 'php' | 'php-piece' | 'script' | 'html' | 'database' | 'server' | 'picture' | 'other';

const BY_ENDING: Readonly<Record<string, FileKind>> = {
  php: 'php',
  php3: 'php',
  php4: 'php',
  php5: 'php',
  php7: 'php',
  php8: 'php',
  phps: 'php',
  phtml: 'php',
  phar: 'php',
  pht: 'php',
  inc: 'php',
  module: 'php',
  install: 'php',
  ctp: 'php',
  tpl: 'php',
  suspected: 'php',
  js: 'script',
  mjs: 'script',
  cjs: 'script',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  shtml: 'html',
  twig: 'html',
  liquid: 'html',
  mustache: 'html',
  hbs: 'html',
  vue: 'html',
  xml: 'html',
  svg: 'html',
  sql: 'database',
  csv: 'database',
  tsv: 'database',
  dump: 'database',
  jpg: 'picture',
  jpeg: 'picture',
  png: 'picture',
  gif: 'picture',
  ico: 'picture',
  webp: 'picture',
  bmp: 'picture',
  avif: 'picture',
  woff: 'picture',
  woff2: 'picture',
  ttf: 'picture',
  eot: 'picture',
  otf: 'picture',
  pdf: 'picture',
  mp3: 'picture',
  mp4: 'picture',
  zip: 'other',
  css: 'other',
};
/** Written for people or for other programs: never run, and full of examples. */
const DOCUMENTS =
  /\.(?:md|markdown|rst|adoc|textile|po|pot|mo|lock|map|json|ya?ml|toml|d\.ts|ts|tsx|scss|less|sass|py|rb|go|java|c|h|sh|pl|diff|patch)$/i;
const DOCUMENT_NAMES = /(?:^|\/)(?:readme|changelog|changes|news|history|copying|licen[cs]e|authors|todo|install|upgrading|credits)[^/]*$/i;

export function endingOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** By the name, and by what stands in it where the name does not tell. `head`: the beginning, latin1. */
export function kindOf(path: string, head: string): FileKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:\.htaccess|\.user\.ini|php\.ini|\.htpasswd|web\.config)$/i.test(name)) return 'server';
  const ending = endingOf(name);
  const known = Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
  if (known !== undefined && known !== 'other') return known;
  if (DOCUMENTS.test(name) || DOCUMENT_NAMES.test(path)) return 'other';
  return known === 'other' ? 'other' : kindByContent(head);
}

function kindByContent(head: string): FileKind {
  if (head.includes('\0')) return 'other';
  if (/<\?(?:php|=)/i.test(head)) return 'php';
  if (/\bINSERT\s+INTO\b|\bCREATE\s+TABLE\b/i.test(head)) return 'database';
  if (/<script|<html|<!doctype|onerror\s*=/i.test(head)) return 'html';
  if (/\$_(?:GET|POST|REQUEST|COOKIE|FILES|SERVER)\b|\$\w+\s*=[^=>].*;|\beval\s*\(\s*(?:base64|gz|str_rot|\$)/.test(head))
    return 'php-piece';
  return /\bfunction\b|\bvar\s+\w|\bdocument\.|\bwindow\.|=>|_0x[0-9a-f]{3}/.test(head) ? 'script' : 'other';
}

const PICTURES = /^(?:jpe?g|png|gif|webp|bmp|ico)$/;
/** How pictures begin, as hexadecimal digits: JPEG, PNG, GIF, RIFF, BMP, icons, TIFF, Photoshop, JPEG XL. */
const BEGINNINGS =
  /^(?:ffd8ff|89504e47|47494638|52494646|424d|0000[0-2]{2}00|49492a00|4d4d002a|38425053|0000000c4a58)|^[0-9a-f]{8}66747970/;
const DRAWINGS = /^\s*(?:<\?xml|<svg|<!--)/;

/** Whether a picture begins as pictures do, whichever kind. Null for endings of which nothing is known. */
export function isPicture(ending: string, head: string): boolean | null {
  if (!PICTURES.test(ending)) return null;
  return BEGINNINGS.test(Buffer.from(head.slice(0, 12), 'latin1').toString('hex')) || DRAWINGS.test(head);
}
