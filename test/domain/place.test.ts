import { placeKey, readerRoleArn, readerRoleName } from '../../lib/domain/place.ts';

const place = { account: '444455556666', region: 'us-gov-west-1' };

test('a reader role is named by environment and region, for IAM knows no regions', () => {
  expect(readerRoleArn('aws-us-gov', 'prod', place)).toBe(
    'arn:aws-us-gov:iam::444455556666:role/tidewatch-prod-reader-us-gov-west-1',
  );
});

test("the name stays within IAM's 64 characters for long names of environments", () => {
  expect(readerRoleName('e'.repeat(32), 'ap-southeast-4').length).toBeLessThanOrEqual(64);
});

test('places of one account in two regions are two', () => {
  expect(placeKey(place)).not.toBe(placeKey({ ...place, region: 'eu-west-1' }));
});
