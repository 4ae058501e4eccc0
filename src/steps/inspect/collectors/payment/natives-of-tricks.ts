/** A function of the browser, and when a call of it is told. `note` gives what is told, as a text; empty: nothing. */
export interface Native {
  readonly name: string;
  /** Expression that gives the function. */
  readonly target: string;
  /** Expression over `it` (this) and `args`: what to note, or an empty text. */
  readonly note: string;
}

/** What systems run when customers are talked into pasting it. */
const COMMAND = String.raw`/\b(?:powershell|pwsh|mshta|cmd(?:\.exe)?\s+\/[ck]|rundll32|regsvr32|bitsadmin|certutil|osascript)\b|\b(?:curl|wget)\b[^\n]{0,300}\|\s*(?:ba|z)?sh\b|\bbase64\s+-(?:d|D)\b/i`;
const TOLD = (text: string) =>
  `(text => { if (text === '') return ''; const isCommand = ${COMMAND}.test(text); const held = HELD.some(value => text.includes(value)); return JSON.stringify({ what: held ? 'keeps typed values' : isCommand ? 'puts a command in the clipboard' : 'writes the clipboard', detail: held ? 'in the clipboard' : isCommand ? text.slice(0, 120) : text.length + ' characters' }); })(String(${text} ?? ''))`;

/** Writing to the clipboard, by itself or while something is copied. Copies that hold what was selected, with more or not, count for nothing. */
export const clipboardNatives: readonly Native[] = [
  { name: 'clipboard-write', target: 'Clipboard.prototype.writeText', note: TOLD('args[0]') },
  {
    name: 'clipboard-items',
    target: 'Clipboard.prototype.write',
    note: `JSON.stringify({ what: 'writes the clipboard', detail: 'items of their own kind' })`,
  },
  {
    name: 'copy-command',
    target: 'Document.prototype.execCommand',
    note: `/^(copy|cut)$/i.test(args[0]) ? (it => ${TOLD('it && it.value !== undefined ? it.value.slice(it.selectionStart, it.selectionEnd) : document.getSelection()')})(document.activeElement) : ''`,
  },
  {
    name: 'copy-data',
    target: 'DataTransfer.prototype.setData',
    note: `(event => { if (!event || !/^(copy|cut)$/.test(event.type)) return ''; const chosen = String(document.getSelection()); const text = String(args[1] ?? ''); if (text.trim() === '' || (chosen !== '' && text.includes(chosen.trim()))) return ''; return ${COMMAND}.test(text) ? JSON.stringify({ what: 'puts a command in the clipboard', detail: text.slice(0, 120) }) : JSON.stringify({ what: 'changes what is copied', detail: chosen.length + ' characters into ' + text.length + ' others' }); })(window.event)`,
  },
];

/** Things written to the console only to see whether somebody reads them: their texts are functions of the page. */
const BAIT = `(list => [...list].slice(0, 3).some(it => it !== null && (typeof it === 'object' || typeof it === 'function') && ['toString', 'id', 'stack', 'message', 'name'].some(name => { const own = Object.getOwnPropertyDescriptor(it, name); return own !== undefined && (own.get !== undefined && !/native code/.test(Function.prototype.toString.call(own.get)) || name === 'toString' && typeof own.value === 'function'); })))(args) ? JSON.stringify({ what: 'looks for developer tools', detail: 'by what it writes to the console' }) : ''`;
const bait = (name: string): Native => ({ name: `console-${name}`, target: `console.${name}`, note: BAIT });

/** Looking whether developer tools are open. */
export const toolNatives: readonly Native[] = [
  bait('log'),
  bait('debug'),
  bait('dir'),
  {
    name: 'console-table',
    target: 'console.table',
    note: `Array.isArray(args[0]) && args[0].length >= 20 ? JSON.stringify({ what: 'looks for developer tools', detail: 'by the time that a large table takes' }) : ''`,
  },
  {
    name: 'outer-width',
    target: `Object.getOwnPropertyDescriptor(window, 'outerWidth').get`,
    note: `JSON.stringify({ what: 'looks for developer tools', detail: 'by the size of the window' })`,
  },
];
