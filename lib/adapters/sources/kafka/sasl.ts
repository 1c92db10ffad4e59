import type { KafkaSasl } from './options.ts';

/** The login in the shape that kafkajs's connections take. */
export function saslConfig(sasl: KafkaSasl | undefined): unknown {
  if (sasl?.mechanism !== 'aws') return sasl;
  return { mechanism: 'oauthbearer', oauthBearerProvider: awsTokenProvider(sasl.region) };
}

/** A token is asked anew this long before it expires (it lives for 15 minutes). */
const renewBeforeMs = 60_000;

interface Token {
  readonly token: string;
  readonly expiryTime: number;
}

/**
 * Tokens for MSK IAM, each used until shortly before it expires. The signer is loaded with the first one, as it
 * brings the AWS SDK along. Token and clock can be replaced for tests.
 */
export function awsTokenProvider(
  region: string,
  generate: (region: string) => Promise<Token> = signedToken,
  nowMs: () => number = Date.now,
): () => Promise<{ value: string }> {
  let newest: Token | undefined;
  return async () => {
    if (newest === undefined || nowMs() > newest.expiryTime - renewBeforeMs) newest = await generate(region);
    return { value: newest.token };
  };
}

async function signedToken(region: string): Promise<Token> {
  const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
  return generateAuthToken({ region });
}
