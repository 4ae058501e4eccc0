import type { FactList } from './fact.ts';

const PICTURES = 'jpe?g|png|gif|ico|bmp|webp|svg|txt|css|html?|xml|log|pdf';
const PREPEND = /^[ \t]*(?:php_(?:admin_)?value[ \t]+)?auto_(?:prepend|append)_file[ \t]*=?[ \t]*["']?([^\s"';#]+)/gim;
const HANDLER = new RegExp(`^[ \\t]*(?:AddHandler|AddType)[ \\t]+\\S*(?:php|x-httpd)\\S*[ \\t]+[^\\n]*?\\.(?:${PICTURES})\\b`, 'gim');
const SET_HANDLER = /^[ \t]*(?:SetHandler|ForceType)[ \t]+["']?\S*(?:php|x-httpd)/gim;
const ENGINE = /^[ \t]*php_flag[ \t]+engine[ \t]+on/gim;
const AGENT = /^[ \t]*RewriteCond[ \t]+%\{HTTP_(?:REFERER|USER_AGENT)\}[^\n]*(?:google|bing|yahoo|yandex|android|iphone|facebook)/gim;
const AWAY = /^[ \t]*RewriteRule[ \t]+\S+[ \t]+["']?(?:https?:)?\/\/(?!%\{|www\.%\{|\$)[\w.-]+/gim;
const ALLOWED = /<Files(?:Match)?[ \t]+["']?[^>\n]{0,400}>\s*(?:Order[^\n]*\s*)?(?:Allow from all|Require all granted)/gi;
const DENIED =
  /<Files(?:Match)?[ \t]+["']?[^>\n]{0,200}(?:php|py|exe)[^>\n]{0,200}>\s*(?:Order[^\n]*\s*)?(?:Deny from all|Require all denied)/gi;

/** A handler of one's own, which sends files to a program. */
const ACTION = /^[ \t]*Action[ \t]+([\w.+-]{1,60})[ \t]+\S+\.(?:php\d?|phtml|cgi|fcgi)\b/gim;

function handlerNamed(name: string): RegExp {
  const plain = name.replace(/[.+]/g, '\\$&');
  return new RegExp(`^[ \\t]*AddHandler[ \\t]+${plain}[ \\t]+[^\\n]{0,200}?\\.(?:${PICTURES})\\b`, 'gim');
}

function each(text: string, expression: RegExp, tell: (match: RegExpExecArray) => void): void {
  expression.lastIndex = 0;
  let left = 50;
  for (let match = expression.exec(text); match !== null && left-- > 0; match = expression.exec(text)) tell(match);
}

/** Settings of the web server and of PHP that make other files run, or send visitors away. */
export function readServerFile(text: string, facts: FactList): void {
  each(text, PREPEND, (match) => {
    const target = match[1] ?? '';
    if (/^none$/i.test(target)) return;
    const odd = new RegExp(
      `\\.(?:${PICTURES}|tmp|dat)$|(?:^|/)\\.[^./]|^/(?:tmp|dev/shm|var/tmp)/|^(?:https?|ftp|data|php):|base64`,
      'i',
    ).test(target);
    facts.add(odd ? 'server:prepend-odd' : 'server:prepend', match.index, 0, target.slice(-80));
  });
  each(text, HANDLER, (match) => facts.add('server:picture-runs', match.index));
  for (const [, name = ''] of [...text.matchAll(ACTION)].slice(0, 20)) {
    each(text, handlerNamed(name), (match) => facts.add('server:picture-runs', match.index));
  }
  each(text, SET_HANDLER, (match) => {
    const before = text.slice(Math.max(0, match.index - 300), match.index);
    const scope = [...before.matchAll(/<(\/?)Files(?:Match)?([^>\n]*)>/gi)].at(-1);
    const inside = scope !== undefined && scope[1] === '';
    if (
      inside &&
      new RegExp(`\\.?\\(?(?:[^>]*\\|)?(?:${PICTURES})\\b`, 'i').test(scope[2] ?? '') &&
      !/ph(?:p|tml|ar)/i.test(scope[2] ?? '')
    )
      facts.add('server:picture-runs', match.index);
    else if (!inside) facts.add('server:all-run', match.index);
  });
  each(text, ENGINE, (match) => facts.add('server:engine-on', match.index));
  each(text, AGENT, (match) => facts.add('server:by-visitor', match.index));
  each(text, AWAY, (match) => facts.add('server:away', match.index, 0, match[0].trim().slice(-80)));
  each(text, ALLOWED, (match) => {
    if (/\.php|ph\*|index\.php\|/i.test(match[0]) && /^[^\n]*\^?\(?[\w.-]+\.php/i.test(match[0]))
      facts.add('server:allows-names', match.index);
  });
  each(text, DENIED, (match) => facts.add('server:denies-php', match.index));
}
