import { z } from 'zod';
import { defaultAllowedLag } from '../../../domain/lag/allowed-lag.ts';
import { whole } from './values.ts';

const messages = whole(0, 1_000_000_000);
const seconds = whole(0, 31_536_000);

/** Lag that is allowed, and what is different for single groups. */
export const lagSchema = z.strictObject({
  allowedMessages: messages
    .default(defaultAllowedLag.messages)
    .describe('Unread messages up to this many are no trouble, however old.'),
  allowedSeconds: seconds
    .default(defaultAllowedLag.seconds)
    .describe('Nor is anything unread that is no older, in seconds.'),
  groups: z
    .record(
      z.string().min(1),
      z.strictObject({
        off: z.boolean().optional().describe('No rule on its lag is judged by our own evaluation.'),
        allowedMessages: messages.optional().describe('Instead of `lag.allowedMessages`.'),
        allowedSeconds: seconds
          .optional()
          .describe('Instead of `lag.allowedSeconds`: more than a day for a group that reads once a day.'),
      }),
    )
    .default({})
    .describe(
      'What is different for groups, by name or by a pattern such as etl-*; the longest that fits counts.',
    ),
});
