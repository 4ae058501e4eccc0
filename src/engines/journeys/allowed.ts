/** What a file may call, by what it is called on. Whatever is not named here is refused with a clear message. */
const builds = ['locator', 'getByRole', 'getByText', 'getByLabel', 'getByPlaceholder', 'getByAltText', 'getByTitle', 'getByTestId'];

const locator = [
  ...['click', 'dblclick', 'tap', 'hover', 'focus', 'blur', 'fill', 'clear', 'type', 'pressSequentially', 'press', 'check', 'uncheck'],
  ...[
    'setChecked',
    'selectOption',
    'selectText',
    'dragTo',
    'scrollIntoViewIfNeeded',
    'dispatchEvent',
    'waitFor',
    'count',
    'all',
    'isVisible',
  ],
  ...[
    'isHidden',
    'isEnabled',
    'isDisabled',
    'isChecked',
    'isEditable',
    'textContent',
    'innerText',
    'innerHTML',
    'inputValue',
    'getAttribute',
  ],
  ...['allTextContents', 'allInnerTexts', 'boundingBox', 'screenshot', 'ariaSnapshot'],
];

const page = [
  ...['goto', 'reload', 'goBack', 'goForward', 'waitForURL', 'waitForLoadState', 'waitForTimeout', 'waitForSelector', 'waitForEvent'],
  ...[
    'waitForResponse',
    'waitForRequest',
    'title',
    'content',
    'evaluate',
    'screenshot',
    'close',
    'bringToFront',
    'setViewportSize',
    'emulateMedia',
  ],
  ...[
    'click',
    'dblclick',
    'tap',
    'hover',
    'focus',
    'fill',
    'type',
    'press',
    'check',
    'uncheck',
    'setChecked',
    'selectOption',
    'textContent',
  ],
  ...[
    'innerText',
    'innerHTML',
    'inputValue',
    'getAttribute',
    'isVisible',
    'isHidden',
    'isEnabled',
    'isDisabled',
    'isChecked',
    'isEditable',
  ],
  ...['waitForFunction', 'ariaSnapshot'],
];

export const mayBuild: Readonly<Record<string, ReadonlySet<string>>> = {
  page: new Set([...builds, 'frameLocator', 'keyboard', 'mouse', 'touchscreen', 'request']),
  locator: new Set([...builds, 'first', 'last', 'nth', 'filter', 'and', 'or', 'frameLocator', 'contentFrame']),
  frame: new Set([...builds, 'frameLocator', 'owner', 'first', 'last', 'nth']),
  context: new Set(['request']),
};

export const mayCall: Readonly<Record<string, ReadonlySet<string>>> = {
  page: new Set(page),
  locator: new Set(locator),
  frame: new Set(),
  keyboard: new Set(['press', 'type', 'insertText', 'down', 'up']),
  mouse: new Set(['click', 'dblclick', 'move', 'down', 'up', 'wheel']),
  touchscreen: new Set(['tap']),
  request: new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'fetch']),
  context: new Set([
    'newPage',
    'cookies',
    'clearCookies',
    'addCookies',
    'setGeolocation',
    'grantPermissions',
    'clearPermissions',
    'setOffline',
  ]),
  answer: new Set(['text']),
};

export const mayAsk: ReadonlySet<string> = new Set(['url', 'viewportSize', 'isClosed', 'setDefaultTimeout', 'setDefaultNavigationTimeout']);
