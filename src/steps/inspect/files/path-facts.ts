import type { FactList } from './fact.ts';
import { endingOf } from './file-kind.ts';

const UPLOADS =
  /(?:^|\/)(?:pub\/media|wp-content\/uploads|sites\/[^/]+\/files|uploads?|userfiles|user_upload|fileadmin|tmp|temp)\/|(?:^|\/)media\/(?:catalog|wysiwyg|customer|downloadable|import|tmp|email|captcha|theme|logo|sales|custom_options)\/|^(?:[^/]+\/)?(?:media|images?|img|pictures|download|files)\/|(?:^|\/)var\/(?:log|export|import|report|backups?|tmp|session|locks|importexport|connect)\//;
/** Where platforms keep code of their own, whatever the folders in it are called. */
const CODE =
  /(?:^|\/)(?:vendor|src|lib|libs|library|libraries|includes?|wp-includes|wp-admin|node_modules|modules|plugins|components|system|classes|core|app|extension|extensions|themes|templates|skins|languages?|cache|generation|generated|share)\//;
const RUNS = /^(?:php\d?|phtml|phar|pht|shtml|suspected)$/;

/** What the place and the name of a file tell. */
export function readPath(path: string, facts: FactList): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = endingOf(name);
  const upload = UPLOADS.exec(path);
  const server = name === '.htaccess' || name === '.user.ini';
  if (
    upload !== null &&
    (RUNS.test(ending) || server || ending === 'inc' || ending === '') &&
    !CODE.test(path.slice(0, upload.index + 1)) &&
    !/(?:^|\/)cache\//.test(path)
  )
    facts.add('path:upload', 0);
  if (RUNS.test(ending) && /^[^.]*\.(?:jpe?g|png|gif|ico|bmp|webp|pdf|txt|css|docx?|xlsx?)\.\w+$/i.test(name))
    facts.add('path:two-endings', 0);
  if (/\.(?:php\d?|phtml|phar|pht)\.(?:jpe?g|png|gif|ico|bmp|webp|pdf|txt|css|zip|svg|xxx|test|old_)$/i.test(name))
    facts.add('path:two-endings', 0);
  if (RUNS.test(ending) && /^\.(?!php[_-]?cs|phpstorm|phan|scrutinizer|styleci|config|php\.|rector|doctum|sami)/i.test(name))
    facts.add('path:dot', 0);
  if (/^(?:php[3-8]|pht|phar|shtml)$/.test(ending)) facts.add('path:odd-ending', 0);
}
