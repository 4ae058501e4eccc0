/** What stands at a place of the page, as the page tells it: never trusted, only asked for. */
export interface Described {
  readonly role: 'link' | 'button' | 'checkbox' | 'radio' | 'field' | 'list' | 'frame' | 'text';
  /** What it says of itself, at most 120 characters. */
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly attribute: string;
  readonly id: string;
  readonly testId: string;
  /** Of a field: type and everything by which its kind is told. */
  readonly type: string;
  readonly about: string;
  readonly value: string;
}

/** For a page: a function of x and y that gives a `Described` as JSON, or `null`. With x below 0: what the cursor stands in. */
export const DESCRIBE = `(x, y) => {
  let it = x < 0 ? document.activeElement : document.elementFromPoint(x, y);
  while (it && it.shadowRoot) { const inner = x < 0 ? it.shadowRoot.activeElement : it.shadowRoot.elementFromPoint(x, y); if (!inner || inner === it) break; it = inner; }
  if (!it || it === document.body || it === document.documentElement) return null;
  const text = (node) => String((node && node.innerText) || '').replace(/\\s+/g, ' ').trim().slice(0, 120);
  if (it.localName === 'label' && it.control) it = it.control;
  const near = it.closest('a[href], button, input, select, textarea, [role=button], [role=link], [role=checkbox], [role=radio], [role=option], summary, iframe');
  if (near) it = near;
  const tag = it.localName, type = String(it.type || '').toLowerCase();
  const role = tag === 'iframe' ? 'frame' : tag === 'select' ? 'list' : tag === 'textarea' ? 'field'
    : tag === 'input' ? (/^(submit|button|image|reset)$/.test(type) ? 'button' : type === 'checkbox' ? 'checkbox' : type === 'radio' ? 'radio' : 'field')
    : tag === 'a' ? 'link' : tag === 'button' ? 'button' : ['button', 'link', 'checkbox', 'radio'].includes(it.getAttribute('role')) ? it.getAttribute('role') : 'text';
  const label = it.labels && it.labels[0] ? text(it.labels[0]) : '';
  const aria = it.getAttribute('aria-label') || '';
  const picture = it.querySelector && it.querySelector('img[alt]');
  const name = aria || (role === 'button' && tag === 'input' ? it.value : '') || (role === 'field' || role === 'list' ? label : text(it)) || label || (picture ? picture.alt : '') || it.title || '';
  const test = it.getAttribute('data-testid') || '';
  return JSON.stringify({
    role, name: String(name).slice(0, 120), label: (aria || label).slice(0, 120), placeholder: String(it.placeholder || '').slice(0, 120),
    attribute: String(it.getAttribute('name') || '').slice(0, 120), id: String(it.id || '').slice(0, 120), testId: String(test).slice(0, 120),
    type, value: role === 'list' ? String((it.selectedOptions[0] && it.selectedOptions[0].label) || '').slice(0, 120) : '',
    about: [it.autocomplete, it.name, it.id, it.placeholder, aria, label].filter(Boolean).join(' ').slice(0, 300),
  });
}`;
