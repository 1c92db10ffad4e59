import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createHandler } from './handler.ts';

/** Run by CloudFormation when the stack of the store is made, changed or removed. */
export const handler = createHandler({
  secrets: new SecretsManagerClient(),
  log: (line) => console.log(line),
});
