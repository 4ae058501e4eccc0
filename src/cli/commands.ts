import type { Command } from 'commander';

interface CommandRow {
  /** Name and arguments, as `--help` shows them. */
  readonly usage: string;
  readonly summary: string;
  /** It drives a browser, which needs the memory more. */
  readonly small?: true;
  load(): Promise<Command>;
}

/** Every command, one file each. Only the one that runs is loaded. */
export const commands: readonly CommandRow[] = [
  {
    usage: 'up',
    summary: 'run everything on this machine; the first run opens a setup page',
    load: async () => (await import('./up.ts')).upCommand(),
  },
  {
    usage: 'drill',
    summary: 'practice shop, attack, and the whole way to told customers, with a timed account',
    load: async () => (await import('./drill.ts')).drillCommand(),
  },
  {
    usage: 'scan [files...]',
    summary: 'read access logs, find leaks and attacks, list whose records were touched',
    load: async () => (await import('./scan.ts')).scanCommand(),
  },
  {
    usage: 'affected [signal]',
    summary: 'say whose data was touched, by a signal or by whom and when you choose; write the opened list',
    load: async () => (await import('./affected.ts')).affectedCommand(),
  },
  {
    usage: 'reconcile',
    summary: 'compare exports of shop, payment provider, ERP and courier: what is missing, paid twice, not shipped',
    load: async () => (await import('./reconcile.ts')).reconcileCommand(),
  },
  {
    usage: 'apply <folder>',
    summary: 'make the checks as files want them: a plan first, drift shown',
    load: async () => (await import('./apply.ts')).applyCommand(),
  },
  {
    usage: 'prober',
    summary: 'look from this machine for a Shopbell elsewhere: a private network, another region',
    load: async () => (await import('./prober.ts')).proberCommand(),
  },
  {
    usage: 'import <from> <file>',
    summary: 'turn the configuration of Uptime Kuma, Gatus, blackbox_exporter or Alertmanager into a file of checks',
    load: async () => (await import('./import.ts')).importCommand(),
  },
  {
    usage: 'rules [action] [folder]',
    summary: 'Sigma rules: are they valid, do their tests pass, why does one match',
    load: async () => (await import('./rules.ts')).rulesCommand(),
  },
  {
    usage: 'inspect [url]',
    summary: 'one safe security test of a shop',
    small: true,
    load: async () => (await import('./inspect.ts')).inspectCommand(),
  },
  {
    usage: 'scan-files [folder]',
    summary: 'read a shop’s files and database exports for web shells, skimmers and planted files',
    load: async () => (await import('./scan-files.ts')).scanFilesCommand(),
  },
  {
    usage: 'gate [url]',
    summary: 'test a release before it is published: only what is new stops it',
    small: true,
    load: async () => (await import('./gate.ts')).gateCommand(),
  },
  {
    usage: 'journey <action> <url>',
    summary: 'record a way through a shop by clicking, as a file for inspect, gate and watch',
    small: true,
    load: async () => (await import('./journey.ts')).journeyCommand(),
  },
  {
    usage: 'sbom [action] [file]',
    summary: 'a bill of materials against advisories, known attacks and ends of life',
    load: async () => (await import('./sbom.ts')).sbomCommand(),
  },
  {
    usage: 'unmask [domain]',
    summary: 'judge host names against a brand',
    load: async () => (await import('./unmask.ts')).unmaskCommand(),
  },
  {
    usage: 'assess [facts]',
    summary: 'severity of a breach, who must be told under which law, by when, and why',
    load: async () => (await import('./assess.ts')).assessCommand(),
  },
  {
    usage: 'law',
    summary: 'the rules of law that assess knows, with source and confidence, for a lawyer to check',
    load: async () => (await import('./law.ts')).lawCommand(),
  },
  {
    usage: 'register [action] [file]',
    summary: 'the register of breaches: write it as a file, or prove that an exported one is whole, without a database',
    load: async () => (await import('./register.ts')).registerCommand(),
  },
  {
    usage: 'evidence [action] [file]',
    summary: 'say what of a sealed evidence pack is as it was sealed, without a database',
    load: async () => (await import('./evidence.ts')).evidenceCommand(),
  },
  {
    usage: 'notice [action] [file]',
    summary: 'check or render a customer notice',
    load: async () => (await import('./notice.ts')).noticeCommand(),
  },
  {
    usage: 'doctor',
    summary: 'check every engine on this machine and say what to do',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
  {
    usage: 'rescue <email>',
    summary: 'let somebody in who lost password or second factor',
    load: async () => (await import('./rescue.ts')).rescueCommand(),
  },
  {
    usage: 'verify',
    summary: 'verify the ledger and the register of every organisation',
    load: async () => (await import('./verify.ts')).verifyCommand(),
  },
  { usage: 'test [filters...]', summary: 'run the tests', load: async () => (await import('./test.ts')).testCommand() },
  { usage: 'version', summary: 'print the version', load: async () => (await import('./version.ts')).versionCommand() },
];
