import { ConfigError } from '../../../ports/errors.ts';

/** One exposition endpoint. */
export interface Target {
  readonly url: URL;
  readonly broker: string;
}

/**
 * The target of `URL` or `BROKER=URL`. Without a name the broker is N for MSK's hosts `b-N.…` and else
 * `host:port`. A missing path means `/metrics`.
 * @throws ConfigError when it is no http(s) URL
 */
export function parseTarget(text: string): Target {
  const [, named, address = ''] = /^(?:([^=/:]+)=)?(.*)$/.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError([
      `prometheus target "${text}" is no URL: give http://HOST:PORT/metrics, or BROKER=http://HOST:PORT/metrics`,
    ]);
  }
  if (url.pathname === '/') url.pathname = '/metrics';
  const msk = /^b-(\d+)\./.exec(url.hostname)?.[1];
  return { url, broker: named ?? msk ?? url.host };
}

/** The URL as it may be shown: no user, no password, no query. */
export function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
