import { commitMove, movesTogether } from '../../../lib/domain/lag/commit-move.ts';

const at = (offset: number, timeMs: number) => ({ offset, timeMs });

test.each([
  ['moves on', at(100, 0), at(400, 30_000), 400, { readPerSecond: 10, rewound: 0 }],
  ['stands still', at(100, 0), at(100, 30_000), 400, { readPerSecond: 0, rewound: 0 }],
  ['goes back', at(100, 0), at(40, 30_000), 400, { readPerSecond: 0, rewound: 60 }],
  ['was never seen before', undefined, at(400, 30_000), 400, undefined],
  ['is seen at the same time twice', at(100, 30_000), at(400, 30_000), 400, undefined],
  ['is seen by a clock that went back', at(100, 60_000), at(400, 30_000), 400, undefined],
  ['belongs to a log made anew', at(100, 0), at(5, 30_000), 7, undefined],
])('a commit that %s', (_, before, now, end, expected) => {
  expect(commitMove(before, now, end)).toEqual(expected);
});

test('the moves of partitions add up, and those of none are not known', () => {
  expect(
    movesTogether([
      { readPerSecond: 10, rewound: 0 },
      { readPerSecond: 0, rewound: 60 },
    ]),
  ).toEqual({ readPerSecond: 10, rewound: 60 });
  expect(movesTogether([])).toBeUndefined();
});
