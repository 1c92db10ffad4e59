import { allowanceOf, defaultAllowedLag } from '../../../lib/domain/lag/allowed-lag.ts';

test('what is not said is allowed by default', () => {
  expect(allowanceOf('billing', {})).toEqual(defaultAllowedLag);
  expect(allowanceOf('billing', { allowedSeconds: 900 })).toEqual({ messages: 1000, seconds: 900 });
  expect(allowanceOf('billing', { groups: { billing: {} }, allowedMessages: 5 })).toEqual({
    messages: 5,
    seconds: 60,
  });
});

const settings = {
  allowedMessages: 10,
  groups: {
    '*': { allowedMessages: 20 },
    'etl-*': { allowedMessages: 30, allowedSeconds: 0 },
    'etl-*-night': { allowedSeconds: 90_000 },
    'etl-prices': { allowedMessages: 0 },
    '*-dev': { off: true },
    'a.c': { off: true },
  },
};

test.each([
  ['orders', { messages: 20, seconds: 60 }],
  ['etl-', { messages: 30, seconds: 0 }],
  ['etl-prices', { messages: 0, seconds: 60 }],
  ['etl-prices-night', { messages: 10, seconds: 90_000 }],
  ['etl-night', { messages: 30, seconds: 0 }],
  ['billing-dev', 'off'],
  ['-dev', 'off'],
  ['a.c', 'off'],
  ['abc', { messages: 20, seconds: 60 }],
  ['', { messages: 20, seconds: 60 }],
])('of the patterns that fit %p the longest counts', (group, expected) => {
  expect(allowanceOf(group, settings)).toEqual(expected);
});

test.each([
  ['a*b*a', 'aba', true],
  ['a*b*a', 'a-b-b-a', true],
  ['a*b*a', 'ab', false],
  ['ab*ba', 'aba', false],
  ['**', 'x', true],
  ['a*', 'ba', false],
])('the pattern %p and the name %p fit: %p', (pattern, group, fits) => {
  expect(allowanceOf(group, { groups: { [pattern]: { off: true } } }) === 'off').toBe(fits);
});
