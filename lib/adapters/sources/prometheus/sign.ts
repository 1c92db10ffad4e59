import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** Gives the headers that a GET of the URL must carry. */
export type SignRequest = (url: URL) => Promise<Record<string, string>>;

/**
 * Signs for Amazon Managed Service for Prometheus (AWS Signature Version 4, service `aps`).
 * @param credentials @default the SDK's default chain
 */
export function createSigner(region: string, credentials: Credentials = defaultProvider()): SignRequest {
  const signer = new SignatureV4({ service: 'aps', region, credentials, sha256: Sha256 });
  return async (url) => {
    const query: Record<string, string[]> = {};
    for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
    const signed = await signer.sign({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers: { host: url.host },
    });
    return signed.headers;
  };
}
