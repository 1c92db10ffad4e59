import { parseClusterArn } from '../../lib/domain/arn.ts';

const uuid = '5e0b3f10-2d53-4a6b-9c0b-5f1f6c6b1a11-7';

test.each(['aws', 'aws-cn', 'aws-us-gov'])('an ARN of the partition %s gives its parts', (partition) => {
  const arn = `arn:${partition}:kafka:us-gov-west-1:123456789012:cluster/or-ders2/${uuid}`;
  expect(parseClusterArn(arn)).toEqual({
    kind: 'arn',
    arn: { arn, partition, region: 'us-gov-west-1', account: '123456789012', name: 'or-ders2', uuid },
  });
});

test.each([
  ['', /does not begin with arn:aws/],
  ['orders', /does not begin with arn:aws/],
  [`arn:aws:sns:eu-west-1:123456789012:cluster/a/${uuid}`, /service is 'sns', not 'kafka'/],
  [`arn:aws:kafka:europe:123456789012:cluster/a/${uuid}`, /region is 'europe'/],
  [`arn:aws:kafka:eu-west-1:1234:cluster/a/${uuid}`, /account is '1234', not 12 digits/],
  [`arn:aws:kafka:eu-west-1:123456789012:topic/a/${uuid}/t`, /resource is 'topic\/a/],
  ['arn:aws:kafka:eu-west-1:123456789012:cluster/a', /not cluster\/NAME\/UUID/],
  [`arn:aws:kafka:eu-west-1:123456789012:cluster/a/${uuid}\n`, /not cluster\/NAME\/UUID/],
])('refuses %j and names what is wrong in one line', (text, reason) => {
  const result = parseClusterArn(text);
  expect(result).toEqual({ kind: 'wrong_arn', reason: expect.stringMatching(reason) });
  expect(result.kind === 'wrong_arn' && result.reason).toMatch(
    /^[^\n]*allowed is arn:aws:kafka:REGION:ACCOUNT:cluster\/NAME\/UUID$/,
  );
});
