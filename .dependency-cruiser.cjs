/** The arrows between the rooms (docs/architecture.md): what may import what. */
const rooms = {
  domain: '^lib/domain/',
  ports: '^lib/ports/',
  pipeline: '^lib/pipeline/',
  adapters: '^lib/adapters/',
  infra: '^lib/infra/',
};
const outside = (allowed) =>
  `^(?!${allowed.map((r) => r.slice(1)).join('|')})(bin|lib|lambdas|app|emulator|bench|test|scripts)/`;

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'lib/domain imports nothing but itself: no package, no Node module, no other room',
      severity: 'error',
      from: { path: rooms.domain },
      to: { pathNot: rooms.domain },
    },
    {
      name: 'ports-see-domain',
      severity: 'error',
      from: { path: rooms.ports },
      to: { pathNot: [rooms.domain, rooms.ports] },
    },
    {
      name: 'pipeline-sees-domain-and-ports',
      severity: 'error',
      from: { path: rooms.pipeline },
      to: { pathNot: [rooms.domain, rooms.ports, rooms.pipeline] },
    },
    {
      name: 'adapters-see-domain-and-ports',
      severity: 'error',
      from: { path: rooms.adapters },
      to: { path: outside([rooms.domain, rooms.ports, rooms.adapters]) },
    },
    {
      name: 'adapters-do-not-see-each-other',
      comment:
        'one folder an implementation; what two of them share belongs to ports or domain (or adapters/aws)',
      severity: 'error',
      from: { path: '^lib/adapters/(sources|stores|receivers|notifiers)/([^/]+)/' },
      to: {
        path: '^lib/adapters/(sources|stores|receivers|notifiers)/',
        pathNot: '^lib/adapters/$1/$2/',
      },
    },
    {
      name: 'infra-sees-domain',
      severity: 'error',
      from: { path: rooms.infra },
      to: { path: outside([rooms.domain, rooms.infra]) },
    },
    {
      name: 'lib-never-sees-the-shells',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bin|lambdas|app|emulator|test|bench)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
