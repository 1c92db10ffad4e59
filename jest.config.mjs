/** Unit tests only: what needs real servers is in test/integration and has its own runner. */
export default {
  testEnvironment: 'node',
  // By default one core is left idle: of two that is half.
  maxWorkers: '100%',
  // A bound on what hangs, not on what is slow: machines are noisy.
  testTimeout: 60_000,
  setupFiles: ['<rootDir>/test/setup.ts'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/integration/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.local'],
  extensionsToTreatAsEsm: [],
  transform: {
    '^.+\\.tsx?$': [
      '<rootDir>/test/transform.cjs',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};
