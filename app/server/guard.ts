import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the name (as in a Host header, without its port) is one that only this machine answers to. */
const isLoopback = (name: string): boolean => loopbackNames.has(name) || /^127\.\d+\.\d+\.\d+$/.test(name);

/**
 * Whether a request that names this host may be served. A page elsewhere can make its own name point here
 * (DNS rebinding) and then read what we answer; it cannot make the browser send another Host header. So we
 * answer to loopback names and to the name we were told to listen on, and, when listening beyond loopback,
 * to bare addresses, which no DNS answer can redirect.
 * @param header the Host header, `name` or `name:port`
 * @param boundHost what the server listens on
 */
export function isOwnHost(header: string | undefined, boundHost: string): boolean {
  const name = header?.toLowerCase().replace(/:\d+$/, '') ?? '';
  if (isLoopback(name) || name === boundHost.toLowerCase()) return true;
  return !isLoopback(boundHost) && boundHost !== '::1' && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

/** Whether a request comes from our own page or from no page at all (curl, another program). */
function isSameSite(host: string, origin: string | undefined, fetchSite: string | undefined): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return false;
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** Refuses requests to another host's name, and writes that another site's page makes a browser send. */
export function guard(boundHost: string): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host');
    if (host === undefined || !isOwnHost(host, boundHost)) {
      return c.json(
        { error: 'the Host header is not ours: open the page by the address that was printed' },
        403,
      );
    }
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!isRead && !isSameSite(host, c.req.header('origin'), c.req.header('sec-fetch-site'))) {
      return c.json({ error: 'refused: the request comes from another site than this page' }, 403);
    }
    return next();
  };
}
