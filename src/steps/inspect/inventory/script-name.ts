const HASHED = /(^|[.\-_~])(?=[A-Za-z0-9]*\d)[A-Za-z0-9_]{8,64}(?=\.(?:[a-z]+\.)*(?:m?js)$)/g;
const SHORT = /(^|[.\-_~])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,64}(?=[.\-_~])/g;

/**
 * The address of a script as its releases share it: a part of the file's name that is made from its content, or a version that a cache asks
 * for, becomes `*` (`app.3f2a9c.js` → `app.*.js`). A name that would be nothing else stays as it is, since many files share such a name.
 */
export function releaseName(url: string): string {
  const at = url.lastIndexOf('/') + 1;
  const file = url.slice(at);
  const short = file.replace(SHORT, '$1*').replace(HASHED, '$1*');
  const stem = short.replace(/\.(?:[a-z]+\.)*m?js$/, '').replace(/[*.\-_~]/g, '');
  return stem.length < 2 ? url : url.slice(0, at) + short;
}
