import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { type Place, placeKey, readerRoleArn } from '../lib/domain/place.ts';

/** Clients of one account and region. */
export interface AwsClients {
  readonly kafka: KafkaClient;
  readonly cloudwatch: CloudWatchClient;
}

export interface ClientOptions {
  readonly environment: string;
  readonly home: Place & { readonly partition: string };
}

/**
 * The clients of a place, made once: with the function's own rights in the account that it runs in, and in any
 * other with those of the role `tidewatch-ENVIRONMENT-reader-REGION` there, whose external id is the name of the
 * environment. Making them calls nothing: a role that cannot be assumed is an error of the first call.
 */
export function createClients(options: ClientOptions): (place: Place) => AwsClients {
  const made = new Map<string, AwsClients>();
  return (place) => {
    const clients = made.get(placeKey(place)) ?? clientsOf(options, place);
    made.set(placeKey(place), clients);
    return clients;
  };
}

function clientsOf({ environment, home }: ClientOptions, place: Place): AwsClients {
  const { region } = place;
  if (place.account === home.account)
    return { kafka: new KafkaClient({ region }), cloudwatch: new CloudWatchClient({ region }) };
  const credentials = fromTemporaryCredentials({
    params: {
      RoleArn: readerRoleArn(home.partition, environment, place),
      RoleSessionName: `tidewatch-${environment}`,
      ExternalId: environment,
    },
    clientConfig: { region: home.region },
  });
  return {
    kafka: new KafkaClient({ region, credentials }),
    cloudwatch: new CloudWatchClient({ region, credentials }),
  };
}
