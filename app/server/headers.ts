import { secureHeaders } from 'hono/secure-headers';

/** Headers of every answer: only our own files run, style and connect; nobody may frame the page. */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Plain HTTP on loopback: there is no transport to make strict.
  strictTransportSecurity: false,
  xXssProtection: false,
});
